/**
 * What was attached by hand: each file is the one that its description names. No record signs either, so whoever may write to the
 * store may have put both there; what does not fit together was changed since.
 */
import type { ManualEvidence } from '../../schemas/manual-evidence.ts';
import { newDigest } from '../crypto/here.ts';
import { MANUAL_RECORD_FILE, manualKey, manualPrefix, parseManualKey } from '../store/layout.ts';
import type { StoredKey } from '../store/store.ts';
import { reportMissing } from './artifact.ts';
import { explainReadError, readStored, type VerifyContext } from './context.ts';
import { type ManualPlace, readManualRecord } from './manual-record.ts';
import type { ConnectionSurvey } from './survey.ts';

/** A description is a few lines. */
const LIMIT_BYTES = 64 * 1024;

/** Checks all that was attached, and says how much of it nobody signed. */
export async function checkManualEvidence(
  context: VerifyContext,
  { connection, manual }: Pick<ConnectionSurvey, 'connection' | 'manual'>,
): Promise<void> {
  const folders = new Map<string, StoredKey[]>();
  for (const stored of manual) {
    const folder = stored.key.slice(0, stored.key.lastIndexOf('/') + 1);
    folders.set(folder, [...(folders.get(folder) ?? []), stored]);
  }
  let sound = 0;
  for (const [folder, stored] of folders) if (await isSound(context, connection, folder, stored)) sound += 1;
  if (sound === 0) return;
  const what =
    sound === 1 ? '1 file was attached by hand, and is' : `${sound} files were attached by hand, and are`;
  const bytes = context.isQuick ? 'by size' : 'byte for byte';
  const message = `${what} as described ${bytes}; no record signs that: who may write to the store may have attached, exchanged or removed some`;
  context.findings.note('attached-by-hand', manualPrefix(connection), message);
}

async function isSound(
  context: VerifyContext,
  connection: string,
  folder: string,
  stored: readonly StoredKey[],
): Promise<boolean> {
  const place = parseManualKey(connection, `${folder}${MANUAL_RECORD_FILE}`);
  const described = stored.find(({ key }) => key === `${folder}${MANUAL_RECORD_FILE}`);
  const record =
    place === undefined || described === undefined
      ? undefined
      : await readRecord(context, described, { connection, ...place });
  const file =
    record === undefined ? undefined : manualKey(connection, record.slot, record.id, record.file.path);
  for (const { key } of stored)
    if (key !== described?.key && key !== file && (described === undefined || record !== undefined))
      context.findings.note('not-looked-at', key, UNDESCRIBED);
  if (record === undefined || file === undefined) return false;
  return isAsDescribed(context, record, file, stored);
}

const UNDESCRIBED = 'no description names this file: attaching it was cut short, and it counts for nothing';

async function readRecord(
  context: VerifyContext,
  stored: StoredKey,
  place: ManualPlace,
): Promise<ManualEvidence | undefined> {
  const { key } = stored;
  const what = 'read description';
  const found = await readStored(context, stored, LIMIT_BYTES);
  if (found.kind === 'unreadable') return undefined;
  if (found.kind !== 'bytes') {
    const expected = `a regular file of at most ${LIMIT_BYTES} bytes`;
    context.findings.fail('CONTENT_INVALID', key, { what, expected, found: found.kind });
    return undefined;
  }
  const read = readManualRecord(found.bytes, place);
  if (read.kind === 'record') return read.record;
  const code = read.kind === 'newer' ? 'FORMAT_UNKNOWN' : 'CONTENT_INVALID';
  context.findings.fail(code, key, { what, expected: read.expected, found: read.found });
  return undefined;
}

async function isAsDescribed(
  context: VerifyContext,
  { file }: ManualEvidence,
  key: string,
  stored: readonly StoredKey[],
): Promise<boolean> {
  const there = stored.find((each) => each.key === key);
  if (there === undefined || !there.isRegular) {
    reportMissing(context, key, there === undefined ? 'nothing' : 'something else');
    return false;
  }
  const fail = (expected: string, found: string) => {
    context.findings.fail('DIGEST_MISMATCH', key, { what: 'check digest', expected, found });
    return false;
  };
  if (there.bytes !== file.bytes) return fail(`${file.bytes} bytes`, `${there.bytes}`);
  if (context.isQuick) return true;
  const digest = await digestOf(context, key);
  if (digest === undefined || digest === file.sha256) return digest !== undefined;
  return fail(`sha256:${file.sha256}`, `sha256:${digest}`);
}

async function digestOf(context: VerifyContext, key: string): Promise<string | undefined> {
  const hash = newDigest();
  try {
    for await (const chunk of context.store.get(key)) hash.update(chunk);
  } catch (error) {
    if (explainReadError(context, key, error) === 'missing') reportMissing(context, key, 'nothing');
    return undefined;
  }
  return hash.end();
}
