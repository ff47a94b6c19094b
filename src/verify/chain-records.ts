/** The records of a connection's chains: which there are, and their bytes in order. */
import { LARGEST_RECORD_BYTES } from '../../schemas/chain.ts';
import { inOrder } from '../read-ahead.ts';
import { leafHashesKey } from '../store/export-layout.ts';
import { chainPrefix, chainRecordKey, isRecordNamed, placeTakenBy } from '../store/layout.ts';
import type { StoredKey } from '../store/store.ts';
import type { ChainWalk, Step } from './chain.ts';
import { isEmptyFolder, listKeys, readStored, type VerifyContext } from './context.ts';

/** A place in a chain where an object is. */
export interface RecordPlace {
  readonly seq: number;
  readonly stored: StoredKey;
}

export interface ListedChains {
  readonly chains: ReadonlyMap<number, readonly RecordPlace[]>;
  /** Whether the listing ended: otherwise there may be more. */
  readonly isWhole: boolean;
}

const READ_AHEAD = 16;

/** Returns the records of each chain, in order; what else lies in `chain/` is reported. */
export async function listChains(context: VerifyContext, connection: string): Promise<ListedChains> {
  const chains = new Map<number, Map<number, RecordPlace>>();
  let isWhole = true;
  const stop = () => {
    isWhole = false;
  };
  const inTheWay = new Set<string>();
  for await (const stored of listKeys(context, chainPrefix(connection), stop, isRecordNamed)) {
    if (context.store.export !== undefined && isLeafHashesKey(connection, stored)) continue;
    const place = placeTakenBy(connection, stored.key);
    if (isEmptyFolder(stored) && place === undefined) continue;
    if (place?.seq === undefined || place.chain === 0) {
      reportOther(context, stored.key, 'another file');
    } else if (place.isBelow && stored.isRegular) {
      // However many there are, they are in the way of one record.
      const name = chainRecordKey(connection, place.chain, place.seq);
      if (!inTheWay.has(name))
        reportOther(context, stored.key, `something below the name of record ${place.seq}`);
      inTheWay.add(name);
    } else {
      const records = chains.get(place.chain) ?? new Map<number, RecordPlace>();
      records.set(place.seq, { seq: place.seq, stored });
      chains.set(place.chain, records);
    }
  }
  return { chains: inOrderOfNumbers(chains), isWhole };
}

/** What an export has in place of earlier records is held against the record that follows. */
function isLeafHashesKey(connection: string, { key, isRegular }: StoredKey): boolean {
  const number = Number(key.slice(chainPrefix(connection).length).split('/')[0]);
  return isRegular && key === leafHashesKey(connection, number);
}

function reportOther({ findings }: VerifyContext, key: string, found: string): void {
  findings.fail('CHAIN_BROKEN', key, { what: 'list chain', expected: 'chain records only', found });
}

/** A listing comes in whatever order, and may name a record twice. */
function inOrderOfNumbers(
  chains: ReadonlyMap<number, ReadonlyMap<number, RecordPlace>>,
): ListedChains['chains'] {
  const sorted = [...chains].sort(([a], [b]) => a - b);
  return new Map(
    sorted.map(([number, records]) => [number, [...records.values()].sort((a, b) => a.seq - b.seq)]),
  );
}

/** A record whose statement can be read. */
export interface WalkedRecord extends Step {
  readonly key: string;
  /** By its name, as `seq` is. */
  readonly number: number;
  readonly seq: number;
}

/** Walks a chain, and yields each record whose statement can be read, in order. */
export async function* walkRecords(
  context: VerifyContext,
  walk: ChainWalk,
  records: readonly RecordPlace[],
): AsyncGenerator<WalkedRecord> {
  const read = async ({ seq, stored }: RecordPlace) => {
    return { seq, key: stored.key, found: await readRecord(context, stored) };
  };
  for await (const { seq, key, found } of inOrder(records, READ_AHEAD, read)) {
    const step = await walk.step(seq, found);
    if (step !== undefined) yield { key, number: walk.number, seq, ...step };
  }
}

async function readRecord(
  context: VerifyContext,
  stored: StoredKey,
): Promise<Buffer | 'none' | 'unreadable'> {
  const read = await readStored(context, stored, LARGEST_RECORD_BYTES);
  if (read.kind === 'bytes') return read.bytes;
  if (read.kind === 'unreadable') return 'unreadable';
  const problem = { what: 'read record', expected: 'a record', found: read.kind };
  context.findings.fail('CHAIN_BROKEN', stored.key, problem);
  return 'none';
}
