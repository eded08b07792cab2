/**
 * A program of its own that behaves like `espeak-ng <options> --stdin --stdout`, around the WebAssembly build of eSpeak NG (GPL-3.0).
 * Nothing else may import that package.
 */
import { text } from "node:stream/consumers";
import ESpeakNg from "espeak-ng";

const spoken = await text(process.stdin);
const instance = await ESpeakNg({
  // The text stands after `--`, so that nothing in it is taken for an option.
  arguments: [...process.argv.slice(2), "-w", "spoken.wav", "--", spoken],
  // It writes notes about itself, which must not get into the sound.
  print: () => undefined,
});
process.stdout.write(instance.FS.readFile("spoken.wav"));
