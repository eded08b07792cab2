import type { Dialler } from "../src/protocol/callback.ts";

/** Calls cannot be placed yet: every callback ends at once as failed, and stays marked on the record of its call. */
export const noDialler: Dialler = {
  dial: async () => "no_outbound",
  cancel: async () => {},
};
