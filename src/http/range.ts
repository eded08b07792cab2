/** The header `Range` (RFC 9110 §14), as far as players need it: one part of the bytes. What is not understood is as if it were not there. */
export type Part = "all" | "none" | { readonly from: number; readonly to: number };

export function rangeOf(header: string | undefined, length: number): Part {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "");
  if (found === null) return "all";
  const [first, last] = [found[1] ?? "", found[2] ?? ""];
  if (first === "" && last === "") return "all";
  const from = first === "" ? Math.max(0, length - Number(last)) : Number(first);
  const to = first === "" || last === "" ? length - 1 : Math.min(length - 1, Number(last));
  if (first !== "" && last !== "" && Number(last) < Number(first)) return "all";
  return from >= length || (first === "" && Number(last) === 0) ? "none" : { from, to };
}
