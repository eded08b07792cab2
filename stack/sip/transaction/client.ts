/** Client transactions for requests other than INVITE (RFC 3261 §17.1.2): our BYE and our CANCEL. */
import type { SipRequest, SipResponse } from "../message/message.ts";
import { toBytes } from "../message/serialise.ts";
import type { Flow, Place } from "../transport/transport.ts";
import { repeat } from "./repeat.ts";
import { timerF, timerT4 } from "./timers.ts";

export class ClientTransaction {
  /** The final answer's status, or undefined when none came. */
  readonly outcome: Promise<number | undefined>;
  readonly #settle: (status: number | undefined) => void;
  readonly #repeating: { stop(): void };
  readonly #flow: Flow;
  readonly #over: () => void;

  constructor(request: SipRequest, flow: Flow, to: Place | undefined, over: () => void) {
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    this.outcome = promise;
    this.#settle = resolve;
    this.#flow = flow;
    this.#over = over;
    const bytes = toBytes(request);
    const send = (): void => flow.send(bytes, to);
    send();
    this.#repeating = repeat(flow.reliable ? (): void => undefined : send, timerF, () => {
      resolve(undefined);
      over();
    });
  }

  received(response: SipResponse): void {
    if (response.status < 200) return;
    this.#repeating.stop();
    this.#settle(response.status);
    setTimeout(this.#over, this.#flow.reliable ? 0 : timerT4).unref();
  }
}
