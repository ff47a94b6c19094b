/**
 * Records that were made anew, each behind the one before it and under the key of the export. Of what lies before the first of
 * them the hashes stay: they are of bytes that nobody can guess.
 */
import type { ChainMembers, Predicate } from '../../schemas/chain.ts';
import type { DerivedFacts } from '../../schemas/export-facts.ts';
import type { Manifest } from '../../schemas/manifest.ts';
import { bagSubjects, tagFiles } from '../evidence/bag.ts';
import { canonical, sha256 } from '../evidence/canonical.ts';
import type { Pseudonyms } from '../pseudonym/pseudonyms.ts';
import { checkpointAfter } from '../seal/chain.ts';
import { type ChainRecord, parseRecord, sealRecord } from '../seal/record.ts';
import type { Signer } from '../seal/signer.ts';

export interface SealingOf {
  readonly signer: Signer;
  readonly pseudonyms: Pseudonyms;
  readonly facts: DerivedFacts;
}

export interface SealedRun {
  readonly bytes: Buffer;
  /** Names and texts of the files beside the payload. */
  readonly tags: ReadonlyMap<string, string>;
}

/** Seals the runs of all chains, in their order. */
export class Sealing {
  readonly #of: SealingOf;
  readonly #tails = new Map<number, ChainRecord>();
  readonly #roots = new Map<string, string>();
  readonly #factsSha256: string;

  constructor(of: SealingOf) {
    this.#of = of;
    this.#factsSha256 = sha256(canonical(of.facts));
  }

  /** Returns the record and tag files of the next run. `source`: the bytes of the record that it is made from. */
  async next(manifest: Manifest, source: Predicate, recordSha256: string): Promise<SealedRun> {
    const { number } = source.chain;
    const tail = this.#tails.get(number);
    const predicate: Predicate = {
      ...manifest,
      chain: await this.#members(source.chain, tail),
      snapshotPath: source.snapshotPath,
      checkpoint: tail === undefined ? source.checkpoint : await checkpointAfter(tail),
      lastComplete: source.lastComplete,
      derived: { recordSha256, factsSha256: this.#factsSha256 },
    };
    const tags = tagFiles(manifest);
    const { bytes } = await sealRecord(bagSubjects(manifest, tags), predicate, this.#of.signer);
    const record = parseRecord(bytes);
    const { size, root } = await checkpointAfter(record);
    this.#tails.set(number, record);
    this.#roots.set(`${number}/${size}`, root);
    return { bytes, tags: new Map(tags.map(({ name, text }) => [name, text])) };
  }

  async #members(source: ChainMembers, tail: ChainRecord | undefined): Promise<ChainMembers> {
    const { number, logId, seq, recordedAt, continues, prev } = source;
    const { pseudonyms } = this.#of;
    return {
      number,
      logId: pseudonyms.logId(logId),
      seq,
      // What the first of them follows is not in the export, and its bytes are of the evidence.
      prev: tail === undefined ? prev : { seq: seq - 1, sha256: sha256(tail.payload) },
      recordedAt,
      continues: continues === null ? null : this.#continues(continues),
    };
  }

  #continues({
    number,
    logId,
    size,
    root,
  }: NonNullable<ChainMembers['continues']>): ChainMembers['continues'] {
    const own = this.#roots.get(`${number}/${size}`);
    return { number, logId: this.#of.pseudonyms.logId(logId), size, root: own ?? root };
  }
}
