/** Log lines for machines: one JSON object each, on standard error. Room names and numbers are masked by whoever logs them. */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>;

export function log(level: "info" | "warn" | "error", what: string, facts: Facts = {}): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, what, ...facts })}\n`);
}

/** What went wrong, in one line. */
export const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
