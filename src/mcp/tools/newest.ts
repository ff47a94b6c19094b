/** The newest snapshot that a question about all of them rests on. */
import { nameOf, type SnapshotName } from '../../answers/population.ts';
import { UnverifiedError } from '../../errors.ts';
import type { ConnectionEvidence } from '../evidence.ts';

/** Returns its name; null where the evidence cannot be relied on, which the answer says itself. */
export async function newestOf(history: ConnectionEvidence['history']): Promise<SnapshotName | null> {
  try {
    const newest = (await history()).runs.at(-1);
    return newest === undefined ? null : nameOf(newest);
  } catch (error) {
    if (!(error instanceof UnverifiedError)) throw error;
    return null;
  }
}
