/** Where numbers lead, asked of the directory at most every two seconds or so: a burst of calls to one number costs few questions. */
import type { Route } from "../protocol/settings.ts";
import type { ApplicationId, Duration, Instant } from "../words/index.ts";
import { seconds } from "../words/index.ts";
import type { Ports } from "./ports.ts";

const freshFor: Duration = seconds(2);
const kept = 1_000;

export type FindRoute = (application: ApplicationId, number: string) => Promise<Route | undefined>;

/** Keeps answers, not questions under way: in a Worker one request must not wait for what another has asked. */
export function routeBook({ directory, now }: Pick<Ports, "directory" | "now">): FindRoute {
  const book = new Map<string, { readonly route: Route | undefined; readonly until: Instant }>();
  return async (application, number) => {
    const key = `${application}/${number}`;
    const known = book.get(key);
    if (known !== undefined && known.until > now()) return known.route;
    const route = await directory(application).route(number);
    if (book.size >= kept) book.clear();
    book.set(key, { route, until: now() + freshFor });
    return route;
  };
}
