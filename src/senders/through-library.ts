/**
 * Hands messages to Segment's own library, which makes the batch and its headers. The library's own timers, retries
 * and clock are left without work: it takes a redirect for success, counts bytes wrongly, and waits in real time.
 */
import type { Analytics, HTTPClientRequest } from '@segment/analytics-node';
import type { Verdict } from './answer.ts';
import type { SendFailure } from './sender.ts';
import { MOST_BATCH_BYTES } from './sizes.ts';
import type { Posting } from './transport.ts';
import type { LibraryFacts, ReadyMessage } from './wire.ts';

export interface LibraryBatch {
  readonly origin: string;
  readonly writeKey: string;
  readonly userAgent: string;
  readonly deliver: (posting: Omit<Posting, 'signal'>) => Promise<Verdict>;
}

const NOT_SENT: SendFailure = {
  kind: 'refused',
  problem: "expected Segment's library to send it, got nothing to send",
  hint: 'Report this as a bug of segment-evidence.',
};
const GREW: SendFailure = {
  kind: 'too-large',
  problem: `expected a batch of at most ${MOST_BATCH_BYTES} bytes, got more`,
  hint: 'Send fewer messages at once, and report this as a bug of segment-evidence.',
};

const load = () => import('./analytics-sdk.ts');

/** Returns what the library adds to each message. */
export async function libraryFacts(): Promise<LibraryFacts> {
  const { Analytics } = await load();
  const { VERSION } = new Analytics({ writeKey: 'none', disable: true });
  return { version: VERSION, nodeVersion: process.version };
}

/** Sends messages that fit into one batch, and returns the failure of all of them, or undefined. */
export async function sendThroughLibrary(
  messages: readonly ReadyMessage[],
  { origin, writeKey, userAgent, deliver }: LibraryBatch,
): Promise<SendFailure | undefined> {
  const { Analytics } = await load();
  let verdict: Verdict | undefined;
  let thrown: { readonly error: unknown } | undefined;
  const makeRequest = async (request: HTTPClientRequest) => {
    try {
      verdict =
        Buffer.byteLength(request.body) > MOST_BATCH_BYTES
          ? { kind: 'failed', failure: GREW, isFinal: true }
          : await deliver(postingOf(request, userAgent));
    } catch (error) {
      thrown = { error };
    }
    // Whatever it was, the library shall not try again: that has been done.
    return { status: verdict?.kind === 'accepted' ? 200 : 400, statusText: '', headers: {} };
  };
  const analytics = new Analytics({
    writeKey,
    host: origin,
    path: '/v1/batch',
    // The last message sends the batch, so that its timer never does.
    flushAt: messages.length,
    maxRetries: 0,
    httpClient: { makeRequest },
  });
  for (const message of messages) handOver(analytics, message);
  // Without a timeout, which would be a timer: what it waits for is bounded by `deliver`.
  await analytics.closeAndFlush({ timeout: 0 });
  if (thrown !== undefined) throw thrown.error;
  if (verdict?.kind === 'accepted') return undefined;
  return verdict?.failure ?? NOT_SENT;
}

function postingOf({ url, method, headers, body }: HTTPClientRequest, userAgent: string) {
  return {
    url,
    method,
    headers: {
      authorization: headers['Authorization'] ?? '',
      'content-type': 'application/json',
      'user-agent': userAgent,
    },
    body,
  };
}

function handOver(analytics: Analytics, { timestamp, ...rest }: ReadyMessage): void {
  // Each type has a method of its name, which takes what `TrackingMessage` has checked.
  const method = analytics[rest.type] as (message: object) => void;
  method({ ...rest, timestamp: new Date(timestamp) });
}
