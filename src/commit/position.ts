/**
 * Where the next record goes. Pure. What decides is the place right behind the tail, which is the newest record that a
 * key of ours vouches for: when nothing stands there, the record goes there, whatever lies under numbers further on.
 * When something does, the next chain begins, and says what it continues.
 */
import { SealError, StoreError } from '../errors.ts';
import { type Continued, checkpointAfter, type Position } from '../seal/chain.ts';
import { EMPTY_ROOT } from '../seal/merkle.ts';
import type { ChainRecord } from '../seal/record.ts';
import { chainPrefix } from '../store/layout.ts';
import { signerOf } from './archive.ts';
import type { ListedChain } from './listed-chains.ts';

/** What was found from the newest number down to the tail. */
export interface Found {
  readonly connection: string;
  readonly chains: readonly ListedChain[];
  readonly tail: ChainRecord | undefined;
  /** The newest record that another key signed, of each chain that has one above the tail. */
  readonly foreign: ReadonlyMap<number, ChainRecord>;
}

const NO_LOG_ID = '0'.repeat(32);

/** Three digits name a chain. */
const LAST_CHAIN = 999;

/** Returns where a record by the key goes. @throws SealError KEY_UNUSABLE, StoreError WRITE_FAILED */
export async function positionAfter(found: Found, keyId: string, newLogId: () => string): Promise<Position> {
  const { tail } = found;
  if (tail === undefined) {
    const number = freeAfter(0, found);
    return { kind: 'first', number, logId: newLogId(), continues: await continuedBy(number, found) };
  }
  const { number, nextKey } = tail.statement.predicate.chain;
  const signer = signerOf(tail);
  if (namesAnother(tail, keyId)) throw keyUnusable(found.connection, tail, keyId);
  if (!isTakenBehind(tail, found)) {
    if (signer === keyId) return { kind: 'behind', tail };
    if (nextKey === keyId) return { kind: 'behind', tail, rotatedFrom: signer };
  }
  return {
    kind: 'first',
    number: freeAfter(number, found),
    logId: newLogId(),
    continues: await toContinued(number, tail),
  };
}

/** Returns the record of another key that the first chain of ours continues, where none is ours. */
export function continuedForeign(found: Found): ChainRecord | undefined {
  return found.tail === undefined ? newestForeignBelow(firstFreeAfter(0, found), found) : undefined;
}

/** Returns what is wrong with the chains that are there, in words. */
export function problemOf(found: Found, keyId: string): string | undefined {
  const { tail, chains, foreign } = found;
  if (tail === undefined) {
    if (continuedForeign(found) !== undefined) return ANOTHER_KEY;
    return chains[0] === undefined ? undefined : unreadable(chains[0].number, found);
  }
  const { number, seq, nextKey } = tail.statement.predicate.chain;
  if (namesAnother(tail, keyId))
    return `its last record hands over to key ${nextKey}, and signing.key is not yet that one`;
  const own = foreign.get(number)?.statement.predicate.chain.seq;
  if (isTakenBehind(tail, found)) return own === undefined ? 'its last record is unreadable' : ANOTHER_KEY;
  if (signerOf(tail) !== keyId && nextKey !== keyId) return ANOTHER_KEY;
  const newest = chains[0];
  if (newest !== undefined && newest.number > number) return unreadable(newest.number, found);
  const far = Math.max(seq, ...(chains.find((chain) => chain.number === number)?.taken ?? []));
  return far === seq ? undefined : `number ${far} holds no record that follows its last one, ${seq}`;
}

const ANOTHER_KEY = 'its last record is signed by another key';

function unreadable(number: number, { foreign }: Found): string {
  return foreign.has(number)
    ? `chain ${number} is signed by another key`
    : `chain ${number} holds nothing that can be read`;
}

/** A key signs nothing after the record in which it names the next. */
function namesAnother(tail: ChainRecord, keyId: string): boolean {
  const { nextKey } = tail.statement.predicate.chain;
  return signerOf(tail) === keyId && nextKey !== undefined && nextKey !== keyId;
}

function isTakenBehind(tail: ChainRecord, { chains }: Found): boolean {
  const { number, seq } = tail.statement.predicate.chain;
  return chains.find((chain) => chain.number === number)?.taken.has(seq + 1) === true;
}

/** Returns the next number whose first place is free and under which no record lies. @throws StoreError WRITE_FAILED */
function freeAfter(number: number, found: Found): number {
  const free = firstFreeAfter(number, found);
  if (free <= LAST_CHAIN) return free;
  const { connection } = found;
  throw new StoreError({
    code: 'WRITE_FAILED',
    key: chainPrefix(connection),
    message: `store: ${connection}: expected a free number for a new chain, got none up to ${LAST_CHAIN}`,
    hint: 'Leave this store unchanged, and continue the connection under a new name or in a new store.',
  });
}

function firstFreeAfter(number: number, { chains, foreign }: Found): number {
  const used = new Set(
    chains.filter((chain) => chain.isNoFolder || chain.taken.has(0)).map((chain) => chain.number),
  );
  let free = number + 1;
  while (used.has(free) || foreign.has(free)) free += 1;
  return free;
}

/** What a chain continues that is begun where none is ours: a lost key's chain, or one that nobody can read. */
async function continuedBy(number: number, found: Found): Promise<Continued> {
  if (number === 1) return null;
  const foreign = newestForeignBelow(number, found);
  return foreign === undefined
    ? { number: number - 1, logId: NO_LOG_ID, size: 0, root: EMPTY_ROOT }
    : toContinued(foreign.statement.predicate.chain.number, foreign);
}

function newestForeignBelow(number: number, { foreign }: Found): ChainRecord | undefined {
  const numbers = [...foreign.keys()].filter((each) => each < number);
  return foreign.get(Math.max(0, ...numbers));
}

async function toContinued(number: number, record: ChainRecord): Promise<Continued> {
  const { size, root } = await checkpointAfter(record);
  return { number, logId: record.statement.predicate.chain.logId, size, root };
}

/** Returns the refusal of a key that has named another one as the next. */
export function keyUnusable(connection: string, tail: ChainRecord, keyId: string): SealError {
  const { number, seq, nextKey } = tail.statement.predicate.chain;
  return new SealError({
    code: 'KEY_UNUSABLE',
    message: `sign: ${connection}: expected key ${nextKey}, which record ${seq} of chain ${number} names as the next, got ${keyId}`,
    hint: `Set \`signing.key\` to key ${nextKey}, and name the public key of ${keyId} in \`signing.previousKeys\`.`,
  });
}
