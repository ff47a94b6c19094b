/**
 * Handing the receipt of a record that was just committed to the channels that keep receipts. A channel that is
 * down fails nothing, and nothing is told later: the next receipt covers all records before it.
 */
import type { ReceiptMessage } from '../../schemas/receipt-message.ts';
import type { Channel } from '../alerts/channel.ts';
import { MOST_WAITING_MS, sendPatiently } from '../alerts/patience.ts';
import { receiptMessage } from '../alerts/receipt-message.ts';
import { StoreError } from '../errors.ts';
import type { ChainRecord } from '../seal/record.ts';
import { readWhole } from '../store/content.ts';
import type { Delivery } from './announce.ts';
import type { RunDeps } from './deps.ts';
import type { Stamping } from './stamp.ts';

/** What became of the receipt on one channel. */
export interface ReceiptDelivery {
  readonly channel: string;
  readonly result: 'delivered' | 'undelivered';
  readonly attempts: number;
  readonly error?: { readonly message: string; readonly hint?: string };
}

type TellDeps = Pick<RunDeps, 'store' | 'channels' | 'sleep' | 'random' | 'log'>;

/** The record, and what has become of it so far. */
export interface Committed {
  readonly record: ChainRecord;
  readonly receipt: string;
  readonly stamp: Stamping | undefined;
  /** What became of the alerts: a channel that did not take one is tried once and not waited for again. */
  readonly deliveries: readonly Delivery[];
}

/** Returns what became of the receipt on each channel that keeps receipts. */
export async function tellReceipt(deps: TellDeps, committed: Committed): Promise<readonly ReceiptDelivery[]> {
  const keeping = deps.channels.filter(({ tellReceipt: tell }) => tell !== undefined);
  if (keeping.length === 0) return [];
  const { record, receipt, deliveries } = committed;
  const stamp = await stampOf(deps, committed.stamp);
  const facts = { record: record.statement.predicate, receipt, stamp };
  return Promise.all(
    keeping.map(async (channel) => {
      const isDown = deliveries.some((each) => each.channel === channel.name && each.error !== undefined);
      const told = await tell(deps, channel, receiptMessage(facts, channel.name), isDown);
      const { channel: name, attempts, error } = told;
      if (error === undefined) deps.log.info({ channel: name, attempts }, 'receipt delivered');
      else deps.log.warn({ channel: name, attempts, error: error.message }, 'receipt not delivered');
      return told;
    }),
  );
}

async function tell(
  deps: TellDeps,
  channel: Channel,
  message: ReceiptMessage,
  isDown: boolean,
): Promise<ReceiptDelivery> {
  const waitedMs = isDown ? MOST_WAITING_MS : 0;
  const { attempts, error } = await sendPatiently(async () => channel.tellReceipt?.(message), deps, waitedMs);
  if (error === undefined) return { channel: channel.name, result: 'delivered', attempts };
  const { message: words, hint } = error;
  return {
    channel: channel.name,
    result: 'undelivered',
    attempts,
    error: { message: words, ...(hint === undefined ? {} : { hint }) },
  };
}

/** The stamp as it was stored; without it where it cannot be read again: the receipt counts for itself. */
async function stampOf({ store, log }: TellDeps, stamp: Stamping | undefined) {
  if (stamp?.result !== 'stamped') return undefined;
  const { at, authority, path } = stamp;
  try {
    const bytes = await readWhole(store, path);
    return { at, authority, tsr: Buffer.from(bytes).toString('base64') };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    log.warn({ path, error: error.code }, 'receipt without its stamp: it cannot be read');
    return undefined;
  }
}
