/**
 * A small call centre to begin with. What exists already is left as it is: an administrator's changes outlive every restart.
 * Order matters: what is named must exist before what names it.
 */
import * as z from "zod";
import type { AdminClient } from "./admin-client.ts";
import { type DemoPerson, demoPeople } from "./demo-people.ts";

export const demo = {
  application: "callcenter",
  queue: "MainQueue",
  skillGroup: "Support",
  number: "+74951234567",
  rule: "InboundCalls",
  scenario: "ACD",
} as const;

export interface DemoSetup {
  readonly api: AdminClient;
  readonly passwords: Readonly<Record<DemoPerson, string>>;
  /** The passwords have been made anew: people who exist are given them too. */
  readonly newPasswords: boolean;
}

export async function setUpDemo({ api, passwords, newPasswords }: DemoSetup): Promise<void> {
  const application = `/applications/${demo.application}`;
  const ensure = async (path: string, body: object): Promise<void> => {
    if (!(await api.exists(path))) await api.put(path, body);
  };
  await ensure(application, { name: "Call centre", language: "ru" });
  await ensure(`${application}/skill-groups/${demo.skillGroup}`, { name: "Support" });
  await ensure(`${application}/queues/${demo.queue}`, { name: "Main queue", skillGroups: [demo.skillGroup] });
  for (const { id, name, role } of demoPeople) {
    const path = `${application}/operators/${id}`;
    if (!newPasswords && (await api.exists(path))) continue;
    await api.put(path, {
      name,
      role,
      skillGroups: role === "operator" ? [demo.skillGroup] : [],
      password: passwords[id],
    });
  }
  await ensure(`${application}/numbers/${encodeURIComponent(demo.number)}`, { label: "Demo number" });
  await ensure(`${application}/rules/${demo.rule}`, {
    mask: demo.number,
    scenario: demo.scenario,
    queue: demo.queue,
  });
}

/**
 * Lets the carrier's side know which numbers are ours: SIP trunk and dispatch rule, through LiveKit's SIP API. Repeatable.
 * @returns whether there is a SIP service to tell
 */
export async function provision(api: AdminClient): Promise<boolean> {
  const { items } = provisioned.parse(await api.post("/provisioning", {}));
  return items.every(({ reason }) => reason !== "no_sip_service");
}

const provisioned = z.object({ items: z.array(z.object({ reason: z.string().optional() })) });
