/**
 * One walk along one chain, record by record in the order of their names, remembering little more than
 * a digest of each. A record that is missing or unreadable is one failure; behind it the walk continues
 * from what the next record says of the tree, so that one hole does not make every later record look bad.
 */
import type { Predicate, Statement } from '../../schemas/chain.ts';
import { sha256Of } from '../crypto/here.ts';
import { growFrontier, leafHash, rootOf } from '../seal/merkle.ts';
import type { NewerRecord } from '../seal/newer.ts';
import { chainPrefix, chainRecordKey } from '../store/layout.ts';
import type { VerifyContext } from './context.ts';
import { type Envelope, onlySignatureOf } from './envelope.ts';
import { ArtifactHistory } from './history.ts';
import type { KeyRing } from './key-ring.ts';
import { isConsistent, linkProblems, newerLinkProblems, type Tail, UNKNOWN_TAIL } from './link.ts';
import { manifestProblems } from './manifest-rules.ts';
import { describeNewer, factsOf } from './newer-record.ts';
import { readRecordParts } from './read-record.ts';
import { KeyInForce } from './signatures.ts';
import { checkSubjects } from './statement.ts';
import type { Stretch } from './strangers.ts';
import type { TreeOfHashes } from './tree-of-hashes.ts';

/** What is left of a chain after walking it: enough for receipts and for the chain after it. */
export interface ChainSummary {
  readonly connection: string;
  readonly number: number;
  readonly logId: string | undefined;
  /** Whether each record names this connection and this chain as its place: a copy that was parked here does not. */
  readonly isInPlace: boolean;
  /** One more than the number of the last record that is there. */
  readonly size: number;
  /** Records that were read. */
  readonly records: number;
  /** Records that are there and may not be read, or not be understood. */
  readonly unread: number;
  /** Whether their listing ended: otherwise there may be more of them. */
  readonly isWhole: boolean;
  /** Root of the tree over the first n records, where it is known. */
  readonly roots: ReadonlyMap<number, string>;
  /** Who signed record n - 1, by its own words. */
  readonly signers: ReadonlyMap<number, string>;
  /** All of its records, where no trusted key signed one of them; otherwise none. */
  readonly strangers: readonly Stretch[];
  /** What the first record says it continues; `undefined` when it could not be read. */
  readonly continues: Predicate['chain']['continues'] | undefined;
}

/** Returns the folder of a chain. */
export function folderOf({ connection, number }: Pick<ChainSummary, 'connection' | 'number'>): string {
  return `${chainPrefix(connection)}${String(number).padStart(3, '0')}/`;
}

/** What one step found. */
export interface Step {
  readonly statement: Statement;
  /** Hex SHA-256 of the payload: what the next record must name. */
  readonly payloadSha256: string;
  /** The bytes of the one signature; `undefined` where there is none, or more than one. */
  readonly signature: Uint8Array | undefined;
  /** Nothing is wrong with it, nor with how it continues the one before it. */
  readonly isSound: boolean;
}

/** What the next record is held against. */
interface KnownMembers {
  readonly chain?: Predicate['chain'] | undefined;
  readonly checkpoint?: Predicate['checkpoint'] | undefined;
  readonly lastComplete?: Predicate['lastComplete'] | undefined;
}

export class ChainWalk {
  readonly #context: VerifyContext;
  readonly #ring: KeyRing;
  readonly #newer: string[] = [];
  readonly #keys: KeyInForce;
  readonly #history = new ArtifactHistory();
  readonly #roots = new Map<number, string>();
  readonly #signers = new Map<number, string>();
  #tail: Tail;
  #records = 0;
  #unread = 0;
  #isInPlace = true;
  #continues: ChainSummary['continues'];

