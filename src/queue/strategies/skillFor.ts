import type { Need } from "../../protocol/skills.ts";
import type { Member } from "../member.ts";

/** How skilled an operator is for a caller: the sum of their levels in what is needed; of all their levels when nothing is. */
export function skillFor({ skills }: Member, needs: readonly Need[]): number {
  let sum = 0;
  if (needs.length > 0) for (const { skill } of needs) sum += skills[skill] ?? 0;
  else for (const level of Object.values(skills)) sum += level;
  return sum;
}
