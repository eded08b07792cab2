/** The value that so much of the sample (0…1) does not exceed: nearest rank. */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const rounded = (value: number): number => Math.round(value * 100) / 100;
