import type { Problem } from "./generated.ts";

/** What the API says when it refuses (RFC 9457): `type` tells programs what is wrong, `detail` and `errors` tell people. */
export class AcdProblem extends Error {
  readonly status: number;
  /** `urn:acd:problem:…` */
  readonly type: string;
  /** Each field that is wrong, with a remedy. */
  readonly errors: NonNullable<Problem["errors"]>;
  /** The whole answer. */
  readonly body: Readonly<Record<string, unknown>>;

  /** An answer that is no problem of ours (a proxy's page, say) has a status and nothing else. */
  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    const { detail, type, errors = [] } = body as Partial<Problem>;
    const fields = errors.map(({ field, problem, remedy }) => ` ${field} ${problem}. ${remedy}`).join("");
    super(`${status}: ${detail ?? "no reason given"}${fields}`);
    this.name = "AcdProblem";
    this.status = status;
    this.type = type ?? "about:blank";
    this.errors = errors;
    this.body = body;
  }
}
