/** The port behind which every speech synthesiser stands. */
import type { Language } from "../../src/words/index.ts";
import type { Pcm48k } from "../clip.ts";

export interface Voice {
  /** Everything that changes how a text sounds, so that a cached phrase is never another voice's. */
  readonly name: string;
  /** Speaks a text. Rejects when the synthesiser fails or takes longer than {@link patience}. */
  speak(text: string, language: Language): Promise<Pcm48k>;
}

/** How long a synthesiser may take for one phrase, in milliseconds. */
export const patience = 10_000;
