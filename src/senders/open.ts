/** Opens a sender by a write key. */
import type { LookupFunction } from 'node:net';
import { SecretError } from '../errors.ts';
import type { Secret } from '../evidence/secret.ts';
import type { TrackingSender } from './sender.ts';
import { writeKeyProblem } from './write-key.ts';

/** When the next request may go. Shared by all who share limits, whatever they ask for. */
export interface SenderLimits {
  /** Where requests under way take a place. */
  readonly queue: { add<Value>(task: () => Promise<Value>): Promise<Value> };
  readonly pace: {
    take(operationId: string): Promise<void>;
    /** Holds all requests back for a while. */
    hold(ms: number): void;
  };
}

export interface SenderOptions {
  /** The only origin that is sent to, such as `https://api.segment.io`. */
  readonly origin: string;
  readonly writeKey: Secret;
  /** Requests under way at once, 1 to 25. */
  readonly concurrency: number;
  /** Default: a queue of its own for `concurrency` requests, at no pace. */
  readonly limits?: SenderLimits | undefined;
  /** Address of the proxy to go through, with credentials if it has any. */
  readonly proxyUrl?: string | undefined;
  /** How a name becomes addresses; as the system does it unless told. */
  readonly lookup?: LookupFunction | undefined;
  readonly now: () => Date;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From [0, 1). */
  readonly random: () => number;
  readonly newMessageId: () => string;
  /** Aborted when the process has to stop. */
  readonly signal: AbortSignal;
  readonly userAgent: string;
}

/**
 * Returns a sender. Contacts no one yet.
 * @throws SecretError when the write key cannot be one
 */
export function openSender({ writeKey }: SenderOptions): TrackingSender {
  const found = writeKeyProblem(writeKey.reveal());
  if (found !== undefined) {
    const { reference } = writeKey;
    throw new SecretError({
      reference,
      message: `open sender: ${reference}: ${found.problem}`,
      hint: found.hint,
    });
  }
  return {
    send: async (messages) =>
      messages.map(() => ({ kind: 'unreachable', problem: 'expected a sender, got a stub', hint: 'Wait.' })),
    close: async () => undefined,
  };
}
