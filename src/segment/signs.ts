/** What an answer shows of how the API behaves where nobody has said it (`schemas/assumptions.ts`). Pure; decides nothing. */
import type { Way } from '../../schemas/assumptions.ts';
import { isObject } from '../evidence/json.ts';
import type { Attempt, Reply } from './attempt.ts';
import type { FailedAttempt } from './retry.ts';

interface Asked {
  readonly operationId: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** Returns which ways an attempt went. */
export function signsOf(asked: Asked, attempt: Attempt): readonly Way[] {
  const { status } = attempt.facts;
  if (status === null) return [];
  if (attempt.kind === 'reply') return signsOfReply(asked, attempt);
  const { failure, mediaType = '' } = attempt;
  const signs: Way[] = status < 400 ? [] : [['refusal-body', /\bjson\b/i.test(mediaType) ? 'json' : 'other']];
  if (asked.path === '/' && status === 401) signs.push(['refused-token', '401']);
  if (asked.path === '/' && status === 403) signs.push(['refused-token', '403']);
  if (status === 406 || status === 415) signs.push(['plain-media-type', `${status}`]);
  if (failure.kind === 'rate') signs.push(['retry-after', waitFormOf(failure)]);
  return signs;
}

/** In the order in which they are obeyed. */
function waitFormOf(failure: Extract<FailedAttempt, { kind: 'rate' }>) {
  if (failure.retryAfterSeconds !== undefined) return 'seconds';
  if (failure.retryAtMs !== undefined) return 'date';
  if (failure.msBeforeNext !== undefined) return 'body';
  return failure.resetAtMs === undefined ? 'none' : 'reset';
}

function signsOfReply(
  { operationId, query = {} }: Asked,
  { reply, rate, mediaType = '' }: Extract<Attempt, { kind: 'reply' }>,
): readonly Way[] {
  const signs: Way[] = [
    ['rate-headers', rate === undefined ? 'left-out' : 'sent'],
    ['media-type', mediaTypeOf(mediaType)],
  ];
  const { data } = reply;
  if (query['pagination.count'] !== undefined) signs.push(...signsOfPaging(data['pagination']));
  const list = LISTS_OF_PEOPLE[operationId];
  if (list !== undefined) signs.push(...signsOfPeople(data[list]));
  if (operationId === 'listAuditEvents') signs.push(...signsOfEvents(data['events']));
  return signs;
}

function mediaTypeOf(mediaType: string) {
  if (/^application\/json\b/i.test(mediaType)) return 'json';
  return /^application\/vnd\.segment\./i.test(mediaType) ? 'versioned' : 'other';
}

function signsOfPaging(pagination: Reply['data'][string]): readonly Way[] {
  if (!isObject(pagination)) return [['paging-left-out', 'left-out']];
  const { next, totalEntries } = pagination;
  return [
    ['paging-left-out', 'sent'],
    ['totals', (totalEntries ?? null) === null ? 'left-out' : 'told'],
    signOfNext(next),
  ];
}

function signOfNext(next: unknown): Way {
  if (next === undefined) return ['last-page', 'absent'];
  if (next === null) return ['last-page', 'null'];
  if (next === '') return ['last-page', 'empty'];
  // Only looked at: what it looks like is told, and nothing rests on it.
  const isOffset = typeof next === 'string' && /^\d+$/.test(Buffer.from(next, 'base64').toString('latin1'));
  return ['cursor-form', isOffset ? 'offset' : 'other'];
}

/** Where `permissions` may be left out, and under what the list stands. */
const LISTS_OF_PEOPLE: Readonly<Record<string, string>> = {
  listUsers: 'users',
  listUserGroups: 'userGroups',
};

function signsOfPeople(items: unknown): readonly Way[] {
  const first: unknown = Array.isArray(items) ? items[0] : undefined;
  if (!isObject(first)) return [];
  return [['permissions-in-lists', 'permissions' in first ? 'listed' : 'left-out']];
}

/** So many show the order of a page. */
const MOST_EVENTS = 20;

function signsOfEvents(events: unknown): readonly Way[] {
  if (!Array.isArray(events)) return [];
  const times = events
    .slice(0, MOST_EVENTS)
    .map((event) => (isObject(event) ? event['timestamp'] : undefined))
    .map((at) => (typeof at === 'string' ? Date.parse(at) : Number.NaN));
  const steps = times.slice(1).map((atMs, index) => Math.sign(atMs - (times[index] ?? Number.NaN)));
  const [goesUp, goesDown] = [steps.includes(1), steps.includes(-1)];
  if (goesUp && goesDown) return [['event-order', 'other']];
  if (goesUp) return [['event-order', 'oldest-first']];
  return goesDown ? [['event-order', 'newest-first']] : [];
}
