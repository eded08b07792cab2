/** A server that speaks LiveKit's API as far as a test wants it to: each request is written down, and answered by a function of the test's. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Room } from "@livekit/protocol";

/** As JSON has it. */
type Json = Parameters<typeof Room.fromJson>[0];

/** What LiveKit refuses with. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

export interface Asked {
  readonly method: string;
  readonly body: Json;
  readonly authorization: string;
}

export interface TwirpDouble {
  readonly url: string;
  readonly asked: Asked[];
  stop(): Promise<void>;
}

/** By method. Undefined: the connection is closed without an answer. */
export type Answers = Readonly<Record<string, (body: Json) => Json | undefined>>;

export async function twirpDouble(answers: Answers): Promise<TwirpDouble> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Json;
      const method = (request.url ?? "").slice((request.url ?? "").lastIndexOf("/") + 1);
      asked.push({ method, body, authorization: request.headers.authorization ?? "" });
      let [status, answer]: [number, Json | undefined] = [404, { code: "bad_route", msg: "no such method" }];
      try {
        const answering = answers[method];
        if (answering !== undefined) [status, answer] = [200, answering(body)];
      } catch (refusal) {
        if (!(refusal instanceof Refusal)) throw refusal;
        [status, answer] = [refusal.status, { code: refusal.code, msg: refusal.code }];
      }
      if (answer === undefined) return void request.socket.destroy();
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
