/** The package brings no types; this is what the runner uses of Emscripten's interface. */
declare module "espeak-ng" {
  interface Instance {
    readonly FS: { readFile(path: string): Uint8Array };
  }
  export default function ESpeakNg(options: {
    readonly arguments: readonly string[];
    readonly print?: (line: string) => void;
  }): Promise<Instance>;
}
