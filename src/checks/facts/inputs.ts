/** Files of the company's own, which are read as if they were resources. */
import { DAY_MS, daysBetween, timeOf } from '../../evidence/records/fields.ts';
import { indeterminate, type NotAsked, notConfigured } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';

/** Id of the record that says when a file was written and how many rows it has; every other one is a row. */
export const INPUT_FILE = 'file';

/** What of a run tells whether a file was given, and read. */
type Given = Pick<CheckedRun, 'entry' | 'isReadable' | 'isWhole'>;

/** Returns what is said where a file is needed that nobody has named. */
export const withoutFile = (name: string): string =>
  `It needs the company's own file of ${name}: name it in policy.files.${name}.`;

/** Whether a file was named, also where it could not be read. */
export const isGiven = (run: Pick<CheckedRun, 'entry'>, name: string): boolean =>
  !NOT_GIVEN.includes(run.entry(`input:${name}`)?.outcome ?? 'unknown');

/** An outcome that nothing has is that of an input that a run knows nothing of. */
const NOT_GIVEN: readonly string[] = ['unknown', 'not-collected'];

/** Returns why nothing can be asked without a file; undefined where all of it is given. */
export function withoutInput(run: Given, name: string): NotAsked | undefined {
  return isGiven(run, name) ? inPart(run, name) : notConfigured(withoutFile(name));
}

/** Returns why nothing can be asked where a file was given and not read, or with a part of it: what is not in it may stand in the rest. */
export function inPart(run: Given, name: string): NotAsked | undefined {
  if (!isGiven(run, name) || run.isWhole(`input:${name}`)) return undefined;
  return indeterminate(
    run.isReadable(`input:${name}`)
      ? `Only a part of the file of ${name} could be read.`
      : `The company's own file of ${name} is named in policy.files.${name}, and could not be used when this was collected.`,
  );
}

/** Whether a date had come by an instant. Somewhere on earth it is tomorrow. What is of a later day nobody has done yet. */
export const hasCome = (date: string, by: string): boolean =>
  (timeOf(`${date}T00:00:00Z`) ?? 0) <= (timeOf(by) ?? 0) + DAY_MS;

/** Returns the whole days from a date, such as `2026-11-30`, to an instant; null where it is no date. */
export const daysSinceDate = (date: string | null, to: string): number | null =>
  daysBetween(date === null ? null : `${date}T00:00:00Z`, to);
