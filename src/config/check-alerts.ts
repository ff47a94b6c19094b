/** What the schema cannot see in `alerts`: time zones, paths, what this version cannot do. */
import type { Path } from './document.ts';
import { homeProblem, notYetProblem } from './not-yet.ts';
import { ownValue } from './settings.ts';
import { timeZoneProblem } from './times.ts';

type Check = readonly [path: Path, problemOf: (value: unknown) => string | undefined];

const CHECKS: readonly Check[] = [
  [['channel'], (value) => notYetProblem('alerts.channel', value)],
  [['url'], (value) => notYetProblem('alerts.url', value) ?? homeProblem(value)],
  [['secret'], (value) => notYetProblem('alerts.secret', value) ?? homeProblem(value)],
  [['quietHours', 'timezone'], (value) => (typeof value === 'string' ? timeZoneProblem(value) : undefined)],
];

/** Returns places below `alerts` and their problems; works on unchecked values. */
export function alertProblems(alerts: unknown): readonly (readonly [Path, string])[] {
  if (!Array.isArray(alerts)) return [];
  return alerts.flatMap((alert: unknown, index) =>
    CHECKS.flatMap(([path, problemOf]): (readonly [Path, string])[] => {
      const problem = problemOf(ownValue(alert, path));
      return problem === undefined ? [] : [[[index, ...path], problem]];
    }),
  );
}
