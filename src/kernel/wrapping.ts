/** How the texts of turns lie on disk: as they are, or so that whoever has the disk alone cannot read them. */
export interface Wrapping {
  readonly wrap: (text: string) => string | Uint8Array;
  readonly unwrap: (kept: unknown) => string;
}

export const asItIs: Wrapping = { wrap: (text) => text, unwrap: String };
