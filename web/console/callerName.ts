import { phone } from "../lib/format.ts";
import { texts } from "../lib/texts.ts";

/** The caller as people read them. Withheld numbers come empty or as one of SIP's words for it. */
export const callerName = (caller: string): string =>
  /^(|anonymous|unknown|restricted|unavailable)$/i.test(caller) ? texts.value.call.anonymous : phone(caller);
