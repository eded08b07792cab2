/** The local LiveKit server: reachable from this machine only, telling the edge app by webhook what happens in its rooms. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Ports } from "../settings.ts";
import type { ChildSpec } from "../supervisor.ts";
import { answersOk } from "../ready.ts";
import { run } from "../run.ts";
import type { LivekitServer } from "./livekit-server.ts";

export interface LivekitSetup {
  readonly server: LivekitServer;
  readonly ports: Ports;
  readonly key: string;
  readonly secret: string;
  /** Where the configuration is written. */
  readonly folder: string;
}

export async function livekitChild(setup: LivekitSetup): Promise<ChildSpec> {
  const config = join(setup.folder, "livekit.yaml");
  writeFileSync(config, configuration(setup), { mode: 0o600 });
  const { server, ports } = setup;
  const [command, args] =
    server.kind === "program" ? [server.path, ["--config", config]] : await inContainer(server, ports, config);
  return {
    name: "livekit",
    command,
    args,
    ready: () => answersOk(`http://127.0.0.1:${ports.livekit}/`),
    // A container's image may have to be fetched first.
    readyWithin: server.kind === "program" ? 20_000 : 180_000,
    restart: "at once",
  };
}

/** JSON is YAML: no quoting to get wrong. */
function configuration({ ports, key, secret }: LivekitSetup): string {
  return JSON.stringify(
    {
      port: ports.livekit,
      bind_addresses: ["127.0.0.1"],
      rtc: {
        udp_port: ports.livekitUdp,
        tcp_port: 0,
        use_external_ip: false,
        node_ip: "127.0.0.1",
        interfaces: { includes: ["lo", "lo0"] },
        enable_loopback_candidate: true,
        // Clients are then told of no public STUN server: nothing leaves this machine.
        stun_servers: [],
      },
      keys: { [key]: secret },
      // A room whose last person left is gone soon: the call is over, and the caller may phone again.
      room: { empty_timeout: 30, departure_timeout: 5 },
      webhook: {
        api_key: key,
        urls: [`http://127.0.0.1:${ports.http}/livekit/webhook`],
        filter_params: {
          include_events: ["participant_joined", "participant_left", "track_published"],
        },
      },
      logging: { level: "warn", pion_level: "error" },
    },
    null,
    2,
  );
}

async function inContainer(
  { engine, image }: Extract<LivekitServer, { kind: "container" }>,
  ports: Ports,
  config: string,
): Promise<[string, string[]]> {
  const name = `acd-livekit-${ports.livekit}`;
  // One that a killed supervisor left behind: the engine's own process runs it, so it outlives `docker run`.
  await run(engine, ["rm", "--force", name]);
  return [
    engine,
    // The host's network, because the edge app's webhook address and the media ports are on this machine's loopback.
    [
      "run",
      "--rm",
      "--name",
      name,
      "--network",
      "host",
      "-v",
      `${config}:/livekit.yaml:ro`,
      image,
      "--config",
      "/livekit.yaml",
    ],
  ];
}
