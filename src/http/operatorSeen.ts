import type { Context } from "hono";
import type { Person } from "../directory/resources.ts";
import type { ApplicationId, OperatorId } from "../words/index.ts";
import type { AppEnv } from "./access.ts";
import { sees } from "./authority.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

/** Whoever is in charge of some queues sees those who serve one of them, and themselves: all others are not there. */
export async function operatorSeen(
  ports: Ports,
  c: Context<AppEnv>,
  application: ApplicationId,
  id: OperatorId,
): Promise<Person> {
  const directory = ports.directory(application);
  const person = await directory.get("person", id);
  const bearer = c.get("bearer");
  if (person !== undefined && (bearer.person === id || (await sees(bearer, directory, "person", person))))
    return person;
  throw new Problem("not-found", `There is no operator "${id}".`);
}
