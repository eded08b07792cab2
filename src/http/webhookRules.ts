/** What is asked of a webhook before it is kept, whether it comes alone or in a file. */
import type { Draft } from "../directory/resources.ts";
import type { Grant } from "../rights/index.ts";
import { whyUnreachable, type Unreachable } from "../webhooks/address.ts";
import type { FieldProblem } from "./problem.ts";

/** It tells of all queues; and of whole numbers only what somebody may have told who sees them. */
export const grantOfWebhook = ({ numbers }: Pick<Draft<"webhook">, "numbers">): Grant => ({
  rights: numbers === "whole" ? ["numbers.unmask"] : [],
  scope: null,
});

const wrong: Readonly<Record<Unreachable, Omit<FieldProblem, "field">>> = {
  not_a_url: { problem: "is no whole address", remedy: "Write it from `https://` on." },
  not_https: { problem: "is not https", remedy: "Give an address that begins with `https://`." },
  credentials: { problem: "has a user name or password in it", remedy: "Leave them out; verify the signature." },
  inside: {
    problem: "is not on the Internet",
    remedy: "Give an address that everybody can reach: none of this machine, a private network or a cloud's inside.",
  },
};

/** `local`: addresses of this machine are fine. */
export function wrongAddress(url: string, field: string, local: boolean): FieldProblem[] {
  const why = whyUnreachable(url, { local });
  return why === undefined ? [] : [{ field, ...wrong[why] }];
}
