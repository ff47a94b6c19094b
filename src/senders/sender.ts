/** What a sender is, for who sends by it: messages in, one result for each out. */
import type { TrackingMessage } from '../../schemas/tracking-message.ts';

/**
 * What became of a message. `accepted` means that the Tracking API answered 200, which proves nothing about the
 * write key: an unknown one gets the same answer.
 */
export type SendResult = { readonly kind: 'accepted'; readonly messageId: string } | SendFailure;

export interface SendFailure {
  /** `too-large`, and `refused` without a status: not sent at all. */
  readonly kind: 'refused' | 'too-large' | 'rate-limited' | 'unreachable';
  /** `expected X, got Y`; never with anything that the other side said, or the write key. */
  readonly problem: string;
  /** One imperative sentence. */
  readonly hint: string;
  readonly status?: number;
  /** What the Tracking API asked for. */
  readonly retryAfterMs?: number;
}

/** Sends by one write key. Keeps nothing but open connections; close it when done. */
export interface TrackingSender {
  /** Sends and returns a result for each message, in their order. Never rejects for what the other side does. */
  send(messages: readonly TrackingMessage[]): Promise<readonly SendResult[]>;
  /** Waits a while for what is under way, gives up the rest, and closes the connections. Never rejects. */
  close(): Promise<void>;
}
