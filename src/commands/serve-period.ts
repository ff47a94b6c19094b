/** The period that somebody asks for in a browser, within what they may see. */
import type { ExportPeriod } from '../export/scope.ts';
import { assertPeriod, readPast } from './given-files.ts';

/** Returns the period; undefined where an auditor asks for more than theirs. @throws UsageError */
export function askedPeriod(
  query: URLSearchParams,
  limit: ExportPeriod | null,
  now: Date,
): ExportPeriod | undefined {
  const edge = (name: 'from' | 'to', which: 'start' | 'end') =>
    readPast('report', name, query.get(name) ?? limit?.[name] ?? '', { edge: which, now });
  const asked = { from: edge('from', 'start'), to: edge('to', 'end') };
  assertPeriod('report', asked.from, asked.to, now);
  if (limit === null) return asked;
  // The form has days: the first and the last are as much of them as there is.
  const isSameDay = (name: 'from' | 'to') => asked[name].slice(0, 10) === limit[name].slice(0, 10);
  const from = isSameDay('from') && asked.from < limit.from ? limit.from : asked.from;
  const to = isSameDay('to') && asked.to > limit.to ? limit.to : asked.to;
  return from < limit.from || to > limit.to ? undefined : { from, to };
}
