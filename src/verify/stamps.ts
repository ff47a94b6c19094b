/**
 * Time stamps: what an authority outside said of a record's signature, and when. Each is held against the signature of
 * the record that it names. It proves something only under an authority that is pinned.
 */
import { checkStamp, LARGEST_ANSWER_BYTES, type Stamp } from '../anchor/check.ts';
import { claimOf, type StampClaim } from '../anchor/claim.ts';
import { sha256Of } from '../crypto/here.ts';
import { inOrder } from '../read-ahead.ts';
import { parseAnchorKey } from '../store/layout.ts';
import type { StoredKey } from '../store/store.ts';
import type { WalkedRecord } from './chain-records.ts';
import { readStored, type VerifyContext } from './context.ts';
import { type DatedChain, type DatedRecord, earlier, type FixedAt } from './fixed.ts';
import type { GivenStamp, GivenStamps } from './given-stamps.ts';
import type { ConnectionSurvey } from './survey.ts';

/** A stamp that names a record, and what it is. */
interface StoredStamp {
  readonly key: string;
  readonly chain: number;
  readonly seq: number;
  /** `undefined`: not to be had, or not those of its name; that has been reported. */
  readonly bytes: Buffer | undefined;
}

/** A valid stamp, and the record that it is of. */
export interface PlacedStamp extends FixedAt {
  readonly chain: number;
  readonly seq: number;
}

const READ_AHEAD = 16;

/** A record's signature, and its digest in hex. */
interface StampedRecord {
  readonly signature: Uint8Array;
  readonly imprint: string;
  readonly chain: number;
  readonly seq: number;
}

interface OpenChain extends DatedChain {
  readonly records: Map<number, DatedRecord>;
  readonly stamps: Map<number, FixedAt>;
}

/** The stamps of one connection, taken along with its records: both come in the order of their numbers. */
export class StampBook {
  readonly #context: VerifyContext;
  readonly #given: GivenStamps;
  readonly #stored: AsyncGenerator<StoredStamp>;
  #next: StoredStamp | undefined;
  readonly #chains: OpenChain[] = [];
  readonly #claimed = new Set<string>();
  readonly #authorities = new Set<string>();
  readonly #recordless: Pick<StoredStamp, 'key' | 'chain' | 'seq'>[] = [];
  #valid = 0;
  #notJudged = 0;
  #first: PlacedStamp | undefined;
  #last: PlacedStamp | undefined;

  constructor(context: VerifyContext, { connection, stamps }: StampsOf, given: GivenStamps) {
    this.#context = context;
    this.#given = given;
    this.#stored = inOrder(placedIn(connection, stamps), READ_AHEAD, (stamp) => readStamp(context, stamp));
  }

