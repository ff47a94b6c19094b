/** Keeps what was attached by hand: created once, and nothing in the way is written over. */
import type { ManualEvidence } from '../../schemas/manual-evidence.ts';
import { assertAttached, changedManual } from '../answers/manual/stored.ts';
import { UsageError } from '../errors.ts';
import { canonical } from '../evidence/canonical.ts';
import { MANUAL_RECORD_FILE, manualKey } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import { isCreated } from './create-once.ts';

/**
 * Keeps the file first, then what it is: only with that it counts. Of a file whose description was not written any more, the
 * bytes are there already.
 * @throws UsageError where somebody else attaches it just now; UnverifiedError where something else is there; StoreError
 */
export async function keepAttached(
  command: string,
  store: Store,
  record: ManualEvidence,
  bytes: Uint8Array,
): Promise<void> {
  const { connection, slot, id, file } = record;
  const key = manualKey(connection, slot, id, file.path);
  const obstacle = await store.obstacle?.(key.slice(0, key.lastIndexOf('/')));
  if (obstacle !== undefined) throw changedManual(obstacle, 'a folder', 'something else');
  if (!(await isCreated(store, key, bytes))) await assertAttached(store, record);
  if (await isCreated(store, manualKey(connection, slot, id, MANUAL_RECORD_FILE), canonical(record))) return;
  throw new UsageError({
    message: `${command}: ${slot}: expected to be alone in attaching this file in this second, got somebody else who did`,
    hint: 'See what was attached: segment-evidence manual list.',
  });
}
