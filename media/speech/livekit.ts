/**
 * LiveKit Inference: one WebSocket a phrase, `{base}/tts`. The order of messages is that of livekit/agents-js
 * (`agents/src/inference/tts.ts`): session.create, input_transcript, session.flush; then output_audio until done.
 */
import { WebSocket } from "ws";
import * as z from "zod";
import type { RemoteVoice } from "./openai.ts";
import { finishSpeech, readPcm } from "./sound.ts";
import { patience, type Voice } from "./voice.ts";

const rate = 24_000;

const answer = z.union([
  z.object({ type: z.literal("output_audio"), audio: z.base64() }),
  z.object({ type: z.literal("error"), message: z.string().default("no reason given") }),
  z
    .object({ type: z.string() })
    .transform(({ type }) => ({ type: type === "done" ? ("done" as const) : ("other" as const) })),
]);

export const livekit = ({ url, key, model, name }: RemoteVoice): Voice => ({
  name: `livekit ${url} ${model} ${name}`,
  async speak(text, language) {
    const pcm = await new Promise<Buffer>((resolve, reject) => {
      const heard: Buffer[] = [];
      const socket = new WebSocket(`${url.replace(/^http/, "ws").replace(/\/+$/, "")}/tts`, {
        headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
      });
      const fail = (error: Error): void => {
        clearTimeout(impatience);
        socket.terminate();
        reject(error);
      };
      const impatience = setTimeout(() => fail(new Error("speech: no answer in time")), patience);
      socket.on("error", fail);
      socket.on("close", () => fail(new Error("speech: the connection ended early")));
      socket.on("open", () => {
        const say = (message: object): void => socket.send(JSON.stringify(message));
        say({
          type: "session.create",
          model,
          voice: name,
          language,
          sample_rate: String(rate),
          encoding: "pcm_s16le",
          extra: {},
        });
        say({ type: "input_transcript", transcript: text, extra: {} });
        say({ type: "session.flush" });
      });
      socket.on("message", (data: Buffer) => {
        const message = readAnswer(data.toString());
        if (message?.type === "output_audio") heard.push(Buffer.from(message.audio, "base64"));
        else if (message?.type === "error") fail(new Error(`speech: ${message.message}`));
        else if (message?.type === "done") {
          clearTimeout(impatience);
          resolve(Buffer.concat(heard));
          socket.close();
        }
      });
    });
    return finishSpeech(readPcm(pcm, rate));
  },
});

function readAnswer(text: string): z.infer<typeof answer> | undefined {
  try {
    return answer.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
