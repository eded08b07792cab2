import { lot } from "../../words/index.ts";
import type { Entry } from "../entry.ts";
import type { Member } from "../member.ts";

/** What an operator draws for an offer, from 0 to 1: another lot for every offer. */
export const lotOf = ({ entryId, offers }: Entry, { operatorId }: Member): number =>
  lot(`${entryId}.${offers}/${operatorId}`);
