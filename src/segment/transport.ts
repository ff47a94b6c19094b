/**
 * The only way to the network of this program's Segment side. Whatever the code above asks for:
 * only GET, only without a body, only to the one host it was made for; redirects are not followed.
 */
import type { LookupFunction } from 'node:net';
import type { Dispatcher } from 'undici';
import { SegmentError } from '../errors.ts';
import { openPool } from '../net/client.ts';
import { createConnector } from '../net/connect.ts';

/** Longest waits of one attempt, in milliseconds. */
export const TIMEOUTS = { connectMs: 10_000, headersMs: 60_000, bodyMs: 60_000, wholeMs: 180_000 } as const;

export interface TransportOptions {
  /** The only origin that may be talked to, such as `https://api.segmentapis.com`. */
  readonly origin: string;
  readonly connections: number;
  /** Address of the proxy to go through. */
  readonly proxyUrl?: string | undefined;
  /** How a name becomes addresses; as the system does it unless told. */
  readonly lookup?: LookupFunction | undefined;
}

/**
 * Returns a dispatcher that throws for anything but a GET to the origin.
 * Close it when done: it holds connections open.
 */
export function createTransport({ origin, connections, proxyUrl, lookup }: TransportOptions): Dispatcher {
  const connector = createConnector({ connectMs: TIMEOUTS.connectMs, proxyUrl, lookup });
  const pool = openPool(origin, connector, {
    connections,
    headersTimeout: TIMEOUTS.headersMs,
    bodyTimeout: TIMEOUTS.bodyMs,
  });
  return pool.compose((dispatch) => (request, handler) => {
    assertReadOnly(request, origin);
    return dispatch(request, handler);
  });
}

function assertReadOnly(request: Dispatcher.DispatchOptions, origin: string): void {
  const isBare = request.body === null || request.body === undefined;
  if (request.method === 'GET' && isBare && String(request.origin) === origin) return;
  throw new SegmentError({
    code: 'UPSTREAM_FAILED',
    message: `send: expected a GET without a body to ${origin}, got ${request.method} to ${String(request.origin)}`,
  });
}
