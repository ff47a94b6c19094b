/** What may not be said of files of the company's own where they travel in a package, beside the configuration. */
import { isAbsolute, normalize, sep } from 'node:path';
import { inputNames } from '../../../schemas/input-entry.ts';
import type { ConfigDocument } from '../document.ts';
import type { FoundIssue } from '../issues.ts';
import { ownValue } from '../settings.ts';

const OUTSIDE =
  'expected a file in the folder of the configuration or below: what lies elsewhere is not in the package';
const WITHOUT_DAY =
  'expected asOf, a day such as 2026-11-22, beside the path: in a package no file has a time; write { path, asOf }';

/** Returns every file that the package could not have, and a roster of which nobody would know the day. */
export function lambdaInputIssues(main: ConfigDocument): readonly FoundIssue[] {
  return inputNames.flatMap((name) => {
    const path = ['policy', 'files', name];
    const written = ownValue(main.value, path);
    const file = typeof written === 'string' ? written : ownValue(written, ['path']);
    // What is no path is the schema's to tell.
    if (typeof file !== 'string') return [];
    const at = main.placeOf(path);
    const isOutside = isAbsolute(file) || normalize(file).split(sep)[0] === '..';
    if (isOutside) return [{ ...at, message: OUTSIDE }];
    const hasDay = ownValue(written, ['asOf']) !== undefined;
    return name === 'roster' && !hasDay ? [{ ...at, message: WITHOUT_DAY }] : [];
  });
}
