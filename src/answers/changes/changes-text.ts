/** What the answer about changes says of itself in words. Pure. */
import type { ResourceDefinition } from '../../../schemas/resource.ts';
import { type AuditEvent, eventKinds } from '../../evidence/changes/event-kinds.ts';
import { common, spanText } from '../../evidence/changes/spans.ts';
import type { Trail } from '../../evidence/changes/trail.ts';
import { readFromWords } from '../../evidence/read-from.ts';
import type { VerifyNote } from '../../verify/failure.ts';
import type { Run } from '../../verify/read-history.ts';
import type { Answer } from '../answer.ts';
import { eventName } from './change-row.ts';
import type { Ledger } from './ledger.ts';
import { type Comparable, isEqual, type Pair, type Scope, startOf } from './readings.ts';

export interface ChangesFacts {
  readonly connection: string;
  readonly runs: readonly Run[];
  readonly scope: Scope;
  readonly compared: readonly Comparable[];
  readonly pairs: readonly Pair[];
  readonly trail: Trail;
  readonly ledger: Ledger;
  readonly notes: readonly VerifyNote[];
}

/** Why something of a resource is not known. */
export interface Reason {
  readonly resource: string;
  readonly reason: string;
}

/** Returns what is not complete, a text each. */
export function gapsOf(
  compared: readonly Comparable[],
  notes: readonly Reason[],
  trail: Trail,
  scope: Scope,
): readonly string[] {
  const reasons = [
    ...compared.flatMap(({ resource, gap }) => (gap === undefined ? [] : [{ resource, reason: gap }])),
    ...notes,
  ];
  const byReason = new Map<string, string[]>();
  for (const { resource, reason } of reasons)
    byReason.set(reason, [...(byReason.get(reason) ?? []), resource]);
  const wanted = compared.filter(({ pairs, gap }) => pairs.length > 0 || gap !== undefined).length;
  const said = [...byReason].map(([reason, resources]) =>
    resources.length === wanted ? `all resources: ${reason}` : `${resources.join(', ')}: ${reason}`,
  );
  const open = (isUnread(trail, scope) ? [scope] : common(trail.holes, [scope])).map(spanText);
  if (open.length === 0) return said;
  const shown = open.slice(0, MOST_STRETCHES).map(({ from, to }) => `from ${from} to ${to}`);
  const more = open.length > shown.length ? [`in ${open.length - shown.length} more stretches`] : [];
  const stretches = [...shown, ...more].join(', ');
  return [
    ...said,
    `the audit trail was not read ${stretches}, so who made changes then, and what came and went, is not known`,
  ];
}

/** The last minutes before a run are read by the next one, and no hole; but not where there is nothing else. */
const isUnread = ({ isDeclaredOff, whole }: ChangesFacts['trail'], scope: ChangesFacts['scope']): boolean =>
  !isDeclaredOff && common(whole, [scope]).length === 0;

/** A first line is read by people. */
const MOST_STRETCHES = 3;

/** Returns what the answer has, where nothing is missing. */
export function totalWords({ connection, scope, ledger, trail }: ChangesFacts): string {
  const { from, to } = spanText(scope);
  const { total, unexplained, cameAndWent } = ledger.counts;
  const counted = total === 0 ? 'no change' : total === 1 ? '1 change' : `all ${total} changes`;
  const seen = `${counted} of ${connection} from ${from} to ${to}`;
  if (trail.isDeclaredOff)
    return `${seen}, by differences alone: the workspace has no audit trail, so who made them, and what came and went between two runs, cannot be known`;
  return `${seen}; ${unexplained} with no event that explains it, ${cameAndWent} that came and went between two runs`;
}

export function coverOf(facts: ChangesFacts): Answer['cover'] {
  const { connection, runs, scope, compared, pairs, trail, ledger, notes } = facts;
  const { from, to } = spanText(scope);
  const last = runs.findLast((run) => startOf(run) <= scope.toMs) ?? runs.at(-1);
  const workspace = last?.manifest.workspace;
  const { total, unexplained, notKnown, cameAndWent } = ledger.counts;
  const onPurpose = compared.flatMap(({ resource, leftOut, gap }) =>
    leftOut === undefined || gap !== undefined ? [] : [resource],
  );
  return [
    ['Connection', connection],
    [
      'Workspace',
      workspace === null || workspace === undefined
        ? 'not known'
        : `${workspace.name} (${workspace.slug}), ${workspace.id}`,
    ],
    ['Read from', last === undefined ? 'not known' : readFromWords(last.manifest)],
    ['Asked for', `${from} to ${to}`],
    ['Compared', comparedWords(pairs)],
    ...unreadWords(pairs),
    [
      'Changes',
      `${total}: ${unexplained} with no event that explains it, ${cameAndWent} that came and went between two runs, ${notKnown} of which the trail cannot tell`,
    ],
    ['Audit trail', trailWords(trail)],
    ['Events without a visible difference', unseenWords(ledger.unseen)],
    ...(onPurpose.length === 0 ? [] : ([['Left out on purpose', onPurpose.join(', ')]] as const)),
    ...notes.map(({ message }) => ['Note', message] as const),
  ];
}

function comparedWords(pairs: readonly Pair[]): string {
  const resources = new Set(pairs.map(({ resource }) => resource));
  const places = [...new Set(pairs.flatMap(({ before, after }) => [before.run, after.run]))].map(
    ({ manifest }) => `${manifest.chain.number}/${manifest.chain.seq}`,
  );
  if (places.length === 0) return 'nothing';
  return `${resources.size} resources, as ${places.length} runs read them`;
}

/** What rests on signed digests alone. */
function unreadWords(pairs: readonly Pair[]): Answer['cover'] {
  const equal = pairs.filter(isEqual);
  const read = new Set(pairs.filter((pair) => !isEqual(pair)).flatMap(filesOf));
  const unread = new Set(equal.flatMap(filesOf).filter((file) => !read.has(file)));
  if (unread.size === 0) return [];
  const files = unread.size === 1 ? '1 file' : `${unread.size} files`;
  return [
    [
      'Not read',
      `${files}, unchanged by the digests that were signed: each is there in its size, and its bytes were not read. segment-evidence verify reads them`,
    ],
  ];
}

const filesOf = ({ resource, before, after }: Pair) =>
  [before, after].map(({ run }) => `${run.manifest.snapshotPath}/${resource}`);

function trailWords({ events, knownToMs, isDeclaredOff }: Trail): string {
  if (isDeclaredOff) return 'the workspace has none, as its owner declared';
  return `${events.length} events, read up to ${new Date(knownToMs).toISOString()}; later ones are read by the next run`;
}

function unseenWords(events: readonly AuditEvent[]): string {
  const byType = new Map<string, number>();
  for (const { type } of events) byType.set(type, (byType.get(type) ?? 0) + 1);
  const types = [...byType].map(([type, count]) => `${type} (${count})`).join(', ');
  return events.length === 0 ? 'none' : `${events.length}: ${types}`;
}

/** Returns the events that left no difference, as the JSON has them. */
export function eventsWithoutChange(
  events: readonly AuditEvent[],
  definitions: readonly ResourceDefinition[],
): readonly object[] {
  const kinds = eventKinds(definitions);
  return events.map((event) => {
    const resource = kinds.resourceNamed(event);
    const { resourceId, resourceType, resourceName } = event;
    return {
      ...eventName(event),
      ...(resource === undefined ? {} : { resource }),
      about: { type: resourceType, id: resourceId, name: resourceName },
    };
  });
}
