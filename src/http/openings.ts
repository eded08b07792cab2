/** Opening sessions, by whichever means: what is made for them, and what whoever has come in is answered. */
import * as z from "zod";
import type { SignedIn, SignIn } from "../directory/resources.ts";
import type { NewSession } from "../directory/sessions.ts";
import type { ApplicationId, Instant } from "../words/index.ts";
import { hashOfKey } from "./apiKey.ts";
import type { Counters } from "./counters.ts";
import { applicationId, instant, operatorId, roleName } from "./fields/basics.ts";
import { hex } from "./hex.ts";
import { tooMany } from "./limit.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { sealSession, tokenLength } from "./session.ts";

export const sessionId = z.string().regex(/^[0-9a-f]{32}$/, "A session's id has 32 hexadecimal digits.");

/** What is answered to whoever has signed in or renewed. */
export const opened = z
  .object({
    token: z.string(),
    expiresAt: instant.meta({ description: "When the token ends: a quarter of an hour from now, at most." }),
    expiresIn: z.int().meta({ description: "How long that is, in milliseconds: for those whose clock is another." }),
    refreshToken: z.string().meta({ description: "Renews the session, once." }),
    endsAt: instant.meta({ description: "When the session ends, however often it is renewed." }),
    session: sessionId,
    application: applicationId,
    operator: z.object({ id: operatorId, name: z.string(), role: roleName }),
  })
  .meta({ id: "Session" });

export const begun = opened
  .extend({
    secondFactor: z.enum(["on", "off", "missing"]).meta({
      description: "`missing`: the role demands one, and until it is set up nothing else is allowed.",
    }),
  })
  .meta({ id: "SessionBegun" });

/** `acr` for refresh, so that whoever finds one sees what it is. */
export const refreshForm = /^acr_[0-9a-f]{64}$/;

export const freshRefresh = (ports: Pick<Ports, "random">): string => `acr_${hex(ports.random(32))}`;

/** To who has neither given the password nor just come in. */
export const signInAgain = (): Problem =>
  new Problem("sign-in-again", "You signed in too long ago: give the password, or sign in again.");

export async function tokensOf(
  ports: Pick<Ports, "now" | "settings">,
  application: ApplicationId,
  { id: person, name, role, epoch }: SignedIn,
  { id, endsAt }: { readonly id: string; readonly endsAt: Instant },
  refreshToken: string,
): Promise<z.infer<typeof opened>> {
  const expiresAt = Math.floor(Math.min(ports.now() + tokenLength, endsAt) / 1_000) * 1_000;
  const token = await sealSession({ id, application, person, epoch, expiresAt, endsAt }, ports.settings.secret);
  const expiresIn = expiresAt - ports.now();
  const operator = { id: person, name, role };
  return { token, expiresAt, expiresIn, refreshToken, endsAt, session: id, application, operator };
}

/** Opens a session with whatever `ask` asks the directory. Throws whatever keeps it from being opened; `wrong` is said of what was shown. */
export async function open(
  ports: Ports,
  counters: Counters,
  application: ApplicationId,
  wrong: string,
  ask: (session: NewSession) => Promise<SignIn>,
): Promise<z.infer<typeof begun>> {
  const [id, refreshToken] = [hex(ports.random(16)), freshRefresh(ports)];
  const answer = await ask({ id, refresh: await hashOfKey(refreshToken) });
  counters.count("sign_ins_total", { result: answer.ok ? "ok" : answer.refusal });
  if (!answer.ok) {
    switch (answer.refusal) {
      case "locked":
        throw tooMany(answer.until - ports.now());
      case "code_needed":
        throw new Problem("second-factor", "Give the `code` of the second factor as well.");
      case "wrong_code":
        throw new Problem("second-factor", "The code is wrong, or has been used. Take the next one.");
      case "unknown":
        throw new Problem("not-known-here", "You are known to the company's sign-in, and not to this call centre.");
      case "wrong":
        throw new Problem("unauthenticated", wrong);
    }
  }
  const { person, endsAt, secondFactor } = answer;
  ports.log("info", "session.opened", { application, operator: person.id, role: person.role });
  return { ...(await tokensOf(ports, application, person, { id, endsAt }, refreshToken)), secondFactor };
}
