/**
 * The bag that an export lies in: every file against the lists that stand beside it. Nobody signed those lists: they show
 * what was damaged or added after the export was made. That the evidence is what was signed, its records show.
 */
import { newDigest } from '../crypto/here.ts';
import { inOrder } from '../read-ahead.ts';
import { PAYLOAD_MANIFEST, ROOT, TAG_MANIFEST } from '../store/layout.ts';
import type { Store, StoredKey } from '../store/store.ts';
import { explainReadError, isEmptyFolder, listKeys, readSmall, type VerifyContext } from './context.ts';
import { Findings } from './failure.ts';
import { parseDigestLines } from './tag-files.ts';

const PAYLOAD = 'data/';
const EVIDENCE = `${PAYLOAD}${ROOT}/`;
const INFO = 'bag-info.txt';
const READ_AT_ONCE = 4;

/** Checks the bag. Where artifacts' bytes are not read, neither are these. */
export async function checkExportBag(outer: VerifyContext, bag: Store): Promise<void> {
  const findings = new Findings();
  await checkBagFiles({ ...outer, store: bag, findings });
  // What lies among the evidence is named where the evidence is looked through.
  const notes = findings.notes.filter(({ where }) => !where.startsWith(EVIDENCE));
  outer.findings.take({ failures: findings.failures, notes });
}

async function checkBagFiles(context: VerifyContext): Promise<void> {
  const files = new Map<string, StoredKey>();
  for await (const stored of listKeys(context, '')) files.set(stored.key, stored);
  const payload = await listed(context, PAYLOAD_MANIFEST, files);
  const tags = await listed(context, TAG_MANIFEST, files);
  if (payload === undefined || tags === undefined) return;
  for (const name of [PAYLOAD_MANIFEST, INFO, 'bagit.txt'])
    if (!tags.has(name))
      context.findings.fail('CONTENT_INVALID', TAG_MANIFEST, {
        what: 'read list of files',
        expected: `a line for ${name}`,
        found: 'none',
      });
  const due = [...payload, ...tags];
  for (const [key, stored] of files) if (!payload.has(key) && !tags.has(key)) reportOther(context, stored);
  const present = due.filter(([key]) => isThere(context, key, files.get(key)));
  await checkInfo(context, present, files, payload);
  const read = context.isQuick ? present.filter(([key]) => tags.has(key)) : present;
  const check = ([key, digest]: readonly [string, string]) => checkDigest(context, key, digest);
  for await (const _ of inOrder(read, READ_AT_ONCE, check));
}

/** Returns path and digest of each line of a list; undefined where there is no such list, which is reported. */
async function listed(
  context: VerifyContext,
  name: string,
  files: ReadonlyMap<string, StoredKey>,
): Promise<ReadonlyMap<string, string> | undefined> {
  const read =
    files.get(name)?.isRegular === true ? await readSmall(context, name) : { kind: 'missing' as const };
  if (read.kind === 'unreadable') return undefined;
  if (read.kind !== 'bytes') {
    const problem = { what: 'find list of files', expected: 'a regular file', found: read.kind };
    context.findings.fail('MANIFEST_MISSING', name, problem);
    return undefined;
  }
  const lines = parseDigestLines(read.bytes.toString('utf8'));
  const isFit = (path: string) => (name === PAYLOAD_MANIFEST) === path.startsWith(PAYLOAD);
  if (lines !== undefined && [...lines.keys()].every(isFit)) return lines;
  const problem = { what: 'read list of files', expected: 'a digest and a path a line', found: 'others' };
  context.findings.fail('CONTENT_INVALID', name, problem);
  return undefined;
}

/** Somebody's own notes beside the payload change nothing; in it, a reader takes them for evidence. */
function reportOther({ findings }: VerifyContext, stored: StoredKey): void {
  const { key, isRegular } = stored;
  if (key === TAG_MANIFEST || isEmptyFolder(stored)) return;
  if (!key.startsWith(PAYLOAD)) {
    findings.note('not-looked-at', key, 'not a file of the export');
    return;
  }
  const found = isRegular ? 'another file' : 'something that is not a regular file';
  findings.fail('ARTIFACT_UNLISTED', key, {
    what: 'check for other files',
    expected: 'only what the export lists',
    found,
  });
}

function isThere({ findings }: VerifyContext, key: string, stored: StoredKey | undefined): boolean {
  if (stored?.isRegular === true) return true;
  const found = stored === undefined ? 'nothing' : 'something that is not a regular file';
  findings.fail('ARTIFACT_MISSING', key, { what: 'find file', expected: 'a regular file', found });
  return false;
}

async function checkInfo(
  context: VerifyContext,
  present: readonly (readonly [string, string])[],
  files: ReadonlyMap<string, StoredKey>,
  payload: ReadonlyMap<string, string>,
): Promise<void> {
  const read = files.has(INFO) ? await readSmall(context, INFO) : undefined;
  if (read?.kind !== 'bytes') return;
  const there = present.filter(([key]) => payload.has(key));
  // What is missing has been reported.
  if (there.length < payload.size) return;
  const bytes = there.reduce((sum, [key]) => sum + (files.get(key)?.bytes ?? 0), 0);
  const due = `Payload-Oxum: ${bytes}.${there.length}`;
  const found = /^Payload-Oxum: .*$/m.exec(read.bytes.toString('utf8'))?.[0] ?? 'none';
  if (found === due) return;
  context.findings.fail('CONTENT_INVALID', INFO, { what: 'read bag information', expected: due, found });
}

async function checkDigest(context: VerifyContext, key: string, digest: string): Promise<void> {
  const hash = newDigest();
  try {
    for await (const chunk of context.store.get(key)) hash.update(chunk);
  } catch (error) {
    explainReadError(context, key, error);
    return;
  }
  const found = await hash.end();
  if (found === digest) return;
  context.findings.fail('DIGEST_MISMATCH', key, {
    what: 'check digest',
    expected: `sha256:${digest}, as the export lists it`,
    found: `sha256:${found}`,
  });
}
