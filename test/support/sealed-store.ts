/**
 * A good sealed store to spoil. Changes to bytes are what anybody with write access can do; `reseal`
 * does what only the key's holder can: every digest, link, signature and receipt is made right again
 * around one lie, so that the rule that should notice this lie is the only one left to notice it.
 */
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PAYLOAD_TYPE, type Statement } from '../../schemas/chain.ts';
import type { Manifest } from '../../schemas/manifest.ts';
import { tagFiles } from '../../src/evidence/bag.ts';
import { canonical, sha256 } from '../../src/evidence/canonical.ts';
import { preAuthenticationEncoding } from '../../src/seal/dsse.ts';
import { growFrontier, leafHash, rootOf } from '../../src/seal/merkle.ts';
import type { Signer } from '../../src/seal/signer.ts';
import { receiptText } from '../../src/verify/receipts.ts';
import { manifestOf } from '../../src/verify/statement.ts';
import { readFolder } from './folder.ts';
import { goldenSigner } from './golden-run.ts';

/** Frozen for ever, so that rows may name what is in it. */
const FOUR_RUNS = join(import.meta.dirname, '../corpus/v1/four-runs/store');
export const CONNECTION = 'golden';
const CONNECTION_FOLDER = `segment-evidence/v1/${CONNECTION}`;

/** Its records: two complete runs, one of a plain member, one with a revoked token. */
export const LAST_SEQ = 3;
/** The numbers of all its records. */
export const SEQS: readonly number[] = Array.from({ length: LAST_SEQ + 1 }, (_, seq) => seq);

export const recordPath = (seq: number, chain = 1) =>
  `chain/${String(chain).padStart(3, '0')}/${String(seq).padStart(12, '0')}.sigstore.json`;
export const receiptPath = (seq: number, chain = 1) =>
  `receipts/${String(chain).padStart(3, '0')}-${String(seq).padStart(12, '0')}.txt`;
export const KEY_PATH = `keys/${goldenSigner.keyId}.pem`;
export const PUBLIC_KEY_PEM = String(goldenSigner.publicKey.export({ type: 'spki', format: 'pem' }));

/** A store in a folder of its own. Paths are relative to the connection's folder. */
export interface SealedStore {
  readonly root: string;
  readonly folder: string;
  path(path: string): string;
  read(path: string): Buffer;
  text(path: string): string;
  write(path: string, bytes: string | Uint8Array): void;
  remove(path: string): void;
  /** Replaces a text that must be there. */
  replace(path: string, from: string, to: string): void;
  /** Where the snapshot of a record lies. */
  bag(seq: number): string;
  statement(seq: number, chain?: number): Statement;
  files(): ReadonlyMap<string, Buffer>;
  dispose(): void;
}

/** Copies a store, by default that of four runs, to where it may be spoilt. */
export function createSealedStore(from = FOUR_RUNS): SealedStore {
  const root = mkdtempSync(join(tmpdir(), 'evidence-sealed-'));
  cpSync(from, root, { recursive: true });
  const folder = join(root, CONNECTION_FOLDER);
  const path = (name: string) => join(folder, ...name.split('/'));
  const read = (name: string) => readFileSync(path(name));
  const remove = (name: string) => rmSync(path(name), { recursive: true });
  const write = (name: string, bytes: string | Uint8Array) => {
    mkdirSync(dirname(path(name)), { recursive: true });
    // Evidence is stored read-only: a new file takes its place.
    rmSync(path(name), { force: true });
    writeFileSync(path(name), bytes);
    chmodSync(path(name), 0o444);
  };
  const text = (name: string) => read(name).toString('utf8');
  const statement = (seq: number, chain = 1) => readStatementOf(read(recordPath(seq, chain)));
  return {
    root,
    folder,
    path,
    read,
    text,
    write,
    remove,
    replace: (name, was, becomes) => {
      if (!text(name).includes(was)) throw new Error(`${name} holds no ${was}`);
      write(
        name,
        text(name).replace(was, () => becomes),
      );
    },
    bag: (seq) => statement(seq).predicate.snapshotPath,
    statement,
    files: () => readFolder(folder),
    dispose: () => removeAll(root),
  };
}

/** Also folders that a test has locked. */
function removeAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeAll(join(folder, entry.name));
  }
  rmSync(folder, { recursive: true, force: true });
}

function payloadOf(record: Uint8Array): Buffer {
  const bundle = JSON.parse(Buffer.from(record).toString('utf8')) as { dsseEnvelope: { payload: string } };
  return Buffer.from(bundle.dsseEnvelope.payload, 'base64');
}

function readStatementOf(record: Uint8Array): Statement {
  return JSON.parse(payloadOf(record).toString('utf8')) as Statement;
}

/** One lie, and at which layer it is told. Everything above that layer is made to fit it. */
export interface Lie {
  /** New bytes of artifacts, by their path in the bag. */
  readonly artifacts?: Readonly<Record<string, string | Uint8Array>>;
  readonly manifest?: (manifest: Manifest) => void;
  /** New texts of tag files, by name; digests further up follow. */
  readonly tags?: Readonly<Record<string, (text: string) => string>>;
  readonly statement?: (statement: Statement) => void;
  readonly payload?: (text: string) => string;
  readonly payloadType?: string;
  /** Who signs, in the order of the signatures; the last one is the hint. */
  readonly signers?: readonly Signer[];
}

