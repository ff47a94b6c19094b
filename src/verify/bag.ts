/**
 * One snapshot's folder against its record: every file that the record stands for, and no other thing.
 * An extra file is as bad as a missing one: a reader of the folder takes it for evidence.
 */
import type { Statement } from '../../schemas/chain.ts';
import type { ArtifactEntry } from '../../schemas/manifest.ts';
import { inOrder } from '../read-ahead.ts';
import {
  connectionPrefix,
  PAYLOAD_MANIFEST,
  snapshotPath,
  TAG_FILES,
  TAG_MANIFEST,
} from '../store/layout.ts';
import type { StoredKey } from '../store/store.ts';
import { checkArtifact, reportMissing } from './artifact.ts';
import { isEmptyFolder, listAll, type VerifyContext } from './context.ts';
import { checkCrossReferences } from './cross-references.ts';
import { Findings } from './failure.ts';
import { describeExpired, hasRetentionEnded } from './retention.ts';
import { manifestOf } from './statement.ts';
import { checkTagFiles, isTagFile } from './tag-files.ts';

/** What was checked, for the report. */
export interface BagCount {
  readonly artifacts: number;
  /** Bytes of artifacts that were read. */
  readonly bytes: number;
  /** All of its files are gone, and the time for which they had to be kept is over. */
  readonly isExpired: boolean;
}

const READ_AT_ONCE = 8;

/** A bag as it lies there: what is in its folder, and whether its tag files are those that were signed. */
export interface FoundBag {
  readonly isExpired: boolean;
  /** Key of its folder, with `/` behind it. */
  readonly prefix: string;
  /** Artifacts that are there, each with its size; `undefined`: no such bag. */
  readonly readable: readonly ArtifactEntry[] | undefined;
  /** What is wrong with it, to be taken over when its turn comes. */
  readonly findings: Findings;
}

/** Looks for the bag of a record in the folder of a connection. Reads no artifact, so it may be done ahead. */
export async function findBag(
  outer: VerifyContext,
  connection: string,
  statement: Statement,
): Promise<FoundBag> {
  const findings = new Findings();
  const context = { ...outer, findings };
  const { run, snapshotPath: path, artifacts } = statement.predicate;
  const prefix = `${connectionPrefix(connection)}${path}/`;
  const nothing = { prefix, findings, readable: undefined, isExpired: false };
  // Reported already; a path of someone's choosing is not followed.
  if (path !== snapshotPath(run.startedAt, run.id)) return nothing;
  const stored = await listAll(context, prefix);
  if (stored === undefined) return nothing;
  if (stored.every(isEmptyFolder)) {
    if (hasRetentionEnded(statement.predicate, context.now)) {
      findings.note('expired', prefix, describeExpired(statement.predicate));
      return { ...nothing, isExpired: true };
    }
    reportMissing(context, prefix, 'no such snapshot');
    return nothing;
  }
  const files = new Map(stored.map((file) => [file.key.slice(prefix.length), file]));
  const present = checkPresence(context, prefix, files, artifacts);
  await checkTagFiles(context, prefix, statement, present);
  const readable = artifacts.filter((entry) => hasItsSize(context, prefix, files, present, entry));
  return { ...nothing, readable };
}

/** Checks what is in a bag that was found. */
export async function checkBag(
  context: VerifyContext,
  { predicate }: Statement,
  { prefix, readable, isExpired, findings }: FoundBag,
): Promise<BagCount> {
  context.findings.take(findings);
  const count = { artifacts: readable?.length ?? 0, isExpired };
  if (context.isQuick || readable === undefined) return { ...count, bytes: 0 };
  const manifest = manifestOf(predicate);
  const good = new Set<string>();
  const check = async (entry: ArtifactEntry) => {
    if (await checkArtifact(context, prefix + entry.path, entry, manifest)) good.add(entry.path);
  };
  for await (const _ of inOrder(readable, READ_AT_ONCE, check));
  await checkCrossReferences(context, { prefix, manifest, good });
  return { ...count, bytes: readable.reduce((sum, entry) => sum + entry.bytes, 0) };
}

/** Returns the files that belong there and are files. What is missing or does not belong is reported. */
function checkPresence(
  context: VerifyContext,
  prefix: string,
  files: ReadonlyMap<string, StoredKey>,
  artifacts: readonly ArtifactEntry[],
): ReadonlySet<string> {
  const due = new Set([...TAG_FILES, TAG_MANIFEST, ...artifacts.map(({ path }) => path)]);
  for (const path of due) {
    const file = files.get(path);
    if (file?.isRegular) continue;
    const found = file === undefined ? 'nothing' : 'something that is not a regular file';
    if (isManifest(path)) {
      const problem = { what: 'find manifest', expected: 'a regular file', found };
      context.findings.fail('MANIFEST_MISSING', prefix + path, problem);
    } else reportMissing(context, prefix + path, found);
  }
  for (const [path, file] of files) {
    if (due.has(path)) continue;
    const found = describe(file);
    const problem = { what: 'check for other files', expected: 'only what the record lists', found };
    context.findings.fail('ARTIFACT_UNLISTED', prefix + path, problem);
  }
  return new Set([...due].filter((path) => files.get(path)?.isRegular));
}

function describe(file: StoredKey): string {
  if (isEmptyFolder(file)) return 'an empty folder';
  return file.isRegular ? 'another file' : 'something that is not a regular file';
}

function isManifest(path: string): boolean {
  return isTagFile(path) && (path === TAG_MANIFEST || path === PAYLOAD_MANIFEST || path.endsWith('.json'));
}

/** What has another size cannot have its digest: that is reported without reading it. */
function hasItsSize(
  context: VerifyContext,
  prefix: string,
  files: ReadonlyMap<string, StoredKey>,
  present: ReadonlySet<string>,
  { path, bytes }: ArtifactEntry,
): boolean {
  const file = files.get(path);
  if (file === undefined || !present.has(path)) return false;
  if (file.bytes === bytes) return true;
  const problem = { what: 'check size', expected: `${bytes} bytes`, found: `${file.bytes} bytes` };
  context.findings.fail('DIGEST_MISMATCH', prefix + path, problem);
  return false;
}
