/** What a person needs to know once everything runs. */
import type { Settings } from "./settings.ts";
import type { Stack } from "./stack.ts";
import { demo } from "./steps/demo.ts";

export function welcome(stack: Stack, settings: Settings): string {
  const { url, ports, passwords } = stack;
  const number = settings.demo ? demo.number : "<number>";
  const dial = stack.reachableByTelephone
    ? settings.livekit === undefined
      ? `sip:${number}@127.0.0.1:${ports.sip}   from any softphone on this machine (UDP or TCP)`
      : `${number} through the SIP service of ${settings.livekit.url}`
    : `only in the browser: ${stack.livekit.url} has no SIP service`;
  const logins = Object.entries(passwords).map(([name, password]) => `${name.padEnd(12)} ${password}`);
  const webhook = `  Webhook      LiveKit must reach ${url}/livekit/webhook from where it is (docs/operations.md)`;
  return [
    "",
    "The call centre is open.",
    "",
    `  Start here   ${url}/`,
    `  Operators    ${url}/operator`,
    `  Callers      ${url}/call`,
    `  Supervisors  ${url}/supervisor`,
    `  Admins       ${url}/admin`,
    `  HTTP API     ${url}/docs`,
    "",
    `  Dial         ${dial}`,
    `               or press the button on ${url}/call`,
    ...(settings.livekit === undefined ? [] : [webhook]),
    "",
    ...(settings.demo ? [`  Sign in as   ${logins.join("\n               ")}`] : []),
    `  Admin key    in ${settings.data}/secrets.json`,
    `  Logs         ${stack.logFolder}`,
    "",
    "Ctrl-C stops everything; the next start finds its data.",
  ].join("\n");
}
