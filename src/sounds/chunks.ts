/** The bytes of a stream in chunks of one size, the last of which may be shorter. Holds one chunk, and what comes at once. */
export async function* chunksOf(
  body: ReadableStream<Uint8Array> | null,
  size: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (body === null) return;
  const reader = body.getReader();
  let chunk = new Uint8Array(size);
  let filled = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      for (let at = 0; at < value.length;) {
        const part = value.subarray(at, at + size - filled);
        chunk.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled < size) continue;
        yield chunk;
        chunk = new Uint8Array(size);
        filled = 0;
      }
    }
    if (filled > 0) yield chunk.slice(0, filled);
  } finally {
    await reader.cancel();
  }
}
