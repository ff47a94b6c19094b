/**
 * Sources that a live tracking plan is enforced on. Settings of any other source are Segment's defaults and prove nothing.
 */
import { textAt } from '../../evidence/records/fields.ts';
import type { RecordReader } from '../../evidence/records/reader.ts';
import { type NotAsked, notApplicable } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { subjectOf } from '../subject.ts';
import type { Tally } from '../tally.ts';
import { type EnvironmentParams, environmentOf } from './environments.ts';
import { calledSource, isOn } from './source-kinds.ts';

/** What {@link readGoverned} reads. */
export const GOVERNED_BY = ['tracking-plan-sources', 'tracking-plans'] as const;

/** Plans of another type, such as libraries, are enforced on nothing. */
const LIVE = 'LIVE';

/** Returns the ids of the plans that are live. */
export async function readLivePlans(run: Pick<RecordReader, 'records'>): Promise<ReadonlySet<string>> {
  const live = new Set<string>();
  for await (const { id, data } of run.records('tracking-plans'))
    if (textAt(data, 'type') === LIVE) live.add(id);
  return live;
}

/** Returns the ids of the live plans that each source is connected to. */
export async function readGoverned(
  run: Pick<RecordReader, 'records'>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const live = await readLivePlans(run);
  const plansOf = new Map<string, string[]>();
  for await (const { data, parent } of run.records('tracking-plan-sources')) {
    const plan = parent?.['trackingPlanId'] ?? '';
    const source = textAt(data, 'id');
    if (source === null || !live.has(plan)) continue;
    const known = plansOf.get(source);
    if (known === undefined) plansOf.set(source, [plan]);
    else known.push(plan);
  }
  return plansOf;
}

/** What is wrong with the settings of a source. `unknown`: they do not say. */
export interface Fault {
  readonly level: 'fail' | 'warn' | 'unknown';
  /** A clause that the name of the source stands before. */
  readonly what: string;
}

export interface Judgement {
  readonly params: EnvironmentParams;
  faultOf(settings: unknown): Fault | undefined;
}

/** What {@link judgeGoverned} reads, the population first. */
export const JUDGED_BY = [...GOVERNED_BY, 'source-settings', 'sources'] as const;

/**
 * Judges the settings of every enabled production source that a live plan governs. Where nobody knows whether a source is
 * production, nobody can tell whether what is wrong with it matters.
 */
export async function judgeGoverned(
  run: CheckedRun,
  tally: Tally,
  { params, faultOf }: Judgement,
): Promise<NotAsked | undefined> {
  const plansOf = await readGoverned(run);
  const settingsOf = new Map<string, unknown>();
  for await (const { id, data } of run.records('source-settings'))
    if (plansOf.has(id)) settingsOf.set(id, data);
  let judged = 0;
  for await (const { id, data } of run.records('sources')) {
    const environment = environmentOf(data, params);
    if (!plansOf.has(id) || !isOn(data) || (environment ?? 'production') !== 'production') continue;
    judged += 1;
    tally.saw();
    const fault = settingsOf.has(id) ? faultOf(settingsOf.get(id)) : NO_SETTINGS;
    if (fault === undefined) continue;
    const [subject, detail] = [subjectOf('sources', id), `${calledSource(data)} ${fault.what}.`];
    if (environment === undefined) tally.unknown(subject, `${detail} Nobody knows its environment.`);
    else tally[fault.level](subject, detail);
  }
  return judged === 0
    ? notApplicable('No enabled production source is connected to a live tracking plan.')
    : undefined;
}

const NO_SETTINGS: Fault = { level: 'unknown', what: 'has no settings that were read' };
