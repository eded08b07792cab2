/**
 * eSpeak NG: the voice that needs no account. It is under the GPL, so it runs as a program of its own and is never linked in:
 * `espeak-ng` from PATH, else its WebAssembly build, likewise in a process of its own.
 */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { Language } from "../../src/words/index.ts";
import { runProgram } from "./program.ts";
import { readWav } from "../sounds/wav.ts";
import { finishSpeech } from "./sound.ts";
import type { Voice } from "./voice.ts";

const voices: Readonly<Record<Language, string>> = { ru: "ru", en: "en-us" };
/** Words a minute, pitch (0–99) and the pause between words in units of 10 ms: unhurried, for a telephone. */
const manner = ["-s", "150", "-p", "42", "-g", "1"];

const runner = join(import.meta.dirname, "espeakRunner.ts");

/** `wasm` leaves an installed program aside. */
export function espeak({ wasm = !isInstalled() } = {}): Voice {
  return {
    name: `espeak-ng ${manner.join(" ")} ${wasm ? "wasm" : "program"}`,
    async speak(text, language) {
      const options = [...manner, "-v", voices[language]];
      const wav = wasm
        ? await runProgram(process.execPath, [runner, ...options], text)
        : await runProgram("espeak-ng", [...options, "--stdin", "--stdout"], text);
      return finishSpeech(readWav(wav));
    },
  };
}

function isInstalled(): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, "espeak-ng"), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
