/** What a person needs to know once everything runs. */
import type { Settings } from "./settings.ts";
import type { Stack } from "./stack.ts";
import { demo } from "./steps/demo.ts";

export function welcome(stack: Stack, settings: Settings): string {
  const { url, ports, passwords } = stack;
  const dial =
    settings.livekit === undefined
      ? [
          `  Dial         sip:${demo.number}@127.0.0.1:${ports.sip}   from any softphone on this machine (UDP or TCP)`,
          `               or press the button on ${url}/call`,
        ]
      : [
          `  Dial         ${demo.number} through the SIP service of ${settings.livekit.url}`,
          `               or press the button on ${url}/call`,
          `  Webhook      must reach ${url}/livekit/webhook: set it in LiveKit's project settings (docs/deploy.md)`,
        ];
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
    ...dial,
    "",
    `  Sign in as   ${Object.entries(passwords)
      .map(([name, password]) => `${name.padEnd(12)} ${password}`)
      .join("\n               ")}`,
    `  Admin key    in ${settings.data}/secrets.json`,
    `  Logs         ${stack.logFolder}`,
    "",
    "Ctrl-C stops everything; the next start finds its data.",
  ].join("\n");
}
