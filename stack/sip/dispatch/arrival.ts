/** What an INVITE says of itself, as far as deciding where it goes needs it. */
export interface Arrival {
  readonly from: { readonly user: string; readonly host: string };
  readonly to: { readonly user: string };
  readonly sourceAddress: string;
}
