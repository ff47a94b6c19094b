/**
 * A connection's records as a run sees them: where they lie, and whose signatures count. Nothing is concluded from a
 * read that was refused, failed or took too long.
 */
import type { KeyObject } from 'node:crypto';
import { LARGEST_RECORD_BYTES } from '../../schemas/chain.ts';
import { StoreError } from '../errors.ts';
import { keyIdOf } from '../seal/dsse.ts';
import { type NewerRecord, readNewer } from '../seal/newer.ts';
import { type ChainRecord, isSignedBy, parseRecord } from '../seal/record.ts';
import type { Signer } from '../seal/signer.ts';
import { readUpTo } from '../store/content.ts';
import { chainRecordKey } from '../store/layout.ts';
import type { Store } from '../store/store.ts';

export interface Archive {
  readonly store: Store;
  readonly connection: string;
  readonly signer: Pick<Signer, 'keyId' | 'publicKey'>;
  /** Public keys that signed before: their records are ours too, but nothing is signed by them any more. */
  readonly previousKeys?: readonly KeyObject[];
}

/** What stands at a place of a chain. */
export type Standing =
  /** A record of this place, whoever signed it. */
  | { readonly kind: 'record'; readonly record: ChainRecord }
  /** One of this place that a key of ours signed and that this version does not know in full. */
  | { readonly kind: 'newer'; readonly newer: NewerRecord }
  /** Nothing, or something that was read whole, or is no object at all, and is no record of this place. */
  | { readonly kind: 'none' };

const NONE = { kind: 'none' } as const;

/** Returns what stands at a place. @throws StoreError READ_FAILED */
export async function readPlace(archive: Archive, chain: number, seq: number): Promise<Standing> {
  const bytes = await readRecordBytes(archive.store, chainRecordKey(archive.connection, chain, seq));
  if (bytes === undefined) return NONE;
  const record = parse(bytes);
  if (record !== undefined) {
    const { connection, chain: members } = record.statement.predicate;
    const isInPlace = members.number === chain && members.seq === seq && connection === archive.connection;
    return isInPlace ? { kind: 'record', record } : NONE;
  }
  const newer = await readNewer(bytes, keysOf(archive));
  if (newer === undefined) return NONE;
  const { place } = newer;
  // Where it does not say so any more, it is taken at the word of its name.
  const isInPlace =
    (place.connection ?? archive.connection) === archive.connection &&
    (place.number ?? chain) === chain &&
    (place.seq ?? seq) === seq;
  return isInPlace ? { kind: 'newer', newer } : NONE;
}

/** Returns the record of a place, whoever signed it. @throws StoreError READ_FAILED */
export async function readRecord(
  archive: Archive,
  chain: number,
  seq: number,
): Promise<ChainRecord | undefined> {
  const found = await readPlace(archive, chain, seq);
  return found.kind === 'record' ? found.record : undefined;
}

/** Returns the record of a place when a key of ours vouches for it. @throws StoreError READ_FAILED */
export async function readOurs(
  archive: Archive,
  chain: number,
  seq: number,
): Promise<ChainRecord | undefined> {
  const record = await readRecord(archive, chain, seq);
  return record !== undefined && (await isOurs(record, archive)) ? record : undefined;
}

/** Whether our key, or one that was ours before, vouches for a record. */
export async function isOurs(record: ChainRecord, archive: Archive): Promise<boolean> {
  const keyId = signerOf(record);
  const key = keysOf(archive).get(keyId);
  return key !== undefined && (await isSignedBy(record, keyId, key));
}

/** Key id of who signed a record, by the record's own words. */
export function signerOf({ bundle }: ChainRecord): string {
  return bundle.verificationMaterial.publicKey.hint;
}

/** Returns the bytes that stand under a record's name; `undefined` for what no record can be. @throws StoreError READ_FAILED */
export async function readRecordBytes(store: Store, key: string): Promise<Buffer | undefined> {
  try {
    return await readUpTo(store, key, LARGEST_RECORD_BYTES);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (error.code === 'NOT_FOUND' || error.isIrregular) return undefined;
    // A store that cannot be read is no broken chain: nothing may be concluded from it.
    throw error;
  }
}

function parse(bytes: Buffer): ChainRecord | undefined {
  try {
    return parseRecord(bytes);
  } catch {
    return undefined;
  }
}

function keysOf({ signer, previousKeys = [] }: Archive): ReadonlyMap<string, KeyObject> {
  const before = previousKeys.map((key) => [keyIdOf(key), key] as const);
  return new Map([...before, [signer.keyId, signer.publicKey]]);
}
