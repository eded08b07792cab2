/**
 * Somebody else's server, in Node: what webhooks reach in these tests in the place of the Internet. Each path is a receiver of its own, which answers
 * 204, or what it was told to answer next. Over `https://control.test` it is asked what has come.
 */
import { company, issuer } from "./company.ts";

export interface Arrived {
  readonly body: string;
  readonly headers: Record<string, string>;
}

interface Receiver {
  readonly arrived: Arrived[];
  readonly answers: { readonly status: number; readonly location?: string }[];
  readonly waiting: { readonly least: number; readonly done: () => void }[];
}

const receivers = new Map<string, Receiver>();

export async function receiver(request: Request): Promise<Response> {
  const { hostname, pathname, searchParams } = new URL(request.url);
  if (request.url.startsWith(issuer)) return company(request);
  const known = receivers.get(pathname) ?? { arrived: [], answers: [], waiting: [] };
  receivers.set(pathname, known);
  if (hostname === "control.test") return control(request, known, Number(searchParams.get("least")));
  known.arrived.push({ body: await request.text(), headers: Object.fromEntries(request.headers) });
  for (const { least, done } of known.waiting) if (known.arrived.length >= least) done();
  const { status, location } = known.answers.shift() ?? { status: 204 };
  return new Response(null, { status, headers: { ...(location !== undefined && { location }) } });
}

/** POST: what to answer next. GET: what has come, as soon as it is so many. */
async function control(request: Request, known: Receiver, least: number): Promise<Response> {
  if (request.method === "POST") {
    const next: Receiver["answers"] = await request.json();
    known.answers.push(...next);
    return new Response(null, { status: 204 });
  }
  if (known.arrived.length < least)
    await new Promise<void>((done) => {
      known.waiting.push({ least, done });
    });
  return Response.json(known.arrived);
}
