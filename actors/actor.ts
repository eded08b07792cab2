import { DurableObject } from "cloudflare:workers";
import { reaching } from "./afar.ts";

/** What every actor is: a Durable Object that reaches the others wherever they are. */
export abstract class Actor<Env extends object> extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, reaching(env));
  }
}
