/** The voice that the environment asks for. */
import type { VoiceSettings } from "../environment.ts";
import { espeak } from "./espeak.ts";
import { livekit } from "./livekit.ts";
import { openai } from "./openai.ts";
import type { Voice } from "./voice.ts";

export function chooseVoice(settings: VoiceSettings): Voice {
  if (settings.ACD_VOICE === "espeak") return espeak();
  const remote = {
    url: settings.ACD_VOICE_URL,
    key: settings.ACD_VOICE_KEY,
    model: settings.ACD_VOICE_MODEL,
    name: settings.ACD_VOICE_NAME,
  };
  return settings.ACD_VOICE === "openai" ? openai(remote) : livekit(remote);
}