  constructor(context: VerifyContext, ring: KeyRing, connection: string, number: number) {
    this.#context = context;
    this.#ring = ring;
    this.#keys = new KeyInForce(context, ring, { connection, number });
    this.#tail = {
      connection,
      number,
      seq: 0,
      logId: undefined,
      ...UNKNOWN_TAIL,
      frontier: [],
      lastComplete: null,
    };
  }

  /** Begins behind records of which only the hashes are known. */
  begin({ size, frontier, roots }: TreeOfHashes): void {
    for (const [records, root] of roots) this.#roots.set(records, root);
    this.#skipTo(size, false);
    this.#tail = { ...this.#tail, frontier };
  }

  /** Takes the record stored under `seq`, or why there are no bytes to be had. */
  async step(seq: number, read: Buffer | 'none' | 'unreadable'): Promise<Step | undefined> {
    const { connection, number } = this.#tail;
    const key = chainRecordKey(connection, number, seq);
    const { findings } = this.#context;
    const before = findings.failures.length;
    if (seq > this.#tail.seq) this.#reportHole(seq);
    if (read === 'unreadable') this.#unread += 1;
    const found =
      typeof read === 'string' ? undefined : await readRecordParts(read, key, this.#ring, findings);
    if (found === undefined) {
      this.#skipTo(seq + 1, read === 'unreadable');
      return undefined;
    }
    this.#records += 1;
    if (found.newer !== undefined) {
      await this.#takeNewer(found.envelope, found.newer, key);
      return undefined;
    }
    const { envelope, statement } = found;
    const { chain } = statement?.predicate ?? {};
    const links = statement === undefined ? [] : await linkProblems(statement.predicate, this.#tail);
    const isLinked = chain !== undefined && links.length === 0;
    const standing = await this.#keys.check({ seq, envelope, chain, isLinked });
    this.#context.findings.failEach('CHAIN_BROKEN', key, links);
    if (statement === undefined) this.#history.skip(seq, seq);
    else await this.#check(statement, key);
    const payloadSha256 = await this.#append(envelope, statement?.predicate);
    const isSound = standing !== 'refused' && this.#context.findings.failures.length === before;
    if (statement === undefined) return undefined;
    return { statement, payloadSha256, signature: onlySignatureOf(envelope), isSound };
  }

  /** It has its place, and nothing else is known: it counts among what could not be read. */
  async #takeNewer(envelope: Envelope, newer: NewerRecord, key: string): Promise<void> {
    const { findings } = this.#context;
    const { seq } = this.#tail;
    const facts = factsOf(newer);
    const { connection, chain, checkpoint, snapshotPath, hasOurSignature, faults } = facts;
    findings.fail('FORMAT_UNKNOWN', key, describeNewer(newer));
    findings.failEach('CONTENT_INVALID', key, faults);
    const isKnown = connection !== undefined && chain !== undefined && checkpoint !== undefined;
    const links = isKnown ? await newerLinkProblems({ connection, chain, checkpoint }, this.#tail) : [];
    findings.failEach('CHAIN_BROKEN', key, links);
    if (hasOurSignature)
      await this.#keys.check({ seq, envelope, chain, isLinked: isKnown && links.length === 0 });
    else this.#keys.checkNotRetired(seq, envelope);
    if (!hasOurSignature || chain === undefined) this.#keys.skip(true);
    this.#unread += 1;
    if (snapshotPath !== undefined) this.#newer.push(snapshotPath);
    this.#history.skip(seq, seq);
    if (seq === 0) this.#continues = chain?.continues;
    await this.#append(envelope, { chain, checkpoint });
  }

  /** Paths of the snapshots of records that a newer version wrote, where they say so. */
  get newer(): readonly string[] {
    return this.#newer;
  }

  get number(): number {
    return this.#tail.number;
  }

  /** Call it once, at the end. */
  summary(isWhole: boolean): ChainSummary {
    const { connection, number, logId, seq } = this.#tail;
    return {
      connection,
      number,
      logId,
      isInPlace: this.#isInPlace,
      size: seq,
      records: this.#records,
      unread: this.#unread,
      isWhole,
      roots: this.#roots,
      signers: this.#signers,
      strangers: this.#keys.end(),
      continues: this.#continues,
    };
  }

  async #check(statement: Statement, key: string): Promise<void> {
    const { findings } = this.#context;
    const { predicate } = statement;
    const { connection, number } = this.#tail;
    this.#isInPlace &&= predicate.connection === connection && predicate.chain.number === number;
    await checkSubjects(statement, key, findings);
    findings.failEach('CONTENT_INVALID', key, manifestProblems(predicate));
    findings.failEach('CONTENT_INVALID', key, this.#history.take(this.#tail.seq, predicate.artifacts));
    if (this.#tail.seq === 0) this.#continues = predicate.chain.continues;
  }

  async #append({ payload, hint }: Envelope, known: KnownMembers | undefined): Promise<string> {
    const { seq } = this.#tail;
    const payloadSha256 = await sha256Of(payload);
    const frontier = await this.#frontierAt(seq, known?.checkpoint);
    const leaf = await leafHash(payload);
    const grown = frontier && (await growFrontier(frontier, seq, leaf));
    if (grown !== undefined) this.#roots.set(seq + 1, await rootOf(grown));
    if (hint !== undefined) this.#signers.set(seq + 1, hint);
    this.#tail = {
      ...this.#tail,
      seq: seq + 1,
      logId: this.#tail.logId ?? known?.chain?.logId,
      payloadSha256,
      recordedAt: known?.chain?.recordedAt,
      frontier: grown,
      lastComplete: known?.lastComplete,
    };
    return payloadSha256;
  }

  /** A record's own checkpoint, when it is one at all, wins: a difference has been reported by now. */
  async #frontierAt(seq: number, said: KnownMembers['checkpoint']): Promise<Tail['frontier']> {
    if (said === undefined || !(await isConsistent(said, seq))) return this.#tail.frontier;
    // What follows from the records before it is known better than by a record that may be anybody's.
    if (!this.#roots.has(seq)) this.#roots.set(seq, said.root);
    return said.frontier;
  }

  #reportHole(seq: number): void {
    const { connection, number, seq: from } = this.#tail;
    const count = seq - from;
    const what = count === 1 ? `find record ${from}` : `find records ${from} to ${seq - 1}`;
    const found = count === 1 ? 'none' : `${count} records missing`;
    const key = chainRecordKey(connection, number, from);
    this.#context.findings.fail('CHAIN_BROKEN', key, {
      what,
      expected: 'numbers without holes',
      found,
      count,
    });
    this.#skipTo(seq, false);
  }

  #skipTo(seq: number, isUnread: boolean): void {
    this.#keys.skip(isUnread);
    this.#history.skip(this.#tail.seq, seq - 1);
    this.#tail = { ...this.#tail, seq, ...UNKNOWN_TAIL };
  }
}
