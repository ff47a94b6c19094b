/** What a page says of what was attached by hand: where something in its place is not what it should be, that is told too. */
import type { ManualEvidence } from '../../../schemas/manual-evidence.ts';
import { UnverifiedError } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import { assertAttached, listManual } from './stored.ts';

export interface ManualFound {
  readonly attached: readonly ManualEvidence[];
  /** Why nothing that was attached can be counted; empty: each file is the one that was attached. */
  readonly problems: readonly string[];
}

/** @throws StoreError READ_FAILED */
export async function findManual(store: Store, connection: string): Promise<ManualFound> {
  try {
    const attached = await listManual(store, connection);
    for (const record of attached) await assertAttached(store, record);
    return { attached, problems: [] };
  } catch (error) {
    if (!(error instanceof UnverifiedError)) throw error;
    return { attached: [], problems: [error.message] };
  }
}
