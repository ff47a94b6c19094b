/**
 * The five tag files of a bag (RFC 8493): as they were signed, and saying what the manifest says, so
 * that someone with `sha256sum` and a text editor reads the same as someone with this program.
 */
import type { Statement } from '../../schemas/chain.ts';
import type { Manifest } from '../../schemas/manifest.ts';
import { sha256Of } from '../crypto/here.ts';
import { MANIFEST_FILE, PAYLOAD_MANIFEST, TAG_FILES, TAG_MANIFEST } from '../store/layout.ts';
import { readSmall, type VerifyContext } from './context.ts';
import type { Problem } from './failure.ts';
import { subjectDigest } from './statement.ts';

const BAGIT_TXT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

export const isTagFile = (path: string) => path === TAG_MANIFEST || TAG_FILES.some((name) => name === path);

/** Checks the tag files of the bag under `prefix`. Which of them are there has been checked before. */
export async function checkTagFiles(
  context: VerifyContext,
  prefix: string,
  statement: Statement,
  present: ReadonlySet<string>,
): Promise<void> {
  const { findings } = context;
  const tagManifest = await readTagFile(
    context,
    prefix,
    TAG_MANIFEST,
    present,
    subjectDigest(statement, TAG_MANIFEST),
  );
  const listed = tagManifest === undefined ? new Map<string, string>() : parseDigestLines(tagManifest);
  if (listed === undefined || (tagManifest !== undefined && !isListOfTagFiles(listed))) {
    const expected = `lines with the digests of ${TAG_FILES.join(', ')}`;
    findings.fail('CONTENT_INVALID', prefix + TAG_MANIFEST, {
      what: 'read tag manifest',
      expected,
      found: 'others',
    });
  }
  for (const name of TAG_FILES) {
    const digest = subjectDigest(statement, name);
    checkListed(context, prefix, name, digest, listed?.get(name));
    const text = await readTagFile(context, prefix, name, present, digest ?? listed?.get(name));
    if (text === undefined) continue;
    findings.failEach('CONTENT_INVALID', prefix + name, contentProblems(name, text, statement.predicate));
  }
}

/** Returns a tag file's text when it is there and is as it was signed; everything else is reported. */
async function readTagFile(
  context: VerifyContext,
  prefix: string,
  name: string,
  present: ReadonlySet<string>,
  digest: string | undefined,
): Promise<string | undefined> {
  if (!present.has(name)) return undefined;
  const key = prefix + name;
  const read = await readSmall(context, key);
  if (read.kind === 'unreadable') return undefined;
  const found = read.kind === 'bytes' ? await sha256Of(read.bytes) : read.kind;
  if (read.kind === 'bytes' && (digest === undefined || digest === found)) return read.bytes.toString('utf8');
  context.findings.fail('DIGEST_MISMATCH', key, {
    what: 'check digest',
    expected: `sha256:${digest}`,
    found: `sha256:${found}`,
  });
  return undefined;
}

/** Starting from the tag manifest must lead to the same file as starting from the record. */
function checkListed(
  context: VerifyContext,
  prefix: string,
  name: string,
  digest: string | undefined,
  listed: string | undefined,
): void {
  if (digest === undefined || listed === undefined || digest === listed) return;
  const what = `check digest of ${name}`;
  context.findings.fail('DIGEST_MISMATCH', prefix + TAG_MANIFEST, { what, expected: digest, found: listed });
}

function contentProblems(name: string, text: string, manifest: Manifest): readonly Problem[] {
  switch (name) {
    case 'bagit.txt':
      return text === BAGIT_TXT
        ? []
        : [{ what: 'read', expected: 'BagIt 1.0 in UTF-8', found: 'something else' }];
    case 'bag-info.txt':
      return bagInfoProblems(text, manifest);
    case PAYLOAD_MANIFEST:
      return payloadManifestProblems(text, manifest);
    case MANIFEST_FILE:
      // Its digest is a subject, and the subjects have been held against the predicate.
      return [];
    default:
      return [];
  }
}

/** Returns path and digest of each line; `undefined` when it is no such list or names a path twice. */
export function parseDigestLines(text: string): ReadonlyMap<string, string> | undefined {
  const lines = text === '' ? [] : text.split('\n');
  if (lines.length > 0 && lines.pop() !== '') return undefined;
  const listed = new Map<string, string>();
  for (const line of lines) {
    const [, digest, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (digest === undefined || path === undefined || listed.has(path)) return undefined;
    listed.set(path, digest);
  }
  return listed;
}

function isListOfTagFiles(listed: ReadonlyMap<string, string>): boolean {
  return listed.size === TAG_FILES.length && TAG_FILES.every((name) => listed.has(name));
}

function payloadManifestProblems(text: string, { artifacts }: Manifest): readonly Problem[] {
  const listed = parseDigestLines(text);
  const agrees =
    listed?.size === artifacts.length &&
    artifacts.every(({ path, sha256: digest }) => listed.get(path) === digest);
  if (agrees) return [];
  return [
    { what: 'read payload manifest', expected: 'each artifact with its digest', found: 'another list' },
  ];
}

function bagInfoProblems(text: string, manifest: Manifest): readonly Problem[] {
  const { artifacts, connection, run, tool } = manifest;
  const bytes = artifacts.reduce((sum, artifact) => sum + artifact.bytes, 0);
  const due = [
    `Bag-Group-Identifier: ${connection}`,
    `Bag-Software-Agent: ${tool.name} ${tool.version}`,
    `Bagging-Date: ${run.startedAt.slice(0, 10)}`,
    `External-Identifier: ${run.id}`,
    `Payload-Oxum: ${bytes}.${artifacts.length}`,
    '',
  ];
  const lines = text.split('\n');
  const at = due.findIndex((line, index) => lines[index] !== line);
  if (at === -1 && lines.length === due.length) return [];
  const expected = at === -1 ? `${due.length - 1} lines` : due[at] || 'no more lines';
  return [
    { what: 'read bag information', expected, found: JSON.stringify(lines[at === -1 ? due.length - 1 : at]) },
  ];
}
