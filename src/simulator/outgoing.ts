/** An answer on its way out: what will be on the wire, and how it gets there. */

/** How the bytes are delivered. */
export type Delivery =
  | { readonly kind: 'whole' }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'drop-before-headers' }
  | { readonly kind: 'drop-mid-body' }
  | { readonly kind: 'never-answer' }
  | { readonly kind: 'stall-mid-body' }
  | { readonly kind: 'slow-headers'; readonly delayMs: number }
  | { readonly kind: 'slow-body'; readonly delayMs: number };

export interface Outgoing {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly delivery: Delivery;
}

/** Returns the bytes of a JSON body. */
export function jsonBytes(body: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(body), 'utf8');
}
