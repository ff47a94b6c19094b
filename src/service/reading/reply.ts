/** What is answered, and the headers that every answer has. */
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Of a body that comes as it is read. */
  readonly bytes?: number;
  /** What the page may do; by default nothing at all. */
  readonly policy?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** No page of another site sees, frames, embeds or is told of any of it, and nothing is kept. */
const STRICT = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // With `no-referrer` a browser would call our own form's origin `null`.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'";

export const plainReply = (status: number, body: string, headers = {}): Reply => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: `${body}\n`,
  headers,
});

export const goTo = (path: string): Reply => plainReply(303, 'See there.', { location: path });

/** Sends it. Of a body whose bytes are not what they should be the connection ends before its end. */
export async function send(response: ServerResponse, reply: Reply, isBodyless: boolean): Promise<void> {
  const { status, type, body, policy = NOTHING, headers = {} } = reply;
  const isWhole = typeof body === 'string' || body instanceof Uint8Array;
  const bytes = isWhole ? Buffer.byteLength(body) : reply.bytes;
  response.writeHead(status, {
    ...STRICT,
    'content-type': type,
    'content-security-policy': `${policy}; frame-ancestors 'none'`,
    ...(bytes === undefined ? {} : { 'content-length': bytes }),
    ...headers,
  });
  if (isBodyless || isWhole) {
    response.end(isBodyless ? '' : body);
    return;
  }
  await pipeline(body, response);
}
