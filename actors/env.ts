/** What the actors are bound to. Structural, so that an actor knows of the others only what they answer to. */
import type {
  CallPort,
  DirectoryPort,
  LedgerPort,
  MediaPort,
  OperatorPort,
  QueuePort,
} from "../src/protocol/actors.ts";
import type { Dialler } from "../src/protocol/callback.ts";
import type { SoundPort } from "../src/protocol/sound.ts";
import type { WebhookPort } from "../src/protocol/webhook.ts";
import type { Schedules } from "../src/schedules/port.ts";
import type { LivePort } from "../src/protocol/live.ts";

interface Named<Port> {
  getByName(name: string): Port;
}

export interface ActorEnv {
  readonly CALL: Named<CallPort>;
  readonly QUEUE: Named<QueuePort>;
  readonly OPERATOR: Named<OperatorPort>;
  readonly DIRECTORY: Named<DirectoryPort>;
  readonly LEDGER: Named<LedgerPort>;
  readonly MEDIA: Named<MediaPort>;
  readonly LIVE: Named<LivePort>;
  readonly WEBHOOK: Named<WebhookPort>;
  readonly SOUND: Named<SoundPort>;
  readonly SCHEDULES: Named<Pick<Schedules, "tell">>;
  readonly DIAL: Named<Dialler>;
  readonly LIVEKIT_URL: string;
  readonly LIVEKIT_WS_URL: string;
  /** The SIP API; empty: at the same address as the rest. */
  readonly LIVEKIT_SIP_URL?: string;
  readonly LIVEKIT_API_KEY: string;
  readonly LIVEKIT_API_SECRET: string;
  /** Seals what must not lie about readable (src/sealed/keys.ts). */
  readonly ACD_SEAL_KEY: string;
}
