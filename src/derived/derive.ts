/**
 * Evidence without people, made from that of a period: two walks over it. The first learns who is in it, all of the period, since
 * somebody who is known on its last day may stand in a text of its first. The second makes each file anew, and then each record.
 */
import type { DerivedFacts } from '../../schemas/export-facts.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { UnverifiedError } from '../errors.ts';
import { sha256 } from '../evidence/canonical.ts';
import { leafHashes } from '../export/evidence-parts.ts';
import type { ExportScope } from '../export/scope.ts';
import { KnownPeople } from '../pseudonym/known-people.ts';
import { type DomainPolicy, Pseudonyms } from '../pseudonym/pseudonyms.ts';
import { Rewriter } from '../pseudonym/rewriter.ts';
import { Telling } from '../pseudonym/telling.ts';
import { parseRecord } from '../seal/record.ts';
import type { Signer } from '../seal/signer.ts';
import { readWhole } from '../store/content.ts';
import { artifactPath, chainRecordKey, publicKeyKey, snapshotPrefix } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import type { Run } from '../verify/read-history.ts';
import { signedLines } from '../verify/signed-records.ts';
import { DerivedArtifacts, type MadeArtifact } from './artifacts.ts';
import { type HeldFile, heldText } from './held-store.ts';
import { type MadeFiles, once } from './made-files.ts';
import { derivedManifest } from './manifest.ts';
import { Sealing } from './sealing.ts';

export interface DeriveFrom {
  readonly store: Store;
  readonly connection: string;
  readonly scope: ExportScope;
  readonly definitions: readonly ResourceDefinition[];
  /** Key of the pseudonyms: nobody keeps it. */
  readonly key: Uint8Array;
  /** Signs what is made: under a key of this export alone. */
  readonly signer: Signer;
  readonly domains: DomainPolicy;
  readonly ordinaryWords: ReadonlySet<string>;
  /** Ids of the keys that signed what it is made from. */
  readonly signers: readonly string[];
  readonly files: MadeFiles;
}

export interface Derived {
  readonly facts: DerivedFacts;
  /** By their keys in the export. */
  readonly held: ReadonlyMap<string, HeldFile>;
  readonly telling: Telling;
  readonly pseudonyms: Pseudonyms;
  /** Earlier snapshots of which nobody can say who is in them. */
  readonly unread: number;
}

/** Returns what an export without people has of evidence. @throws UnverifiedError NOT_VERIFIED, PERSON_LEFT; StoreError READ_FAILED */
export async function derive(from: DeriveFrom): Promise<Derived> {
  const { people, unread } = await peopleIn(from);
  const pseudonyms = new Pseudonyms(from.key, from.domains, people.spelled);
  const telling = new Telling(people, from.ordinaryWords);
  const rewriter = new Rewriter(telling, pseudonyms, people.all('address'));
  const { definitions, files } = from;
  const artifacts = new DerivedArtifacts({ people, pseudonyms, rewriter, telling, definitions, files });
  const made = new Map<Run, ReadonlyMap<string, MadeArtifact>>();
  for (const run of from.scope.runs) made.set(run, await artifactsOf(from, run, artifacts));
  const held = new Map<string, HeldFile>();
  // Of the records before, as they are: of bytes with random ids and a signature in them, which nobody guesses.
  for (const { number } of from.scope.chains) {
    const { path, open } = await leafHashes(from, number);
    held.set(path, heldText(await whole(open())));
  }
  const facts = await factsOf(from, pseudonyms);
  const sealing = new Sealing({ signer: from.signer, pseudonyms, facts });
  for (const run of inOrder(from.scope)) {
    const { number, seq } = run.manifest.chain;
    const key = chainRecordKey(from.connection, number, seq);
    const source = await readWhole(from.store, key);
    const { predicate } = parseRecord(source).statement;
    const own = made.get(run) ?? new Map<string, MadeArtifact>();
    const digestOf = (artifact: Parameters<typeof artifacts.digestOf>[0]) => artifacts.digestOf(artifact);
    const manifest = derivedManifest({ predicate, pseudonyms, rewriter, made: own, digestOf });
    const { bytes, tags } = await sealing.next(manifest, predicate, sha256(source));
    held.set(key, await files.make(once(bytes)));
    if (!made.has(run) || run.isExpired) continue;
    const folder = snapshotPrefix(from.connection, predicate.snapshotPath);
    for (const [name, text] of tags) held.set(folder + name, await files.make(once(Buffer.from(text))));
    for (const [path, file] of own) held.set(folder + path, file);
  }
  const pem = String(from.signer.publicKey.export({ type: 'spki', format: 'pem' }));
  held.set(publicKeyKey(from.connection, from.signer.keyId), heldText(pem));
  return { facts, held, telling, pseudonyms, unread };
}

