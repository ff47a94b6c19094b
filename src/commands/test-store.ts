/**
 * The store, as far as it can be looked at without writing: what a run reads before it begins, whether a
 * folder lets this user write, and whether a bucket has the lock that `retention` asks for. What a bucket
 * does when it is written to is for `doctor` to find out.
 */
import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readHistory } from '../commit/history.ts';
import type { EffectiveConnection } from '../config/effective.ts';
import type { Environment } from '../config/environment.ts';
import { bucketOptions } from '../deps.ts';
import { EXIT } from '../errors.ts';
import type { RunDeps } from '../run/deps.ts';
import { openBucket } from '../store/s3-bucket.ts';
import { probeObjectLock } from '../store/s3-settings.ts';
import { failed, notTried, type Step } from './test-step.ts';

/** Returns whether evidence can be stored, and what there is already. */
export async function testStore(
  connection: EffectiveConnection,
  deps: RunDeps,
  env: Environment,
  isSignerOurs: boolean,
): Promise<Step> {
  try {
    if (connection.store.kind === 'folder') await assertWritable(connection.store.path);
    const history = await readHistory(deps, deps.newLogId);
    if (!isSignerOurs) {
      const why = `${connection.store.path}: its records can only be judged with the signing key`;
      return (await testLock(connection, env)) ?? notTried('store', why, EXIT.storeFailed);
    }
    if (history.broken !== undefined) {
      const detail = `${connection.store.path}: the chain is in an unexpected state: ${history.broken}`;
      return {
        step: 'store',
        ok: false,
        detail,
        hint:
          history.position.kind === 'first'
            ? 'Find out why; the next run starts a new chain.'
            : 'Find out who put it there; the next run continues after the last record.',
        exitCode: EXIT.storeFailed,
      };
    }
    const seq = history.last?.statement.predicate.chain.seq;
    const detail = `${connection.store.path}: ${seq === undefined ? 'no records yet' : `${seq + 1} ${seq === 0 ? 'record' : 'records'}`}`;
    return (await testLock(connection, env)) ?? { step: 'store', ok: true, detail, exitCode: EXIT.done };
  } catch (error) {
    return failed('store', error, connection.store.path);
  }
}

/** Returns what is wrong with the lock of a bucket, where one is asked for: without it nothing can be committed. */
async function testLock(connection: EffectiveConnection, env: Environment): Promise<Step | undefined> {
  const { store, retention } = connection;
  if (store.kind !== 's3' || retention === null) return undefined;
  const { verdict, detail } = await probeObjectLock(openBucket(bucketOptions(connection, env)));
  if (verdict === 'ok') return undefined;
  const wanted = `${store.path}: expected Object Lock, which \`retention\` needs`;
  if (verdict === 'missing') {
    const hint = 'Use a bucket that was created with Object Lock, or remove `retention`.';
    return {
      step: 'store',
      ok: false,
      detail: `${wanted}, got a bucket without it`,
      hint,
      exitCode: EXIT.storeFailed,
    };
  }
  return {
    step: 'store',
    ok: false,
    detail: `${wanted}; could not check: ${detail}`,
    hint: 'Give this process s3:GetBucketObjectLockConfiguration, or run doctor, which tests it.',
    exitCode: EXIT.incomplete,
  };
}

/** Asks the nearest folder that is there, since the store's own is made by the first run. */
async function assertWritable(folder: string): Promise<void> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing || dirname(folder) === folder) throw error;
    await assertWritable(dirname(folder));
  }
}
