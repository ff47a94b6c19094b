/** One change as the ledger has it. Pure. */
import type { ResourceDefinition } from '../../../schemas/resource.ts';
import type { Difference } from '../../evidence/changes/differences.ts';
import { type AuditEvent, brings, takes } from '../../evidence/changes/event-kinds.ts';
import type { FieldDifference } from '../../evidence/changes/field-differences.ts';
import { ownNameOf } from '../../evidence/changes/own-name.ts';
import { common, type Span } from '../../evidence/changes/spans.ts';
import { isVendors } from '../../evidence/changes/vendors.ts';
import type { Pair } from './readings.ts';

/** An event as answers name it. */
export interface EventName {
  readonly eventId: string;
  readonly type: string;
  readonly actor: string;
  readonly at: string;
}

/**
 * `explained`: events say who made it. `unexplained`: the trail was read, and no event is about it. `vendor`: only what
 * Segment's catalogue says is different. `not-known`: the trail was not read, or never tells of such records.
 */
export type Explanation = 'explained' | 'unexplained' | 'vendor' | 'not-known';

export interface ChangeRow {
  readonly resource: string;
  readonly id: string;
  readonly name?: string;
  readonly change: 'added' | 'removed' | 'changed' | 'came-and-went';
  readonly fields?: readonly FieldDifference[];
  /** Between the two readings: it was not so at the first, and was at the second. */
  readonly window: { readonly after: string; readonly before: string };
  /** Of the event that made it so. */
  readonly at?: string;
  readonly actor?: string;
  readonly explanation: Explanation;
  readonly explainedBy: readonly EventName[];
  readonly basis: 'difference' | 'audit-events' | 'both';
}

export interface RowFacts {
  readonly pair: Pair;
  readonly difference: Difference;
  readonly definition: ResourceDefinition | undefined;
  /** That explain it, oldest first. */
  readonly events: readonly AuditEvent[];
  readonly isTrailKnown: boolean;
}

/** Returns the stretch of time in which something changed between two readings. */
export const windowOf = ({ before, after }: Pair): Span => ({ fromMs: before.startMs, toMs: after.endMs });

export function rowOf({ pair, difference, definition, events, isTrailKnown }: RowFacts): ChangeRow {
  const { kind, record } = difference;
  const name = ownNameOf(record.data);
  const made = makerOf(kind, events);
  return {
    resource: pair.resource,
    id: record.id,
    ...(name === undefined ? {} : { name }),
    change: kind,
    ...(kind === 'changed' ? { fields: difference.fields } : {}),
    window: windowText(windowOf(pair)),
    ...(made === undefined ? {} : { at: timeOf(made), actor: made.actor }),
    explanation: explanationOf(difference, definition, events, isTrailKnown),
    explainedBy: events.map(eventName),
    basis: events.length === 0 ? 'difference' : 'both',
  };
}

const timeOf = ({ atMs }: AuditEvent) => new Date(atMs).toISOString();
export const eventName = (event: AuditEvent): EventName => ({
  eventId: event.id,
  type: event.type,
  actor: event.actor,
  at: timeOf(event),
});
export const windowText = ({ fromMs, toMs }: Span): ChangeRow['window'] => ({
  after: new Date(fromMs).toISOString(),
  before: new Date(toMs).toISOString(),
});

/** The newest of the events that tell of just that, or of all. */
function makerOf(kind: Difference['kind'], events: readonly AuditEvent[]): AuditEvent | undefined {
  const tells = { added: brings, removed: takes, changed: () => true }[kind];
  return events.findLast(tells) ?? events.at(-1);
}

function explanationOf(
  difference: Difference,
  definition: ResourceDefinition | undefined,
  events: readonly AuditEvent[],
  isTrailKnown: boolean,
): Explanation {
  if (events.length > 0) return 'explained';
  if (definition?.auditedAs === undefined) return 'not-known';
  if (
    difference.kind === 'changed' &&
    difference.fields.every(({ pointer }) => isVendors(pointer, definition))
  )
    return 'vendor';
  return isTrailKnown ? 'unexplained' : 'not-known';
}

/** Whether a row is of what was asked about: by its time, or else by the stretch in which its time lies. */
export function isRowWithin({ at, window }: ChangeRow, { fromMs, toMs }: Span): boolean {
  if (at !== undefined) return Date.parse(at) >= fromMs && Date.parse(at) <= toMs;
  const span = { fromMs: Date.parse(window.after), toMs: Date.parse(window.before) };
  return common([span], [{ fromMs, toMs }]).length > 0;
}
