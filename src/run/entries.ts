/** The manifest's entry of each resource: how its reading ended, and what that rests on. Pure. */
import type { ResourceEntry } from '../../schemas/manifest.ts';
import { hasRecords } from '../../schemas/outcome.ts';
import { operationIdsOf, type ResourceDefinition } from '../../schemas/resource.ts';
import { type Conclusion, concludeReading } from '../evidence/completeness.ts';
import type { LineCounts } from '../evidence/line-block.ts';
import type { Doubt } from '../evidence/plausibility.ts';
import type { CollectedResource } from '../segment/collect.ts';
import { artifactPath } from '../store/layout.ts';
import type { RunReading } from './reading.ts';
import type { PlannedWindow } from './windows.ts';

/** What all entries of a run rest on. */
export interface EntryContext {
  readonly reading: RunReading;
  readonly selected: readonly ResourceDefinition[];
  readonly crossChecked: ReadonlyMap<string, readonly Doubt[]>;
  /** A run for trying things out is no one's baseline: the next one asks for the same time again. */
  readonly isTrial: boolean;
}

/** Returns the entry of a resource that was asked for. `counts` are those of its finished file. */
export function entryOf(
  resource: CollectedResource,
  counts: LineCounts,
  { reading, crossChecked, isTrial }: EntryContext,
): ResourceEntry {
  const { definition, facts } = resource;
  const conclusion = concludeReading(facts, counts, definition, crossChecked.get(definition.name));
  const { outcome, reason, completeness } = mindToken(conclusion, reading);
  // Partial without a record: something is wrong, and an empty file would look like an answer.
  const hasFile = outcome === 'complete' || (outcome === 'partial' && counts.records > 0);
  const wasWholeRead = hasRecords(outcome) && facts.gap === undefined && !isShort(conclusion);
  return {
    name: definition.name,
    schemaVersion: definition.schemaVersion,
    outcome,
    ...(reason === undefined ? {} : { reason }),
    ...(resource.httpStatus === undefined ? {} : { httpStatus: resource.httpStatus }),
    records: hasFile ? counts.records : null,
    ...entriesMember(facts.entries, hasFile),
    pages: facts.pages,
    requests: requestsOf(definition, reading),
    ...(facts.lastTotal === undefined ? {} : { reportedTotal: facts.lastTotal }),
    ...(hasRecords(outcome) && counts.repeats > 0 ? { repeats: counts.repeats } : {}),
    ...(facts.parents === undefined
      ? {}
      : { parents: { total: facts.parents.total, read: facts.parents.read } }),
    ...windowMember(reading.windows.get(definition.name), wasWholeRead && !isTrial),
    ...completenessMember(completeness, resource),
    ...askedMember(definition, reading),
    startedAt: resource.startedAt,
    endedAt: resource.endedAt,
    ...(hasFile ? { path: artifactPath(definition.name) } : {}),
  };
}

/** What was listed, where records are parts of it. Nothing of a gap, which is never 0. */
function entriesMember(entries: number | undefined, hasFile: boolean): Pick<ResourceEntry, 'entries'> {
  return entries === undefined || (entries === 0 && !hasFile) ? {} : { entries };
}

/** Returns the entry of a resource that was not asked for, or never reached. */
export function unaskedEntry(
  definition: ResourceDefinition,
  { reading, selected }: EntryContext,
): ResourceEntry {
  const { name, schemaVersion } = definition;
  const window = windowMember(reading.windows.get(name), false);
  if (!selected.some((each) => each.name === name)) {
    const reason = definition.optIn !== undefined ? 'opt-in' : 'excluded';
    const nothing = { records: null, pages: 0, requests: 0 };
    return { name, schemaVersion, outcome: 'not-collected', reason, ...nothing, ...window };
  }
  const { outcome, reason, httpStatus } = reading.gap ?? { outcome: 'unreachable', reason: 'network' };
  return {
    name,
    schemaVersion,
    outcome,
    reason,
    ...(httpStatus === undefined ? {} : { httpStatus }),
    records: null,
    pages: 0,
    requests: requestsOf(definition, reading),
    ...askedMember(definition, reading),
    ...window,
  };
}

function completenessMember(
  completeness: Conclusion['completeness'],
  { secondLook }: CollectedResource,
): Pick<ResourceEntry, 'completeness'> {
  if (completeness === undefined) return {};
  return { completeness: { ...completeness, ...(secondLook === undefined ? {} : { secondLook }) } };
}

function askedMember(definition: ResourceDefinition, { log }: RunReading): Pick<ResourceEntry, 'asked'> {
  const asked = log.asked.of(definition);
  return asked.length === 0 ? {} : { asked };
}

function requestsOf(definition: ResourceDefinition, { log }: RunReading): number {
  return operationIdsOf(definition).reduce((sum, operationId) => sum + log.requestsOf(operationId), 0);
}

/** Once the token is known to have stopped working, no refusal of this run says anything about rights. */
function mindToken(conclusion: Conclusion, { token }: RunReading): Conclusion {
  const isRefused = token === 'refused' || token === 'wrong-region';
  return isRefused && conclusion.outcome === 'denied' ? { ...conclusion, reason: 'token' } : conclusion;
}

/** Rules that say, when they do not hold, that records of the time asked for may not have been shown. */
const ABOUT_LENGTH = [
  'no-cursor-twice',
  'read-to-the-end',
  'count-equals-reported-total',
  'total-stayed-the-same',
  'answers-without-doubt',
  'records-of-the-time-asked-for',
  'records-are-this-workspaces',
  'events-of-what-was-made',
];

function isShort({ completeness }: Conclusion): boolean {
  return completeness?.rules.some(({ rule, holds }) => !holds && ABOUT_LENGTH.includes(rule)) ?? false;
}

/**
 * The time asked for, and up to when everything has been read by now. Carried through every run that
 * could not read, so that the next one asks from there on; left out while nothing was ever read whole.
 */
function windowMember(
  planned: PlannedWindow | undefined,
  wasWholeRead: boolean,
): Pick<ResourceEntry, 'window'> {
  if (planned === undefined) return {};
  const { from, to, wholeTo, readTo } = planned;
  const reached = wasWholeRead ? readTo : wholeTo;
  return reached === undefined ? {} : { window: { from, to, wholeTo: reached } };
}
