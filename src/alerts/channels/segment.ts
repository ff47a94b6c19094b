/**
 * Events to a source of the company's own, by a write key: what others count and forward, they can also alert by. This and
 * the canary are all that ever sends to Segment, and neither by the token. Loaded only where such a channel is configured.
 */
import type { AlertDocument } from '../../../schemas/alert.ts';
import type { ReceiptMessage } from '../../../schemas/receipt-message.ts';
import type { TrackingMessage } from '../../../schemas/tracking-message.ts';
import { EvidenceError } from '../../errors.ts';
import { openSender } from '../../senders/open.ts';
import type { SendFailure } from '../../senders/sender.ts';
import { channelError, type FailureDetails } from '../channel.ts';
import { shortened } from '../well-formed.ts';
import { shakeHands } from './handshake.ts';
import type { Sender, SenderOptions } from './sender.ts';

/** Whom events are said to be of: nobody, and the same for all, so that they count as one user. */
const NOBODY = 'segment-evidence';
/** Leaves room in a message of 32 KB for what is around it. */
const MOST_BYTES = 28_000;
const LONGEST_TEXT = 1_000;

/** Returns the sender. @throws AlertError when the write key cannot be one */
export function openSegment({ name, address, writeKey, http }: SenderOptions): Sender {
  if (writeKey === undefined) throw new Error(`open ${name}: expected a write key, got none`);
  const send = async (message: TrackingMessage) => {
    const { connectMs, wholeMs, lookup, now, signal, userAgent } = http;
    const sender = openTracking(name, {
      origin: address,
      writeKey,
      concurrency: 1,
      proxyUrl: http.proxyFor(new URL(address)),
      lookup,
      timeouts: { connectMs, wholeMs },
      // Trying again is decided in one place for all channels.
      mostMs: 0,
      sleep: async () => undefined,
      random: () => 0,
      newMessageId: () => NOBODY,
      now,
      signal,
      userAgent,
    });
    try {
      const [result] = await sender.send([message]);
      http.signal.throwIfAborted();
      if (result !== undefined && result.kind !== 'accepted') throw channelError(name, detailsOf(result));
    } finally {
      await sender.close();
    }
  };
  return {
    send: (alert) => send(alertEvent(alert)),
    sendReceipt: (message) => send(receiptEvent(message)),
    probe: async () => {
      const url = new URL(address);
      await shakeHands(name, url, http);
      const reached = url.protocol === 'https:' ? 'reached, certificate trusted' : 'reached on loopback';
      return `${reached}; whether the write key is known, only the canary shows`;
    },
  };
}

/** Returns the event of an alert: the document as its properties. A second delivery is the same message. */
export function alertEvent(alert: AlertDocument): TrackingMessage {
  const properties = isShort(alert) ? alert : shortened(alert, LONGEST_TEXT);
  return event('Segment Evidence Alert', alert.id, properties);
}

/** Returns the event of a receipt; without the stamp where that would be too much for a message. */
export function receiptEvent(message: ReceiptMessage): TrackingMessage {
  const { stamp, ...rest } = message;
  const properties = isShort(message) ? message : shortened(rest, LONGEST_TEXT);
  return event('Segment Evidence Receipt', message.id, properties);
}

function event(name: string, id: string, properties: object): TrackingMessage {
  const messageId = `segment-evidence-${id}`;
  return { type: 'track', anonymousId: NOBODY, event: name, properties: { ...properties }, messageId };
}

const isShort = (document: object) => Buffer.byteLength(JSON.stringify(document)) <= MOST_BYTES;

function detailsOf({ kind, problem, hint, retryAfterMs }: SendFailure): FailureDetails {
  return { problem, hint, isFinal: kind === 'refused' || kind === 'too-large', retryAfterMs };
}

function openTracking(channel: string, options: Parameters<typeof openSender>[0]) {
  try {
    return openSender(options);
  } catch (cause) {
    if (!(cause instanceof EvidenceError)) throw cause;
    const { message: problem, hint } = cause;
    throw channelError(channel, { problem, isFinal: true, cause, ...(hint === undefined ? {} : { hint }) });
  }
}
