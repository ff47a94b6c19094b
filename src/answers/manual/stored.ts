/** What a store keeps that somebody attached by hand. Beside the evidence: whoever may write there may have written it. */
import { createHash } from 'node:crypto';
import type { ManualEvidence } from '../../../schemas/manual-evidence.ts';
import { EXIT, type ExitCode, StoreError, UnverifiedError } from '../../errors.ts';
import { MANUAL_RECORD_FILE, manualKey, manualPrefix, parseManualKey } from '../../store/layout.ts';
import type { Store } from '../../store/store.ts';
import { readManualRecord } from '../../verify/manual-record.ts';

/** A description is a few lines. */
const LIMIT_BYTES = 64 * 1024;

/**
 * Returns what was attached, in the order in which it was. A file without a description is not among it.
 * @throws UnverifiedError NOT_VERIFIED where a description is not what it should be; StoreError READ_FAILED
 */
export async function listManual(store: Store, connection: string): Promise<readonly ManualEvidence[]> {
  const prefix = manualPrefix(connection);
  const obstacle = await store.obstacle?.(prefix.replace(/\/$/, ''));
  if (obstacle !== undefined) throw changedManual(obstacle, 'a folder', 'something else');
  const found: ManualEvidence[] = [];
  for await (const { key, isRegular } of store.list(prefix)) {
    const place = parseManualKey(connection, key);
    // A link in place of a folder must not be a slot in which nothing is.
    if (place === undefined && !isRegular && !key.endsWith('/'))
      throw changedManual(key, 'a folder', 'something else');
    if (place?.name !== MANUAL_RECORD_FILE) continue;
    if (!isRegular) throw changedManual(key, 'a regular file', 'something else');
    const read = readManualRecord(await readRecord(store, key), { connection, ...place });
    if (read.kind !== 'record')
      throw changedManual(
        key,
        read.expected,
        read.found,
        read.kind === 'newer' ? EXIT.cannotJudge : undefined,
      );
    found.push(read.record);
  }
  const orderOf = ({ attachedAt, id }: ManualEvidence) => `${new Date(attachedAt).toISOString()} ${id}`;
  return found.sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
}

async function readRecord(store: Store, key: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of store.get(key)) {
    bytes += chunk.length;
    if (bytes > LIMIT_BYTES) throw changedManual(key, `at most ${LIMIT_BYTES} bytes`, 'more');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws UnverifiedError NOT_VERIFIED where the file is not the one that was attached; StoreError READ_FAILED */
export async function assertAttached(store: Store, record: ManualEvidence): Promise<void> {
  const { connection, slot, id, file } = record;
  const key = manualKey(connection, slot, id, file.path);
  const hash = createHash('sha256');
  try {
    for await (const chunk of store.get(key)) hash.update(chunk);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (error.code === 'NOT_FOUND') throw changedManual(key, 'the file', 'none');
    if (error.isIrregular) throw changedManual(key, 'a regular file', 'something else');
    throw error;
  }
  const digest = hash.digest('hex');
  if (digest !== file.sha256) throw changedManual(key, `sha256:${file.sha256}`, `sha256:${digest}`);
}

export function changedManual(
  key: string,
  expected: string,
  found: string,
  exitCode: ExitCode = EXIT.verificationFailed,
): UnverifiedError {
  const message = `read manual evidence: ${key}: expected ${expected}, got ${found}`;
  return new UnverifiedError({
    code: 'NOT_VERIFIED',
    message,
    hint:
      exitCode === EXIT.cannotJudge
        ? 'A newer version wrote it: update segment-evidence.'
        : 'Find out who may write to the store, and attach the file again from where you have it.',
    problems: [message],
    exitCode,
  });
}
