/** `status` with a period: its calendar, of the connections that are meant. */
import { UsageError } from '../errors.ts';
import { toJson } from '../report/export/json.ts';
import { answerOutput, assertOutput, type OutputFlags } from './answer-output.ts';
import { calendar, calendarsOf } from './calendar.ts';
import { calendarAnswer, calendarDocumentOf } from './calendar-answer.ts';
import type { CommandOutput } from './command.ts';
import { evidencePlaces, type PlaceFlags, type Surveyor } from './evidence-places.ts';
import { assertPeriod, readPast } from './given-files.ts';

export interface PeriodFlags extends PlaceFlags, OutputFlags {
  /** An instant, or a day in UTC. */
  readonly from?: string;
  readonly to?: string;
}

/** Whether a period is asked for. @throws UsageError where a part of one is given, or one to be alerted of */
export function isPeriod({ from, to, store, key }: PeriodFlags, isAlerting = false): boolean {
  if (isAlerting && [from, to, store, key].some((flag) => flag !== undefined)) {
    throw new UsageError({
      message: 'status: expected --alert or a period, got both',
      hint: 'Use one of the two: what is alerted is how things stand now.',
    });
  }
  if (from !== undefined && to !== undefined) return true;
  if ([from, to, store, key].every((flag) => flag === undefined)) return false;
  throw new UsageError({
    message: 'status: expected --from and --to together, got a part of a period',
    hint: 'Give both, such as --from 2026-01-01 --to 2026-03-31.',
  });
}

/** Returns the calendar of the named connections, or of all. @throws UsageError */
export async function readCalendar(
  options: PeriodFlags & { readonly connections: readonly string[] },
  surveyor: Surveyor,
): Promise<CommandOutput> {
  const { connections, format, out } = options;
  assertOutput('status', options);
  const { now } = surveyor;
  const from = readPast('status', '--from', options.from ?? '', { edge: 'start', now });
  const to = readPast('status', '--to', options.to ?? '', { edge: 'end', now });
  assertPeriod('status', from, to, now);
  const places = await evidencePlaces('status', options, connections, surveyor);
  const asked = { places, from, to, now };
  if (format === undefined && out === undefined) return calendar(asked);
  const found = { from, to, calendars: await calendarsOf(asked) };
  const document = calendarDocumentOf(found);
  const isDocument = format === 'json' || (format === undefined && /\.json$/i.test(out ?? ''));
  const answer = isDocument ? document : calendarAnswer(found);
  const output = await answerOutput('status', answer, options, surveyor.cwd);
  const { streamed } = output;
  return streamed === undefined
    ? output
    : { ...output, streamed: { ...streamed, json: () => toJson(document) } };
}
