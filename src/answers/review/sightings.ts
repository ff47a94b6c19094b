/** What later runs show of what was reviewed. A run that could not read everything can show that something is there, never that it is gone. */
import type { ReviewItem } from '../../../schemas/review.ts';
import type { History, Run } from '../../verify/read-history.ts';
import { type AccessOfRun, accessOfRun } from './freeze.ts';
import { isSameScope, scopeOf } from './items.ts';

export interface Look {
  readonly run: Run;
  /** Absent: nothing of it can be read. */
  readonly access?: AccessOfRun;
  /** Why it cannot show that something is gone; empty: it can. */
  readonly gaps: readonly string[];
}

/** Yields what each run after an instant shows, oldest first. @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED */
export async function* looksAfter(history: History, startedAt: string): AsyncGenerator<Look> {
  const since = Date.parse(startedAt);
  const later = history.runs.filter(({ manifest }) => Date.parse(manifest.run.startedAt) > since);
  later.sort((one, other) => timeOf(one) - timeOf(other));
  let last: { readonly key: string; readonly access: AccessOfRun | undefined } | undefined;
  for (const run of later) {
    // Equal files say the same, and are not read again: most days nothing of it changes. They must be there all the same.
    const key = filesOf(run);
    if (last?.key !== key) last = { key, access: await accessOfRun(history, run) };
    else if (!run.isExpired) await run.assertThere(ACCESS);
    const { access } = last;
    yield access === undefined
      ? { run, gaps: [run.isExpired ? 'its files are gone, since their retention has ended' : endOf(run)] }
      : { run, access, gaps: access.gaps };
  }
}

/** Whether an item is there in a run as far as it was reviewed; undefined: the run cannot tell. */
export function isThere(item: ReviewItem, { access, gaps }: Look): boolean | undefined {
  if (access === undefined) return undefined;
  const now = access.items.get(item.id);
  const isLeft =
    item.kind === 'account' ? hasUser(item, access) : now !== undefined && doesOverlap(item, now);
  return isLeft || (gaps.length === 0 ? false : undefined);
}

/** Whether an item is as it was reviewed; undefined: the run cannot tell. */
export function isAsReviewed(item: ReviewItem, { access, gaps }: Look): boolean | undefined {
  const now = access?.items.get(item.id);
  if (now !== undefined && isSameScope(item, now)) return true;
  return access === undefined || gaps.length > 0 ? undefined : false;
}

/** Something of what was reviewed is still given. A member of a group is one, whatever the group gives by then. */
function doesOverlap(item: ReviewItem, now: ReviewItem): boolean {
  if (item.kind === 'group') return true;
  const scope = scopeOf(now);
  return scopeOf(item).some((each) => scope.includes(each));
}

function hasUser({ userId }: ReviewItem, { items }: AccessOfRun): boolean {
  for (const item of items.values()) if (item.userId === userId) return true;
  return false;
}

const timeOf = ({ manifest }: Run) => Date.parse(manifest.run.startedAt);

const ACCESS = ['users', 'groups', 'group-members', 'roles'];

function filesOf({ manifest, entry, isExpired }: Run): string {
  return JSON.stringify([
    isExpired,
    ACCESS.map((name) => {
      const artifact = manifest.artifacts.find(({ path }) => path === `data/resources/${name}.jsonl`);
      const { outcome, reason, completeness } = entry(name) ?? {};
      return [outcome, reason, completeness?.rules, artifact?.sha256];
    }),
  ]);
}

function endOf({ entry }: Run): string {
  const { outcome = 'unknown', reason } = entry('users') ?? {};
  return `users: ${reason === undefined ? outcome : `${outcome} (${reason})`}`;
}
