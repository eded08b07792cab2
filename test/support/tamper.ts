/** Ways to alter a text that opens something, by seed. */

export const pick = <T>(random: () => number, from: readonly [T, ...T[]]): T =>
  from[Math.floor(random() * from.length)] ?? from[0];

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/~!";

/** What is visible, and no comma: that would end it in some headers. */
const fits = /^[!-+\--~]+$/;

/** The text with a bit flipped, characters replaced, left out or put in, cut, doubled, turned, its parts or its case changed. Never the text itself. */
export function altered(good: string, random: () => number, others: readonly string[] = []): string {
  const at = (): number => Math.floor(random() * good.length);
  const put = (index: number, length: number, piece: string): string =>
    good.slice(0, index) + piece + good.slice(index + length);
  const any = (): string => alphabet[Math.floor(random() * alphabet.length)] ?? "A";
  const ways: [() => string, ...(() => string)[]] = [
    () => {
      const index = at();
      return put(index, 1, String.fromCharCode(good.charCodeAt(index) ^ (1 << Math.floor(random() * 7))));
    },
    () => put(at(), 1, any()),
    () => put(at(), 2, any() + any()),
    () => put(at(), 1, ""),
    () => put(at(), 0, any()),
    () => good.slice(0, at()),
    () => good.slice(at()),
    () => good + good.slice(at()),
    () => good.slice(at()) + good,
    () => {
      const index = at();
      return good.slice(index) + good.slice(0, index);
    },
    () => pick(random, [good.toUpperCase(), good.toLowerCase(), `${good}.`, `${good}=`, `.${good}`, `"${good}"`]),
    // Its parts and those of others, put together anew.
    () => {
      const mark = good.includes(".") ? "." : "_";
      const parts = [good, ...others].map((text) => text.split(mark));
      return good
        .split(mark)
        .map((part, index) => parts[Math.floor(random() * parts.length)]?.[index] ?? part)
        .join(mark);
    },
  ];
  for (;;) {
    const bad = pick(random, ways)();
    if (bad !== good && !others.includes(bad) && fits.test(bad)) return bad;
  }
}

/** The bytes with one to three bits flipped. */
export function flipped(good: Uint8Array, random: () => number): Uint8Array<ArrayBuffer> {
  const bad = Uint8Array.from(good);
  const places = new Set<number>();
  while (places.size < 1 + Math.floor(random() * 3)) places.add(Math.floor(random() * good.length * 8));
  for (const place of places) bad[place >> 3] = (bad[place >> 3] ?? 0) ^ (1 << (place & 7));
  return bad;
}