async function whole(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return Buffer.concat(read);
}

/** Chain by chain, as they were sealed. */
function inOrder({ before, runs }: ExportScope): readonly Run[] {
  return [...before, ...runs].sort(
    ({ manifest: { chain: one } }, { manifest: { chain: other } }) =>
      one.number - other.number || one.seq - other.seq,
  );
}

/** Of earlier snapshots too: who left before the period may stand in a text of it. */
async function peopleIn(
  from: DeriveFrom,
): Promise<{ readonly people: KnownPeople; readonly unread: number }> {
  const { scope, definitions } = from;
  const people = new KnownPeople(definitions);
  const seen = new Set<string>();
  let unread = 0;
  for (const run of scope.runs) await learn(from, run, people, seen);
  for (const run of [...scope.before, ...scope.earlier])
    await learn(from, run, people, seen).catch((error: unknown) => {
      if (!(error instanceof UnverifiedError)) throw error;
      unread += 1;
    });
  return { people, unread };
}

async function learn(
  { store, connection, definitions }: DeriveFrom,
  { manifest, isExpired }: Run,
  people: KnownPeople,
  seen: Set<string>,
): Promise<void> {
  if (isExpired) return;
  const folder = snapshotPrefix(connection, manifest.snapshotPath);
  for (const { name } of definitions.filter((each) => people.isIn(each.name))) {
    const artifact = manifest.artifacts.find(({ path }) => path === artifactPath(name));
    if (artifact === undefined || seen.has(`${name} ${artifact.sha256}`)) continue;
    for await (const line of signedLines(store, folder, artifact))
      people.take(name, (line as { readonly data: Readonly<Record<string, unknown>> }).data);
    seen.add(`${name} ${artifact.sha256}`);
  }
}

/** What cites other files comes last, so that they are there. */
async function artifactsOf(
  { store, connection }: DeriveFrom,
  { manifest, isExpired }: Run,
  artifacts: DerivedArtifacts,
): Promise<ReadonlyMap<string, MadeArtifact>> {
  const made = new Map<string, MadeArtifact>();
  if (isExpired) return made;
  const folder = snapshotPrefix(connection, manifest.snapshotPath);
  const citing = manifest.artifacts.filter(({ path }) => path.startsWith('data/checks/'));
  for (const artifact of [...manifest.artifacts.filter((each) => !citing.includes(each)), ...citing])
    made.set(artifact.path, await artifacts.make(store, folder, artifact));
  return made;
}

async function factsOf(from: DeriveFrom, pseudonyms: Pseudonyms): Promise<DerivedFacts> {
  const { store, connection, scope, signer, domains, signers } = from;
  const counted = (kind: string) => pseudonyms.made.filter((each) => each.kind === kind).length;
  const heads: DerivedFacts['source']['heads'] = [];
  for (const { number, logId, first, size } of scope.chains) {
    if (first === null) continue;
    const record = await readWhole(store, chainRecordKey(connection, number, size - 1));
    heads.push({ number, logId, seq: size - 1, recordSha256: sha256(record) });
  }
  return {
    keyId: signer.keyId,
    pseudonymKeyId: pseudonyms.keyId,
    source: { heads, signers: [...signers] },
    people: { addresses: counted('address'), ids: counted('id'), names: counted('name') },
    domains: domains.approved.length === 0 ? 'unknown' : 'by-policy',
    changed: [...CHANGED],
  };
}

const CHANGED = [
  'addresses, names and ids of people became keyed fingerprints, in every file and wherever they stood in one',
  'an address says after its fingerprint of which kind its domain was',
  'fingerprints of the company’s own key, and digests of what is not in the export, became others that cannot be held against the old ones',
  'domains that the policy names became the kinds that addresses say',
  'records, lists and digests were made anew, and the log ids with them',
];
