import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { actorBindings } from "../../actors/afar.ts";
import type { EdgeVariables } from "../../stack/steps/edge-variables.ts";
import {
  actorClasses,
  compatibilityDate,
  compatibilityFlags,
  workerdConfiguration,
} from "../../stack/steps/workerd-configuration.ts";

/** Every name there is, by the type. */
const anyVariables: EdgeVariables = {
  LIVEKIT_URL: "",
  LIVEKIT_WS_URL: "",
  LIVEKIT_SIP_URL: "",
  LIVEKIT_API_KEY: "",
  LIVEKIT_API_SECRET: "",
  ACD_ADMIN_KEY: "",
  ACD_SECRET: "",
  ACD_MEDIA_SECRET: "",
  ACD_SEAL_KEY: "",
  ACD_APPLICATION: "",
  ACD_LANGUAGE: "",
  ACD_SIP_HOST: "",
  ACD_PATROL_EVERY: "",
  ACD_LOCAL_WEBHOOKS: "",
  ACD_ORIGIN: "",
  ACD_SMTP_URL: "",
  ACD_MAIL_FROM: "",
};

const wrangler = readFileSync(join(import.meta.dirname, "../../wrangler.toml"), "utf8");

describe("the two ways to run the edge app", () => {
  it("[S12] bind the same actors under the same names", () => {
    const bindings = [...wrangler.matchAll(/name = "(\w+)"\nclass_name = "(\w+)"/g)].map(([, name, type]) => [
      name,
      type,
    ]);
    expect(Object.fromEntries(bindings)).toEqual(actorClasses);
    const migrated = [...wrangler.matchAll(/new_sqlite_classes = \[([^\]]*)\]/g)].flatMap(([, names = ""]) =>
      [...names.matchAll(/"(\w+)"/g)].map(([, name = ""]) => name),
    );
    expect(migrated.toSorted()).toEqual(Object.values(actorClasses).toSorted());
  });

  it("[S12] know the same variables and secrets", () => {
    const described = [...wrangler.matchAll(/^(?:#   )?((?:ACD|LIVEKIT)_[A-Z_]+)/gm)].map(([, name = ""]) => name);
    expect(described.toSorted()).toEqual(Object.keys(anyVariables).toSorted());
  });

  it("[S12] run with the same compatibility date and flags", () => {
    expect(wrangler).toContain(`compatibility_date = "${compatibilityDate}"`);
    expect(wrangler).toContain(`compatibility_flags = ${JSON.stringify(compatibilityFlags)}`);
  });
});

describe("workerd's configuration", () => {
  const text = workerdConfiguration({
    front: { address: "127.0.0.1:1", pages: "/p" },
    actors: { state: "/s" },
    variables: ["ACD_SECRET"],
    localWebhooks: false,
  });

  it("[S12] gives every actor a database", () => {
    expect(text.match(/enableSql = true/g)).toHaveLength(Object.keys(actorClasses).length);
  });

  it("[S20] makes two processes of it: one with the actors and no address, one with the pages and no database", () => {
    const both = { socket: "run/a.sock", variables: ["ACD_SECRET"], localWebhooks: false };
    const ofActors = workerdConfiguration({ ...both, actors: { state: "/s" } });
    const ofFront = workerdConfiguration({ ...both, front: { address: "127.0.0.1:1", pages: "/p" } });
    expect(ofActors).toContain('(name = "actors", address = "unix:run/a.sock"');
    expect(ofActors).not.toMatch(/127\.0\.0\.1|"ASSETS"|"ACTORS"/);
    expect(ofFront).toContain('external = (address = "unix:run/a.sock"');
    expect(ofFront).toContain('(name = "ACTORS", service = "actors")');
    expect(ofFront).not.toMatch(/enableSql|localDisk|"CALL"/);
    expect(text).not.toMatch(/unix:|"ACTORS"/);
    expect(Object.keys(actorClasses)).toEqual([...actorBindings]);
  });

  it("[S6] takes secrets from the environment instead of holding them", () => {
    expect(text).toContain('(name = "ACD_SECRET", fromEnvironment = "ACD_SECRET")');
  });
});
