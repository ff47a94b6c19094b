/** Requests to delete or suppress people, and the people suppressed. Requests belong to calendar weeks. */
import { createRandom, secretText, shortId } from '../random.ts';
import { DAY_MS, ZERO_TIME } from './calendar.ts';
import type { Regulation, RegulationStatus, Suppression } from './policy-records.ts';
import type { Source } from './records.ts';
import { isEventSource } from './source-catalogue.ts';
import type { World } from './world.ts';

const TYPES = [
  'SUPPRESS_WITH_DELETE',
  'SUPPRESS_WITH_DELETE',
  'DELETE_ONLY',
  'SUPPRESS_ONLY',
  'UNSUPPRESS',
  'SUPPRESS_WITH_DELETE_INTERNAL',
  'DELETE_INTERNAL',
  'DELETE_ARCHIVE_ONLY',
] as const;
const WEEK_MS = 7 * DAY_MS;
/** Segment keeps requests this long. */
export const RETENTION_MS = 90 * DAY_MS;

/** Returns the requests of the last 90 days, newest first. One in forty takes longer than thirty days. */
export function buildRegulations(seed: number, now: Date, perWeek: number): Regulation[] {
  const lastWeek = Math.floor(now.getTime() / WEEK_MS);
  const regulations: Regulation[] = [];
  for (let week = lastWeek; week >= lastWeek - 13; week -= 1) {
    for (let index = perWeek - 1; index >= 0; index -= 1) {
      const regulation = regulationAt(seed, week, index, perWeek, now);
      const age = now.getTime() - Date.parse(regulation.createdAt);
      if (age >= 0 && age < RETENTION_MS) regulations.push(regulation);
    }
  }
  return regulations;
}

function regulationAt(seed: number, week: number, index: number, perWeek: number, now: Date): Regulation {
  const random = createRandom(seed, 'regulation', week, index);
  const createdAt = week * WEEK_MS + Math.floor((index * WEEK_MS) / perWeek) + random.below(3_600_000);
  const days = random.chance(3) ? random.between(31, 45) : random.between(2, 26);
  const finishedAt = createdAt + days * DAY_MS;
  const isFinished = finishedAt <= now.getTime();
  const status: RegulationStatus = isFinished ? endOf(random.below(100)) : 'RUNNING';
  return {
    id: `reg_${shortId(seed, 'regulation', week, index)}`,
    subjectType: 'USER_ID',
    subjects: Array.from({ length: random.between(1, 3) }, (_, at) =>
      subjectAt(seed, week * 7 + index * 3 + at),
    ),
    status,
    createdAt: new Date(createdAt).toISOString(),
    regulationType: random.pick(TYPES),
    ...(isFinished ? { finishedAt: new Date(finishedAt).toISOString() } : {}),
  };
}

function endOf(percent: number): RegulationStatus {
  if (percent < 4) return 'FAILED';
  return percent < 9 ? 'PARTIAL_SUCCESS' : 'FINISHED';
}

/** Returns the id of a customer of the fictional company. */
function subjectAt(seed: number, number: number): string {
  return `customer-${createRandom(seed, 'subject', number).between(100_000, 999_999_999)}`;
}

/** Returns `count` suppressed people, one an entry as a rule, a few entries with several. */
export function buildSuppressions(seed: number, count: number): Suppression[] {
  return Array.from({ length: count }, (_, index) => {
    const isAnonymous = index % 6 === 5;
    const subject = (at: number) =>
      isAnonymous
        ? `anonymous-${secretText(16, seed, 'anonymous', index, at)}`
        : subjectAt(seed, 50_000 + index * 3 + at);
    return {
      subjectType: isAnonymous ? 'ANONYMOUS_ID' : 'USER_ID',
      subjectIds: Array.from({ length: index % 10 === 3 ? 3 : 1 }, (_, at) => subject(at)),
    };
  });
}

/** Returns the sources requests can be carried out in: those that collect events themselves. */
export function eventSources(world: World): Source[] {
  return world.sources.filter(({ metadata }) => isEventSource(metadata));
}

/** Returns the sources a request was carried out in: up to three of `events`, the same whenever asked. */
export function sourcesOfRegulation(events: readonly Source[], { id }: Regulation): Source[] {
  const start = createRandom(id).below(Math.max(1, events.length));
  const chosen = events.slice(start, start + 3);
  return chosen.length === 3 ? chosen : [...chosen, ...events.slice(0, Math.min(start, 3 - chosen.length))];
}

/** Returns the detail of a request: how it went in every source and each of its destinations. */
export function regulationDetail(world: World, regulation: Regulation): Record<string, unknown> {
  return {
    id: regulation.id,
    workspaceId: world.workspace.id,
    overallStatus: regulation.status,
    ...(regulation.finishedAt === undefined ? {} : { finishedAt: regulation.finishedAt }),
    createdAt: regulation.createdAt,
    streamStatus: sourcesOfRegulation(eventSources(world), regulation).map((source) => ({
      id: source.id,
      destinationStatus: world.destinations
        .filter(({ sourceId }) => sourceId === source.id)
        .map((destination) => destinationStatus(regulation, destination)),
    })),
  };
}

function destinationStatus(
  regulation: Regulation,
  { id, metadata }: { id: string; metadata: { name: string; slug: string } },
): Record<string, unknown> {
  const cannot = metadata.slug === 'actions-webhook' || metadata.slug === 'actions-slack';
  return {
    name: metadata.name,
    id,
    status: cannot ? 'NOT_SUPPORTED' : regulation.status,
    errString: regulation.status === 'FAILED' && !cannot ? 'The destination did not answer.' : '',
    finishedAt: regulation.finishedAt ?? ZERO_TIME,
  };
}