/** Tells a lie at one record and seals it and all later ones anew, receipts included. */
export async function reseal(store: SealedStore, seq: number, lie: Lie, chain = 1): Promise<void> {
  const statement = store.statement(seq, chain);
  const bag = statement.predicate.snapshotPath;
  const manifest = manifestOf(statement.predicate);
  for (const [path, bytes] of Object.entries(lie.artifacts ?? {})) {
    store.write(`${bag}/${path}`, bytes);
    const entry = manifest.artifacts.find((artifact) => artifact.path === path);
    if (entry === undefined) continue;
    Object.assign(entry, { sha256: sha256(bytes), bytes: Buffer.from(bytes).length });
    delete entry.unchangedSinceSeq;
  }
  lie.manifest?.(manifest);
  const members = Object.keys(statement.predicate).filter((name) => !(name in manifest));
  const own = Object.fromEntries(Object.entries(statement.predicate).filter(([k]) => members.includes(k)));
  const next: Statement = {
    ...statement,
    subject: writeTags(store, bag, manifest, lie.tags ?? {}),
    predicate: { ...manifest, ...own } as Statement['predicate'],
  };
  lie.statement?.(next);
  const payload = Buffer.from((lie.payload ?? ((text: string) => text))(canonical(next)));
  const { payloadType, signers } = lie;
  store.write(recordPath(seq, chain), await sealPayload(payload, { payloadType, signers }));
  await relink(store, seq + 1, chain);
}

function writeTags(
  store: SealedStore,
  bag: string,
  manifest: Manifest,
  lies: Readonly<Record<string, (text: string) => string>>,
): Statement['subject'] {
  const digests = new Map<string, string>();
  for (const { name, text } of tagFiles(manifest)) {
    const honest =
      name === 'tagmanifest-sha256.txt'
        ? [...digests].map(([path, digest]) => `${digest}  ${path}\n`).join('')
        : text;
    const told = (lies[name] ?? ((same: string) => same))(honest);
    digests.set(name, sha256(told));
    store.write(`${bag}/${name}`, told);
  }
  const names = ['tagmanifest-sha256.txt', 'manifest-sha256.txt', 'evidence-manifest.json'];
  return [
    ...names.map((name) => ({ name, digest: { sha256: digests.get(name) ?? '' } })),
    ...manifest.artifacts.map(({ path, sha256: digest }) => ({ name: path, digest: { sha256: digest } })),
  ];
}

/** Returns a record around a payload, signed by each signer in turn. */
export async function sealPayload(
  payload: Uint8Array,
  {
    payloadType = PAYLOAD_TYPE,
    signers = [goldenSigner],
  }: { readonly payloadType?: string | undefined; readonly signers?: readonly Signer[] | undefined } = {},
): Promise<string> {
  const message = preAuthenticationEncoding(payloadType, payload);
  const signatures: { keyid: string; sig: string }[] = [];
  for (const signer of signers) {
    const sig = Buffer.from(await signer.sign(message)).toString('base64');
    signatures.push({ keyid: signer.keyId, sig });
  }
  return canonical({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint: signatures.at(-1)?.keyid ?? '' }, tlogEntries: [] },
    dsseEnvelope: { payload: Buffer.from(payload).toString('base64'), payloadType, signatures },
  });
}

/** Makes the records from one on continue what now lies before them, and writes all receipts anew. */
export async function relink(
  store: SealedStore,
  from: number,
  chain = 1,
  signer = goldenSigner,
): Promise<void> {
  let frontier: readonly string[] = [];
  let previous: Buffer | undefined;
  for (let seq = 0; seq === 0 || store.files().has(recordPath(seq, chain)); seq += 1) {
    if (seq >= from) {
      const statement = store.statement(seq, chain);
      statement.predicate.checkpoint = { size: seq, root: await rootOf(frontier), frontier: [...frontier] };
      statement.predicate.chain.prev =
        previous === undefined ? null : { seq: seq - 1, sha256: sha256(previous) };
      const payload = Buffer.from(canonical(statement));
      store.write(recordPath(seq, chain), await sealPayload(payload, { signers: [signer] }));
    }
    previous = payloadOf(store.read(recordPath(seq, chain)));
    frontier = await growFrontier(frontier, seq, await leafHash(previous));
    writeReceipt(store, seq, chain, await rootOf(frontier));
  }
}

function writeReceipt(store: SealedStore, seq: number, chain: number, root: string): void {
  const logId = logIdOf(store, seq, chain);
  const keyId = /"hint":"([0-9a-f]*)"/.exec(store.text(recordPath(seq, chain)))?.[1] ?? '';
  store.write(receiptPath(seq, chain), receiptText({ logId, size: seq + 1, root, keyId }));
}

/** A payload that is no JSON any more still has its place: the golden log id stands in. */
function logIdOf(store: SealedStore, seq: number, chain: number): string {
  const text = payloadOf(store.read(recordPath(seq, chain))).toString('utf8');
  const known = /"chain":\{"continues":(?:null|\{[^}]*\}),"logId":"([0-9a-f]{32})"/.exec(text);
  return known?.[1] ?? '0123456789abcdef0123456789abcdef';
}
