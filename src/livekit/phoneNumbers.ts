/**
 * Telephone numbers that LiveKit Cloud sells, by its PhoneNumberService: Twirp with JSON, names as in livekit_phone_number.proto. Its SDK for
 * JavaScript has no client for it. Only LiveKit Cloud offers it, and of such numbers calls come in only; a LiveKit server of one's own knows no such
 * service. Each application's numbers are those that its dispatch rule has.
 */
import { AccessToken } from "livekit-server-sdk";
import * as z from "zod";
import type { Answer } from "../words/index.ts";
import { no, yes } from "../words/index.ts";
import type { LiveKitConnection } from "./connection.ts";
import { LiveKitFault } from "./fault.ts";

export interface SoldNumber {
  readonly number: string;
  /** `US`, `CA`. */
  readonly country: string;
  readonly areaCode: string;
  readonly type: "local" | "mobile" | "tollFree" | "unknown";
  readonly locality: string;
  readonly region: string;
}

export interface OwnNumber extends SoldNumber {
  readonly status: "active" | "pending" | "offline" | "unknown";
}

/** `not_offered`: this LiveKit sells no numbers. `refused`: LiveKit said no, as it does for a number that is taken. */
export type NumbersRefusal = "not_offered" | "refused";

export interface PhoneNumbers {
  /** Numbers that can be bought. */
  search(query: {
    readonly country: string;
    readonly areaCode?: string | undefined;
    readonly limit: number;
  }): Promise<Answer<readonly SoldNumber[], NumbersRefusal>>;
  /** Those of a dispatch rule. */
  list(ruleId: string): Promise<Answer<readonly OwnNumber[], NumbersRefusal>>;
  /** Buys a number for a dispatch rule; one that has been bought and belongs to no rule is given to it. */
  buy(number: string, ruleId: string): Promise<Answer<undefined, NumbersRefusal>>;
  /** Gives a number of a dispatch rule back. */
  release(number: string, ruleId: string): Promise<Answer<undefined, NumbersRefusal>>;
}

const types = {
  PHONE_NUMBER_TYPE_LOCAL: "local",
  PHONE_NUMBER_TYPE_MOBILE: "mobile",
  PHONE_NUMBER_TYPE_TOLL_FREE: "tollFree",
} as const;
const statuses = {
  PHONE_NUMBER_STATUS_ACTIVE: "active",
  PHONE_NUMBER_STATUS_PENDING: "pending",
  PHONE_NUMBER_STATUS_OFFLINE: "offline",
} as const;
const released = "PHONE_NUMBER_STATUS_RELEASED";

/** Of each method only some of it is told. */
const phoneNumber = z.object({
  e164_format: z.string(),
  country_code: z.string().default(""),
  area_code: z.string().default(""),
  number_type: z.string().default(""),
  locality: z.string().default(""),
  region: z.string().default(""),
  status: z.string().default(""),
  sip_dispatch_rule_id: z.string().default(""),
});
const page = z.object({
  items: z.array(phoneNumber).default([]),
  next_page_token: z.object({ token: z.string().default("") }).nullish(),
});
const refusal = z.object({ code: z.string() });

const numbersOnPage = 100;
const pagesAtMost = 100;
const timeout = 10_000;

