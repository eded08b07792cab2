import type * as z from "zod";
import type { FieldProblem } from "./problem.ts";

type Issue = z.core.$ZodIssue;

/** Every issue in words: which field, what is wrong with it, what to do. */
export const explain = (issues: readonly Issue[]): FieldProblem[] => issues.flatMap(explainOne);

function explainOne(issue: Issue): FieldProblem[] {
  const field = issue.path.join(".");
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        field: [...issue.path, key].join("."),
        problem: "is unknown",
        remedy: "Leave it out, or correct its name; /docs lists the fields.",
      }));
    case "invalid_type":
      return [
        { field, problem: `must be of type ${issue.expected}`, remedy: `Give a value of type ${issue.expected}.` },
      ];
    case "too_small":
      return [
        { field, problem: "is too small", remedy: `Give ${String(issue.minimum)} or more${unitOf(issue.origin)}.` },
      ];
    case "too_big":
      return [
        { field, problem: "is too large", remedy: `Give ${String(issue.maximum)} or less${unitOf(issue.origin)}.` },
      ];
    case "invalid_value":
      return [
        {
          field,
          problem: "is none of the values that it may have",
          remedy: `Give one of: ${issue.values.join(", ")}.`,
        },
      ];
    default:
      return [{ field, problem: "is not of the form that it must have", remedy: issue.message }];
  }
}

const unitOf = (origin: string): string => (origin === "string" ? " characters" : origin === "array" ? " entries" : "");
