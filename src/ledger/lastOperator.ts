/** Callers who come back get the operator they talked to last, where their number's rule says so. */
import type { LedgerPort } from "../protocol/actors.ts";
import type { Route } from "../protocol/settings.ts";
import type { Instant } from "../words/index.ts";

/** The route with the operator in it whom this caller is to get first; as it was, when there is none. */
export async function withLastOperator(
  route: Route | undefined,
  from: string,
  ledger: Pick<LedgerPort, "lastTalk">,
  now: Instant,
): Promise<Route | undefined> {
  const { lastOperator } = route ?? {};
  if (route === undefined || lastOperator === undefined || from === "") return route;
  const talk = await ledger.lastTalk(from);
  if (talk === undefined || now - talk.endedAt > lastOperator.within) return route;
  return { ...route, lastOperator: { ...lastOperator, operatorId: talk.operatorId } };
}