  /** Takes the next record, and holds the stamps of it against its signature. */
  async take(record: WalkedRecord): Promise<void> {
    const { statement, signature, isSound } = record;
    const { chain, clock, status } = statement.predicate;
    const { number, seq } = record;
    this.#chainOf(number).records.set(seq, {
      recordedAtMs: Date.parse(chain.recordedAt),
      skewMs: clock?.skewMs ?? null,
      isFailed: status === 'failed',
      isSound,
    });
    const of = signature && { signature, imprint: await sha256Of(signature), chain: number, seq };
    const stored = new Set<string>();
    for await (const stamp of this.#storedOf(number, seq)) {
      if (of !== undefined) await this.#judge(stamp, of);
      stored.add(await sha256Of(stamp.bytes));
    }
    // A copy of a record where it does not belong is none.
    if (of === undefined || !isSound) return;
    const kept = new Map<string, GivenStamp>();
    for (const stamp of this.#given.take(of.imprint)) kept.set(await sha256Of(stamp.bytes), stamp);
    for (const [digest, stamp] of kept) if (!stored.has(digest)) await this.#judge(stamp, of);
  }

  /** Takes what is left of the stamps. Returns everything that is known of them. */
  async finish() {
    for (let stamp = await this.#peek(); stamp !== undefined; stamp = await this.#peek()) this.#skip(stamp);
    return {
      chains: this.#chains as readonly DatedChain[],
      valid: this.#valid,
      notJudged: this.#notJudged,
      claimed: [...this.#claimed],
      authorities: [...this.#authorities],
      first: this.#first,
      last: this.#last,
      recordless: this.#recordless,
    };
  }

  #chainOf(number: number): OpenChain {
    const open = this.#chains.at(-1);
    if (open?.number === number) return open;
    const chain = { number, records: new Map(), stamps: new Map() };
    this.#chains.push(chain);
    return chain;
  }

  async #peek(): Promise<StoredStamp | undefined> {
    if (this.#next === undefined) {
      const { done, value } = await this.#stored.next();
      this.#next = done === true ? undefined : value;
    }
    return this.#next;
  }

  /**
   * Yields the stamps that name this record, one at a time, as anybody may put any number there; whatever names one
   * before it names one that did not come.
   */
  async *#storedOf(chain: number, seq: number): AsyncGenerator<GivenStamp> {
    for (let stamp = await this.#peek(); stamp !== undefined; stamp = await this.#peek()) {
      const distance = stamp.chain - chain || stamp.seq - seq;
      if (distance > 0) break;
      this.#next = undefined;
      if (distance < 0) this.#skip(stamp);
      else if (stamp.bytes !== undefined) yield { where: stamp.key, bytes: stamp.bytes };
    }
  }

  #skip({ key, chain, seq, bytes }: StoredStamp): void {
    if (bytes !== undefined) this.#recordless.push({ key, chain, seq });
    this.#next = undefined;
  }

  async #judge({ where, bytes }: GivenStamp, of: StampedRecord): Promise<void> {
    const { findings, authorities } = this.#context;
    const claim = claimOf(bytes);
    const problem = problemOf(claim, of);
    if (problem !== undefined) findings.fail('STAMP_INVALID', where, { what: WHAT, ...problem });
    else if (authorities.length === 0) {
      this.#notJudged += 1;
      if (claim?.authority !== undefined) this.#claimed.add(claim.authority);
    } else {
      const check = await checkStamp({ answer: bytes, signature: of.signature, authorities });
      if (check.kind === 'valid') this.#count(of, check.stamp);
      else {
        const { expected, found } = check;
        findings.fail('STAMP_INVALID', where, { what: WHAT, expected, found });
      }
    }
  }

  #count({ chain, seq }: StampedRecord, { at, accuracyMs = 0, authority }: Stamp): void {
    const stamp: PlacedStamp = { atMs: Date.parse(at), accuracyMs, authority, chain, seq };
    const { stamps } = this.#chainOf(stamp.chain);
    const best = earlier(stamps.get(stamp.seq), stamp);
    if (best !== undefined) stamps.set(stamp.seq, best);
    this.#valid += 1;
    this.#authorities.add(stamp.authority);
    if (this.#first === undefined || stamp.atMs < this.#first.atMs) this.#first = stamp;
    if (this.#last === undefined || stamp.atMs >= this.#last.atMs) this.#last = stamp;
  }
}

const WHAT = 'check time stamp';

/** What is wrong with a stamp, whoever made it. */
function problemOf(
  claim: StampClaim | undefined,
  { imprint, chain, seq }: StampedRecord,
): { readonly expected: string; readonly found: string } | undefined {
  if (claim === undefined) return { expected: 'a time stamp', found: 'something else' };
  if (claim.imprint === imprint) return undefined;
  return {
    expected: `one of the signature of record ${seq} of chain ${chain}`,
    found: 'one of something else',
  };
}

type StampsOf = Pick<ConnectionSurvey, 'connection' | 'stamps'>;
type PlacedKey = NonNullable<ReturnType<typeof parseAnchorKey>> & { readonly stored: StoredKey };

/** Yields the objects with what their names say; one by one, however many there are. */
function* placedIn(connection: string, stamps: readonly StoredKey[]): Generator<PlacedKey> {
  for (const stored of stamps) {
    const place = parseAnchorKey(connection, stored.key);
    if (place !== undefined) yield { stored, ...place };
  }
}

/** Reads a stamp, and holds its bytes against its name. */
async function readStamp(
  context: VerifyContext,
  { stored, chain, seq, digest8 }: PlacedKey,
): Promise<StoredStamp> {
  const { key } = stored;
  const place = { key, chain, seq };
  const read = await readStored(context, stored, LARGEST_ANSWER_BYTES);
  if (read.kind === 'unreadable') return { ...place, bytes: undefined };
  if (read.kind === 'bytes' && (await sha256Of(read.bytes)).slice(0, 8) === digest8)
    return { ...place, bytes: read.bytes };
  const found = read.kind === 'bytes' ? 'bytes with another one' : read.kind;
  const expected = `a time stamp whose SHA-256 begins with ${digest8}`;
  context.findings.fail('STAMP_INVALID', key, { what: 'read time stamp', expected, found });
  return { ...place, bytes: undefined };
}
