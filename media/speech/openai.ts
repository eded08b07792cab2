/** Any synthesiser with OpenAI's interface: `POST {base}/audio/speech`. */
import { readWav } from "../sounds/wav.ts";
import { finishSpeech, readPcm } from "./sound.ts";
import { patience, type Voice } from "./voice.ts";

export interface RemoteVoice {
  readonly url: string;
  readonly key?: string | undefined;
  readonly model: string;
  readonly name: string;
}

/** OpenAI's raw PCM, which some servers send whatever they are asked for. */
const rawRate = 24_000;

export const openai = ({ url, key, model, name }: RemoteVoice): Voice => ({
  name: `openai ${url} ${model} ${name}`,
  async speak(text) {
    const response = await fetch(`${url.replace(/\/+$/, "")}/audio/speech`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({ model, voice: name, input: text, response_format: "wav" }),
      signal: AbortSignal.timeout(patience),
    });
    if (!response.ok) throw new Error(`speech: HTTP ${response.status} ${(await response.text()).slice(0, 200)}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const isWav = bytes[0] === 0x52 && bytes[1] === 0x49; // "RI"
    return finishSpeech(isWav ? readWav(bytes) : readPcm(bytes, rawRate));
  },
});
