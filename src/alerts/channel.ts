/** A place where alerts are told. */
import type { AlertDocument } from '../../schemas/alert.ts';
import type { ChannelKind } from '../../schemas/channel-kinds.ts';
import type { ReceiptMessage } from '../../schemas/receipt-message.ts';
import { AlertError } from '../errors.ts';
import type { ChannelRules } from './rules.ts';

export interface Channel {
  /** Kind and place in the configuration, such as `slack-1`; never the address. */
  readonly name: string;
  readonly kind: ChannelKind;
  /** Place in the configuration, from 1. */
  readonly index: number;
  readonly rules: ChannelRules;
  /** Its settings for alerts, RFC 8785: references only, never what they stand for. */
  readonly settings: string;
  /** Tells it once. @throws AlertError */
  notify(alert: AlertDocument): Promise<void>;
  /** Hands it the receipt of a record, once; absent where receipts do not go there. @throws AlertError */
  readonly tellReceipt?: ((message: ReceiptMessage) => Promise<void>) | undefined;
  /** Returns what can be said without telling anything, for people. @throws AlertError */
  probe(): Promise<string>;
}

export interface FailureDetails {
  readonly problem: string;
  readonly hint?: string;
  /** Whether trying again soon cannot help. */
  readonly isFinal: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** Returns the error of a channel; `problem` holds no address, no secret and nothing that was answered. */
export function channelError(channel: string, { problem, ...rest }: FailureDetails): AlertError {
  return new AlertError({ ...rest, channel, message: `send alert: ${channel}: ${problem}` });
}