export function liveKitPhoneNumbers({ url, apiKey, apiSecret }: LiveKitConnection): PhoneNumbers {
  async function ask(method: string, body: object): Promise<Answer<unknown, NumbersRefusal>> {
    const token = new AccessToken(apiKey, apiSecret, { ttl: 60 });
    token.addSIPGrant({ admin: true });
    let response: Response;
    let answer: unknown;
    try {
      response = await fetch(`${url}/twirp/livekit.PhoneNumberService/${method}`, {
        method: "POST",
        headers: { authorization: `Bearer ${await token.toJwt()}`, "content-type": "application/json" },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeout),
      });
      answer = await response.json().catch(() => undefined);
    } catch (cause) {
      throw new LiveKitFault(`answer ${method}`, cause);
    }
    if (response.ok) return yes(answer);
    const code = refusal.safeParse(answer).data?.code;
    // A server that has never heard of the service knows no such route; what stands in front of it may say so without words.
    if (code === "bad_route" || code === "unimplemented" || (code === undefined && response.status === 404))
      return no("not_offered");
    if (response.status >= 500 || response.status === 429 || response.status === 401)
      throw new LiveKitFault(`answer ${method}`, new Error(`${response.status} ${code ?? ""}`));
    return no("refused");
  }

  function parsed<Type>(schema: z.ZodType<Type>, method: string, answer: unknown): Type {
    const read = schema.safeParse(answer);
    if (!read.success) throw new LiveKitFault(`answer ${method}`, new Error("its answer is not as published"));
    return read.data;
  }

  /** The dispatch rule that has the number; empty: none. Undefined: the number has not been bought, or has been given back. */
  async function ownerOf(number: string): Promise<string | undefined> {
    const method = "GetPhoneNumber";
    const answer = await ask(method, { phone_number: number });
    if (!answer.ok) return undefined;
    const { phone_number: found } = parsed(z.object({ phone_number: phoneNumber.nullish() }), method, answer.value);
    return found === null || found === undefined || found.status === released ? undefined : found.sip_dispatch_rule_id;
  }

  return {
    async search({ country, areaCode, limit }) {
      const method = "SearchPhoneNumbers";
      const answer = await ask(method, { country_code: country, ...(areaCode && { area_code: areaCode }), limit });
      return answer.ok ? yes(parsed(page, method, answer.value).items.map(sold)) : answer;
    },

    async list(ruleId) {
      const method = "ListPhoneNumbers";
      const found: OwnNumber[] = [];
      let token: string | undefined;
      for (let n = 0; n < pagesAtMost; n += 1) {
        const asked = { sip_dispatch_rule_id: ruleId, limit: numbersOnPage, ...(token && { page_token: { token } }) };
        const answer = await ask(method, asked);
        if (!answer.ok) return answer;
        const { items, next_page_token: next } = parsed(page, method, answer.value);
        // Held against the rule once more: a service that does not know the filter tells of everybody's.
        const own = items.filter((item) => item.sip_dispatch_rule_id === ruleId && item.status !== released);
        found.push(...own.map((item) => ({ ...sold(item), status: nameIn(statuses, item.status) })));
        token = next?.token;
        if (token === undefined || token === "") break;
      }
      return yes(found);
    },

    async buy(number, ruleId) {
      const bought = await ask("PurchasePhoneNumber", { phone_numbers: [number], sip_dispatch_rule_id: ruleId });
      if (bought.ok || bought.refusal === "not_offered") return bought.ok ? yes(undefined) : bought;
      // Bought before, and the answer lost; or put aside. Not one that another application has.
      const owner = await ownerOf(number);
      if (owner === ruleId) return yes(undefined);
      if (owner !== "") return no("refused");
      const given = await ask("UpdatePhoneNumber", { phone_number: number, sip_dispatch_rule_id: ruleId });
      return given.ok ? yes(undefined) : given;
    },

    async release(number, ruleId) {
      if ((await ownerOf(number)) !== ruleId) return no("refused");
      const answer = await ask("ReleasePhoneNumbers", { phone_numbers: [number] });
      return answer.ok ? yes(undefined) : answer;
    },
  };
}

const sold = (item: z.infer<typeof phoneNumber>): SoldNumber => ({
  number: item.e164_format,
  country: item.country_code,
  areaCode: item.area_code,
  type: nameIn(types, item.number_type),
  locality: item.locality,
  region: item.region,
});

function nameIn<Names extends Readonly<Record<string, string>>>(
  names: Names,
  value: string,
): Names[keyof Names] | "unknown" {
  return Object.hasOwn(names, value) ? (names[value] as Names[keyof Names]) : "unknown";
}
