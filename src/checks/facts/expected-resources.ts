/** Resources that a run should have read: all but those that were left out on purpose, or that the workspace has not. */
import { resources } from '../../../schemas/resources/index.ts';
import { isNothingThere } from '../../evidence/records/whole.ts';
import type { CheckedRun } from '../checked-run.ts';

type Entry = NonNullable<ReturnType<CheckedRun['entry']>>;

/** Every resource that there is. */
export const EVERY_RESOURCE: readonly string[] = resources.map(({ name }) => name);

/** Returns how reading each of them ended. */
export function expectedEntries(run: Pick<CheckedRun, 'entry'>): readonly Entry[] {
  return EVERY_RESOURCE.flatMap((name) => run.entry(name) ?? []).filter(
    (entry) => entry.outcome !== 'not-collected' && !isNothingThere(entry),
  );
}
