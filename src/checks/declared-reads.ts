/** A run as one check may look at it. What a check does not declare to read could be a gap that nobody notices. */
import type { Check } from './check.ts';
import type { CheckedRun } from './checked-run.ts';
import { TRAIL } from './facts/trail.ts';

/** Returns the run without what the check does not declare. @throws Error for anything else: a bug of the check */
export function onlyWhatIsDeclared({ id, reads, uses = [] }: Check, run: CheckedRun): CheckedRun {
  const declared = new Set([...reads, ...uses]);
  const assertDeclared = (resource: string) => {
    if (!declared.has(resource)) throw new Error(`ask ${id}: expected a declared resource, got ${resource}`);
  };
  return {
    ...run,
    records: (resource) => {
      assertDeclared(resource);
      return run.records(resource);
    },
    changes: (resource) => {
      assertDeclared(resource);
      return run.changes(resource);
    },
    lateEvents: (change) => {
      assertDeclared(TRAIL);
      return run.lateEvents(change);
    },
    before: (resource) => {
      assertDeclared(resource);
      return run.before(resource);
    },
  };
}
