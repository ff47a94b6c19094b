/** What checks keep from run to run under names that begin alike: what was found once lasts, though it is read once. */
import { daysBetween } from '../../evidence/records/fields.ts';
import type { CheckedRun } from '../checked-run.ts';
import type { Tally } from '../tally.ts';

/** Returns what earlier runs kept under names that begin so: the rest of the name, and its instant. */
export function keptUnder({ kept }: Tally, prefix: string): Map<string, string> {
  const own = [...kept].filter(([name]) => name.startsWith(prefix));
  return new Map(own.map(([name, at]) => [name.slice(prefix.length), at]));
}

/** Returns the same where it is no older than so many days, and keeps it on. */
export function lasting(
  run: Pick<CheckedRun, 'countedTo'>,
  tally: Tally,
  { prefix, days }: { readonly prefix: string; readonly days: number },
): Map<string, string> {
  const young = new Map<string, string>();
  for (const [name, at] of keptUnder(tally, prefix)) {
    if ((daysBetween(at, run.countedTo) ?? 0) > days) continue;
    tally.keep(`${prefix}${name}`, at);
    young.set(name, at);
  }
  return young;
}
