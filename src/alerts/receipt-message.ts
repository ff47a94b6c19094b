/** A receipt in words, for channels that people read. Pure. What a stranger named cannot act in it. */
import type { Predicate } from '../../schemas/chain.ts';
import { RECEIPT_MESSAGE_SCHEMA, type ReceiptMessage } from '../../schemas/receipt-message.ts';
import { printable } from '../evidence/printable.ts';
import { alertId } from './changes.ts';

/** What a record is told by. */
export interface ReceiptFacts {
  readonly record: Predicate;
  /** The five lines. */
  readonly receipt: string;
  readonly stamp: ReceiptMessage['stamp'];
}

/** Returns what one channel is told of a record. */
export function receiptMessage({ record, receipt, stamp }: ReceiptFacts, channel: string): ReceiptMessage {
  const { connection, workspace, chain, run, snapshotPath } = record;
  return {
    schema: RECEIPT_MESSAGE_SCHEMA,
    id: alertId(['receipt', chain.logId, chain.seq, channel]),
    connection,
    workspace: workspace === null ? null : { id: workspace.id, slug: workspace.slug },
    runId: run.id,
    chain: chain.number,
    seq: chain.seq,
    recordedAt: chain.recordedAt,
    snapshotPath,
    receipt,
    ...(stamp === undefined ? {} : { stamp }),
  };
}

/** Returns one line of our own words and ASCII only. */
export function receiptTitleOf({ connection, chain, seq }: ReceiptMessage): string {
  return `receipt of ${connection}, chain ${chain}, record ${seq}`;
}

/** What to do with it. */
export const KEEP_RECEIPT =
  'Keep the five lines where the store cannot be reached from. verify --receipt FILE then shows if records were removed or rewritten.';

/** Returns the facts with their names, those that there are. */
export function receiptFactsOf(message: ReceiptMessage): readonly (readonly [string, string])[] {
  const { connection, workspace, recordedAt, snapshotPath, stamp } = message;
  const facts: readonly (readonly [string, string] | undefined)[] = [
    ['Connection', connection],
    workspace === null ? undefined : ['Workspace', `${workspace.slug} (${workspace.id})`],
    ['Recorded at', recordedAt],
    ['Snapshot', snapshotPath],
    stamp === undefined ? undefined : ['Stamped at', `${stamp.at} by ${stamp.authority}`],
  ];
  return facts.flatMap((fact) => (fact === undefined ? [] : [[fact[0], inert(fact[1])]]));
}

/** What a stranger named, so that it cannot be read as a receipt beside the one that the message is about. */
function inert(text: string): string {
  return printable(text).replaceAll(/evidence\s+receipt\s+v1/g, 'evidence\uFFFDreceipt\uFFFDv1');
}

const LINE = 76;

/** Returns the whole message as plain text; the five lines stand in it as they are. */
export function receiptTextOf(message: ReceiptMessage): string {
  const facts = receiptFactsOf(message).map(([name, value]) => `${name}: ${value}`);
  const { receipt, stamp } = message;
  const lines = stamp?.tsr.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  const stamped = stamp === undefined ? [] : ['Time stamp response, base64 (base64 -d):', ...lines, ''];
  return [receipt, KEEP_RECEIPT, '', ...stamped, ...facts].join('\n');
}
