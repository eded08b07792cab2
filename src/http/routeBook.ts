/** Where numbers lead, asked of the directory at most every two seconds: a burst of calls to one number costs one question. */
import type { Route } from "../protocol/settings.ts";
import type { ApplicationId, Duration, Instant } from "../words/index.ts";
import { seconds } from "../words/index.ts";
import type { Ports } from "./ports.ts";

const freshFor: Duration = seconds(2);
const kept = 1_000;

export type FindRoute = (application: ApplicationId, number: string) => Promise<Route | undefined>;

export function routeBook({ directory, now }: Pick<Ports, "directory" | "now">): FindRoute {
  const book = new Map<string, { readonly route: Promise<Route | undefined>; readonly until: Instant }>();
  return (application, number) => {
    const key = `${application}/${number}`;
    const known = book.get(key);
    if (known !== undefined && known.until > now()) return known.route;
    if (book.size >= kept) book.clear();
    const route = directory(application).route(number);
    book.set(key, { route, until: now() + freshFor });
    // A failure is not an answer: the next one asks again.
    route.catch(() => book.delete(key));
    return route;
  };
}
