/** Files of the company's own, which are read as if they were resources. */
import { daysBetween } from '../../evidence/records/fields.ts';
import type { RecordReader } from '../../evidence/records/reader.ts';
import { indeterminate, type NotAsked, notConfigured } from '../check.ts';

/** Id of the record that says when a file was written and how many rows it has; every other one is a row. */
export const INPUT_FILE = 'file';

/** Returns what is said where a file is needed that this version does not take yet. */
export const withoutFile = (name: string): string =>
  `It needs the company's own file of ${name}, which this version does not take yet.`;

/** Returns why nothing can be asked without a file; undefined where all of it is given. */
export function withoutInput(
  run: Pick<RecordReader, 'isReadable' | 'isWhole'>,
  name: string,
): NotAsked | undefined {
  if (run.isReadable(`input:${name}`)) return inPart(run, name);
  return notConfigured(withoutFile(name));
}

/** Returns why nothing can be asked with a part of a file: what is not in it may stand in the rest. */
export function inPart(
  run: Pick<RecordReader, 'isReadable' | 'isWhole'>,
  name: string,
): NotAsked | undefined {
  const isCut = run.isReadable(`input:${name}`) && !run.isWhole(`input:${name}`);
  return isCut ? indeterminate(`Only a part of the file of ${name} could be read.`) : undefined;
}

/** Returns the whole days from a date, such as `2026-11-30`, to an instant; null where it is no date. */
export const daysSinceDate = (date: string | null, to: string): number | null =>
  daysBetween(date === null ? null : `${date}T00:00:00Z`, to);
