/** Opens a sender by a write key: looks at every message, makes batches, sends them side by side, tells of each. */
import type { LookupFunction } from 'node:net';
import PQueue from 'p-queue';
import type { TrackingMessage } from '../../schemas/tracking-message.ts';
import { SecretError } from '../errors.ts';
import type { Secret } from '../evidence/secret.ts';
import { type DeliveryOptions, deliver, MOST_MS, type SenderLimits } from './deliver.ts';
import type { SendFailure, SendResult, TrackingSender } from './sender.ts';
import { batchesOf, MOST_MESSAGE_BYTES } from './sizes.ts';
import { libraryFacts, sendThroughLibrary } from './through-library.ts';
import { openTransport, TIMEOUTS, type Timeouts } from './transport.ts';
import { envelopeBytes, type ReadyMessage, readyMessage, wireBytes } from './wire.ts';
import { writeKeyProblem } from './write-key.ts';

export interface SenderOptions {
  /** The only origin that is sent to, such as `https://api.segment.io`. */
  readonly origin: string;
  readonly writeKey: Secret;
  /** Requests under way at once, 1 to 25. */
  readonly concurrency: number;
  /** Messages in one request at the most. Default: as many as Segment takes, 2,500. */
  readonly messagesPerRequest?: number | undefined;
  /** Default: a queue of its own for `concurrency` requests, at no pace. */
  readonly limits?: SenderLimits | undefined;
  /** Address of the proxy to go through, with credentials if it has any. */
  readonly proxyUrl?: string | undefined;
  /** How a name becomes addresses; as the system does it unless told. */
  readonly lookup?: LookupFunction | undefined;
  readonly timeouts?: Timeouts | undefined;
  /** How long a batch is tried in all, in milliseconds; 0: once. Default: `MOST_MS`. */
  readonly mostMs?: number | undefined;
  readonly now: () => Date;
  /** Ends early when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From [0, 1). */
  readonly random: () => number;
  readonly newMessageId: () => string;
  /** Aborted when the process has to stop. */
  readonly signal: AbortSignal;
  readonly userAgent: string;
}

/** How long `close` waits for what is under way. */
export const CLOSE_MS = 10_000;

/**
 * Returns a sender. Contacts no one yet.
 * @throws SecretError when the write key cannot be one
 */
export function openSender(options: SenderOptions): TrackingSender {
  assertWriteKey(options.writeKey);
  const { origin, concurrency, proxyUrl, lookup, now, sleep, random } = options;
  const closing = new AbortController();
  const transport = openTransport({
    origin,
    connections: concurrency,
    proxyUrl,
    lookup,
    timeouts: options.timeouts ?? TIMEOUTS,
    now,
  });
  const delivery: DeliveryOptions = {
    transport,
    limits: options.limits ?? unpaced(concurrency),
    now,
    sleep,
    random,
    mostMs: options.mostMs ?? MOST_MS,
    signal: AbortSignal.any([options.signal, closing.signal]),
  };
  delivery.signal.addEventListener('abort', () => delivery.limits.recheck(), { once: true });
  const underWay = new Set<Promise<unknown>>();
  return {
    send: async (messages) => {
      options.signal.throwIfAborted();
      const sending = sendAll(messages, options, delivery);
      underWay.add(sending);
      try {
        const results = await sending;
        options.signal.throwIfAborted();
        return results;
      } finally {
        underWay.delete(sending);
      }
    },
    close: async () => {
      const idle = new AbortController();
      const finished = Promise.allSettled(underWay).then(() => idle.abort());
      if (underWay.size > 0)
        await Promise.race([finished, sleep(CLOSE_MS, idle.signal).catch(() => undefined)]);
      idle.abort();
      closing.abort();
      await transport.close();
    },
  };
}

async function sendAll(
  messages: readonly TrackingMessage[],
  options: SenderOptions,
  delivery: DeliveryOptions,
): Promise<readonly SendResult[]> {
  const facts = await libraryFacts();
  const writeKey = options.writeKey.reveal();
  const looked = messages.map((message) => readyMessage(message, options));
  const sizes = looked.map((ready) =>
    'problem' in ready ? Number.POSITIVE_INFINITY : wireBytes(ready, facts),
  );
  const results = looked.map(
    (ready, index): SendResult => ('problem' in ready ? refused(ready.problem) : tooLarge(sizes[index] ?? 0)),
  );
  const batches = batchesOf(sizes, {
    envelopeBytes: envelopeBytes(writeKey),
    ...(options.messagesPerRequest === undefined ? {} : { mostMessages: options.messagesPerRequest }),
  });
  const { origin, userAgent } = options;
  await Promise.all(
    batches.map(async (indices) => {
      const batch = indices.map((index) => looked[index] as ReadyMessage);
      const failure = await sendThroughLibrary(batch, {
        origin,
        writeKey,
        userAgent,
        deliver: (posting) => deliver(posting, delivery),
      });
      for (const index of indices) {
        const { messageId } = looked[index] as ReadyMessage;
        results[index] = failure ?? { kind: 'accepted', messageId };
      }
    }),
  );
  return results;
}

function refused(problem: string): SendFailure {
  return { kind: 'refused', problem, hint: 'Correct the message; it was not sent.' };
}

function tooLarge(bytes: number): SendFailure {
  return {
    kind: 'too-large',
    problem: `expected a message of at most ${MOST_MESSAGE_BYTES} bytes as it is sent, got ${bytes}`,
    hint: 'Send less in it; it was not sent.',
  };
}

function assertWriteKey(writeKey: Secret): void {
  const found = writeKeyProblem(writeKey.reveal());
  if (found === undefined) return;
  const { reference } = writeKey;
  throw new SecretError({
    reference,
    message: `open sender: ${reference}: ${found.problem}`,
    hint: found.hint,
  });
}

function unpaced(concurrency: number): SenderLimits {
  const queue = new PQueue({ concurrency });
  return {
    add: (_batch, send) => queue.add(send),
    recheck: () => undefined,
    pace: { hold: () => undefined },
  };
}
