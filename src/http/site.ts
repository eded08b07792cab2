/** Where people reach this deployment: the origin that their browsers show. */
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

export interface Site {
  readonly origin: string;
  /** What passkeys are bound to. */
  readonly host: string;
}

export function siteOf({ settings }: Pick<Ports, "settings">, request: Request): Site {
  const { origin, hostname } = new URL(settings.origin ?? request.url);
  return { origin, host: hostname };
}

/** Browsers bind passkeys to names: an address has none. */
export function namedSiteOf(ports: Pick<Ports, "settings">, request: Request): Site {
  const site = siteOf(ports, request);
  if (!/^[\d.]+$|^\[/.test(site.host)) return site;
  throw new Problem("passkeys-need-name", "Passkeys belong to a name. Open this by one; on this machine by localhost.");
}
