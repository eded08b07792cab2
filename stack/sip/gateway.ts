/**
 * The local SIP gateway: takes the place of LiveKit SIP on a machine without containers. A process of its own; `settings.ts` says what it is told.
 * It prints JSON lines; the one with the event `ready` says that it can be dialled and provisioned.
 */
import { once } from "node:events";
import { constants, setPriority } from "node:os";
import { joinRoom } from "../../media/room/join.ts";
import { participants } from "./api/participants.ts";
import { sipService } from "./api/sip-service.ts";
import { twirpServer } from "./api/twirp.ts";
import type { CallSurroundings } from "./call/leg.ts";
import { Challenges } from "./digest.ts";
import { DispatchStore } from "./dispatch/store.ts";
import { log } from "./log.ts";
import { RtpPorts } from "./media/ports.ts";
import { startTicker } from "./media/ticker.ts";
import { placing } from "./placing.ts";
import { reception } from "./reception.ts";
import type { OngoingCall } from "./reception.ts";
import { SipServer } from "./server.ts";
import { readSettings } from "./settings.ts";
import { tokenMint } from "./token.ts";
import { advertisedAddress } from "./transport/local-address.ts";
import { listenTcp } from "./transport/tcp.ts";
import { listenUdp } from "./transport/udp.ts";

// A beat that comes late is heard, and the calls' other processes have the same processors. Before there are threads: they inherit it.
try {
  setPriority(constants.priority.PRIORITY_HIGH);
} catch {
  // only root may; without it the gateway sends as evenly as the machine is idle
}

const settings = readSettings(process.env);
const { livekit, sip, rtpPorts } = settings;
const store = new DispatchStore(settings.folder);
const calls = new Set<OngoingCall>();
const surroundings: CallSurroundings = {
  livekitUrl: livekit.url,
  join: joinRoom,
  mintToken: tokenMint(livekit.apiKey, livekit.apiSecret),
  ports: new RtpPorts(sip.host, rtpPorts.from, rtpPorts.to),
  ticker: startTicker(),
  initialMediaTimeout: settings.initialMediaTimeout,
};

const server = new SipServer(reception(store, new Challenges(), calls, surroundings));
const listen = { host: sip.host, port: sip.port, advertised: await advertisedAddress(sip.host) };
const [UDP, TCP] = await Promise.all([listenUdp(listen, server.receive), listenTcp(listen, server.receive)]);
const provisioning = sipService(store);
const place = placing(server, { UDP, TCP }, calls, surroundings);
const service = { ...provisioning, procedures: { ...provisioning.procedures, ...participants(store, place) } };
const api = twirpServer(service, livekit.apiKey, livekit.apiSecret).listen(settings.apiPort, "127.0.0.1");
await once(api, "listening");

/** How long the last BYEs and good-byes may take to be on their way. */
const farewell = 200;

/** BYE to everybody on the telephone, CANCEL where it still rings, good-bye to every room. */
function shutDown(): void {
  log("stopping", { calls: calls.size });
  api.close(); // nobody else is called
  for (const call of calls) call.shutDown();
  setTimeout(() => process.exit(0), farewell);
}
process.once("SIGTERM", shutDown);
process.once("SIGINT", shutDown);

log("ready", {
  sip: `${listen.advertised}:${sip.port}`,
  api: `http://127.0.0.1:${settings.apiPort}`,
  trunks: store.trunks.length,
  outboundTrunks: store.outboundTrunks.length,
  rules: store.rules.length,
});
