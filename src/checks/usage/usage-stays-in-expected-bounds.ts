/**
 * Whether the last day was like the days before it. Segment counts usage up from the start of a month, so a day is the
 * difference of two. Far more may be a leak or robots, far less a loss.
 */
import * as z from 'zod';
import type { StoredRecord } from '../../../schemas/lines.ts';
import { listAt, numberAt, textAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { deviationOf, perDay, type Series } from '../facts/daily-series.ts';
import { WORKSPACE } from '../subject.ts';
import type { Tally } from '../tally.ts';

export const check = toCheck({
  id: 'USE-01',
  version: 1,
  title: 'Usage stays within expected bounds',
  area: 'usage',
  severity: 'low',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Was as much sent on the last full day as on the days before, and is the month within its quota?',
  motivation: 'A leaked key, robots or a broken release show first in how much is sent.',
  failsWhen:
    'It never fails. It warns where the last full day differs from the middle (median) of the days before by more than madMultiplier times their usual spread, or where the month has reached quotaPct per cent of a quota.',
  notApplicableWhen: 'Not configured where usage and event volume are not collected.',
  indeterminateWhen: 'There are figures for fewer than minDays days.',
  remediation: 'Find out what sent more, or what was lost.',
  falsePositives: 'Campaigns, holidays and weekends.',
  reads: ['usage-mtu', 'usage-api-calls', 'event-volume'],
  params: z.strictObject({
    madMultiplier: z
      .int()
      .min(1)
      .default(6)
      .describe(
        'How many times the usual spread of the days before (their median deviation) a day may differ from their median.',
      ),
    minDays: z.int().min(2).default(14).describe('Days before it for which there must be figures.'),
    quotaPct: z.int().min(0).default(90).describe('Share of a quota at which it warns, in per cent.'),
    apiCallQuota: z.int().min(0).default(0).describe('API calls a month by contract. 0: none was said.'),
    mtuQuota: z.int().min(0).default(0).describe('Monthly tracked users by contract. 0: none was said.'),
  }),
  controls: {
    soc2: ['A1.1', 'CC7.2'],
    iso27001: ['A.8.6', 'A.8.16'],
    iso27701: [],
    gdpr: ['Art.5(1)(c)', 'Art.32'],
    hipaa: [],
    nist80053: ['SI-4', 'AU-6'],
    nistcsf: ['DE.CM-09', 'DE.AE-02'],
    pci: ['10.7.2'],
    ccpa: [],
  },
  ask: async (run, tally, params) => {
    const calls = await readCounted(run, 'usage-api-calls', ({ data }) => numberOf(data['apiCalls']));
    const users = await readCounted(
      run,
      'usage-mtu',
      ({ data }) => numberOf(data['identified']) + numberOf(data['neverIdentified']),
    );
    const events = await readVolume(run);
    if (run.isWhole('event-volume')) judgeDays('Events', events, params, tally);
    // Their figures begin with the month: early in it there are too few days, which says nothing.
    if (calls.length > params.minDays + 1) judgeDays('API calls', perDay(calls), params, tally);
    if (users.length > params.minDays + 1) judgeDays('Tracked users', perDay(users), params, tally);
    judgeQuota('API calls', calls, { quota: params.apiCallQuota, pct: params.quotaPct }, tally);
    judgeQuota('Tracked users', users, { quota: params.mtuQuota, pct: params.quotaPct }, tally);
    return undefined;
  },
});

interface Bounds {
  readonly madMultiplier: number;
  readonly minDays: number;
}

function judgeDays(what: string, days: Series, { madMultiplier, minDays }: Bounds, tally: Tally): void {
  tally.saw();
  const last = days.at(-1);
  if (last === undefined || days.length <= minDays)
    tally.unknown(WORKSPACE, `${what}: there are figures of ${days.length} days only.`);
  else {
    const { median, times } = deviationOf(
      last.value,
      days.slice(0, -1).map(({ value }) => value),
    );
    if (times > madMultiplier)
      tally.warn(
        WORKSPACE,
        `${what}: ${last.value} on ${last.day}; the days before had ${median} in the middle.`,
      );
  }
}

interface Quota {
  readonly quota: number;
  readonly pct: number;
}

function judgeQuota(what: string, counted: Series, { quota, pct }: Quota, tally: Tally): void {
  const last = counted.at(-1);
  if (quota === 0 || last === undefined || last.value * 100 < quota * pct) return;
  tally.warn(WORKSPACE, `${what}: ${last.value} this month, of ${quota} by contract.`);
}

const numberOf = (value: unknown): number =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : 0;

/** Returns what Segment counted of the whole workspace up to each day. */
async function readCounted(
  run: CheckedRun,
  resource: string,
  figureOf: (record: StoredRecord) => number,
): Promise<Series> {
  const days: { day: string; value: number }[] = [];
  for await (const record of run.records(resource)) {
    const day = textAt(record.data, 'timestamp')?.slice(0, 10);
    if (textAt(record.data, 'of') === 'workspace' && day !== undefined)
      days.push({ day, value: figureOf(record) });
  }
  return days.sort((one, other) => (one.day < other.day ? -1 : 1));
}

async function readVolume(run: CheckedRun): Promise<Series> {
  const days = new Map<string, number>();
  for await (const { data } of run.records('event-volume'))
    for (const point of listAt(data, 'series') ?? []) {
      const day = (textAt(point, 'time') ?? '').slice(0, 10);
      if (day !== '') days.set(day, (days.get(day) ?? 0) + (numberAt(point, 'count') ?? 0));
    }
  return [...days]
    .map(([day, value]) => ({ day, value }))
    .sort((one, other) => (one.day < other.day ? -1 : 1));
}
