/**
 * The page of a snapshot beside its evidence, after the commit. It is derived: it is no evidence, nothing rests on it, and it can
 * be made again by `report`. Whatever goes wrong with it is a line of the log, and the run is what it was.
 */
import { NO_APPROVALS } from './answers/approvals/stored.ts';
import { findManual } from './answers/manual/found.ts';
import { snapshotFacts } from './answers/pages/snapshot-facts.ts';
import type { EffectiveConnection } from './config/effective.ts';
import { previousKeysOf } from './deps.ts';
import { StoreError } from './errors.ts';
import { snapshotPage } from './report/snapshot/page.tsx';
import type { RunDeps } from './run/deps.ts';
import { keyIdOf } from './seal/dsse.ts';
import type { ChainRecord } from './seal/record.ts';
import { toContent } from './store/content.ts';
import { pageKey } from './store/layout.ts';
import { readHistory } from './verify/read-history.ts';

/** Puts the page of a record's snapshot into the store; one that is there already stays. Never throws. */
export async function putPage(
  connection: Pick<EffectiveConnection, 'name' | 'previousKeys'>,
  { store, signer, now, log }: Pick<RunDeps, 'store' | 'signer' | 'now' | 'log'>,
  record: ChainRecord,
): Promise<void> {
  const { name } = connection;
  const { chain, snapshotPath } = record.statement.predicate;
  try {
    const publicKeys = [signer.publicKey, ...previousKeysOf(connection)];
    const keys = publicKeys.map((publicKey) => ({ publicKey, connection: name }));
    const history = await readHistory(store, { connection: name, keys, now: now() });
    const run = history.runs.find(
      ({ manifest }) => manifest.chain.number === chain.number && manifest.chain.seq === chain.seq,
    );
    if (run === undefined) return;
    // Nobody can have approved what was committed just now.
    const beside = { approvals: NO_APPROVALS, manual: await findManual(store, name) };
    const facts = await snapshotFacts(history, run, publicKeys.map(keyIdOf), beside);
    const key = pageKey(name, snapshotPath);
    await store.put(key, toContent(snapshotPage(facts)));
    log.info({ key }, 'page written');
  } catch (error) {
    if (error instanceof StoreError && error.code === 'ALREADY_EXISTS') return;
    log.warn(
      { problem: error instanceof Error ? error.message : String(error) },
      'the page could not be written: segment-evidence report makes it again',
    );
  }
}
