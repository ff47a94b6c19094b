/**
 * The only way of a sender to the network: only POST, only below /v1/ of the one origin it was made for; redirects
 * are not followed, and of an answer no more is read than means something.
 */
import type { LookupFunction } from 'node:net';
import type { Dispatcher } from 'undici';
import { openPool } from '../net/client.ts';
import { createConnector } from '../net/connect.ts';
import { judge, judgeSilence, type Verdict } from './answer.ts';

export interface TransportOptions {
  readonly origin: string;
  /** Kept open at once. */
  readonly connections: number;
  readonly proxyUrl?: string | undefined;
  readonly lookup?: LookupFunction | undefined;
  readonly timeouts: Timeouts;
  readonly now: () => Date;
}

/** Longest waits of one attempt, in milliseconds. */
export interface Timeouts {
  readonly connectMs: number;
  readonly wholeMs: number;
}

export const TIMEOUTS: Timeouts = { connectMs: 10_000, wholeMs: 30_000 };

export interface Posting {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

export interface Transport {
  /** Posts once. Rejects for what may not be sent at all, and when the signal was aborted. */
  post(posting: Posting): Promise<Verdict>;
  close(): Promise<void>;
}

const MOST_ANSWER_BYTES = 16 * 1024;

/** Returns a transport; it dials when something is posted. */
export function openTransport(options: TransportOptions): Transport {
  const { origin, connections, proxyUrl, lookup, timeouts, now } = options;
  const connector = createConnector({ connectMs: timeouts.connectMs, proxyUrl, lookup });
  const waits = { headersTimeout: 2 * timeouts.wholeMs, bodyTimeout: 2 * timeouts.wholeMs };
  const pool = openPool(origin, connector, { connections, ...waits });
  return {
    post: async ({ url, method, headers, body, signal }) => {
      const path = allowedPath(origin, url, method);
      const late = AbortSignal.timeout(timeouts.wholeMs);
      try {
        const answer = await pool.request({
          origin,
          path,
          method: 'POST',
          headers,
          body,
          signal: AbortSignal.any([signal, late]),
        });
        return judge(
          { status: answer.statusCode, headers: answer.headers, body: await textOf(answer) },
          now(),
        );
      } catch (error) {
        signal.throwIfAborted();
        return judgeSilence(late.aborted ? late.reason : error);
      }
    },
    close: () => pool.destroy(),
  };
}

function allowedPath(origin: string, address: string, method: string): string {
  const url = new URL(address);
  if (method === 'POST' && url.origin === origin && url.pathname.startsWith('/v1/')) return url.pathname;
  throw new Error(`send: expected a POST below ${origin}/v1/, got ${method} to ${url.origin}${url.pathname}`);
}

/** A longer body than any of Segment's says nothing, and need never end. */
async function textOf({ body }: Dispatcher.ResponseData): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += (chunk as Uint8Array).length;
    if (size > MOST_ANSWER_BYTES) return '';
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString();
}
