/** What came and went between two readings: no list ever showed it, and only the audit trail tells of it. */

import { type AuditEvent, brings, type EventKinds, takes } from '../../evidence/changes/event-kinds.ts';
import { type ChangeRow, eventName, windowOf, windowText } from './change-row.ts';
import type { Pair } from './readings.ts';

/** A record that events name, and what they are. */
interface Candidate {
  readonly pair: Pair;
  readonly id: string;
  readonly events: AuditEvent[];
}

/**
 * Returns the rows by the two readings that they lie between. `open`: events that explain no difference: what one of
 * them names is in both readings, or in neither.
 * @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED
 */
export async function cameAndWent(
  open: readonly AuditEvent[],
  pairs: readonly Pair[],
  kinds: EventKinds,
): Promise<ReadonlyMap<Pair, readonly ChangeRow[]>> {
  const candidates = candidatesOf(open, pairs, kinds);
  const byReading = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const { resource, before } = candidate.pair;
    const key = `${resource} ${before.sha256}`;
    byReading.set(key, [...(byReading.get(key) ?? []), candidate]);
  }
  const rows = new Map<Pair, ChangeRow[]>();
  for (const same of byReading.values()) {
    const absent = await absentOf(same);
    for (const candidate of absent) {
      const known = rows.get(candidate.pair) ?? [];
      rows.set(candidate.pair, [...known, rowOf(candidate)]);
    }
  }
  return rows;
}

function candidatesOf(
  open: readonly AuditEvent[],
  pairs: readonly Pair[],
  kinds: EventKinds,
): readonly Candidate[] {
  const found = new Map<Pair, Map<string, Candidate>>();
  for (const event of open) {
    const resource = kinds.resourceNamed(event);
    if (resource === undefined || event.resourceId === '') continue;
    const pair = pairs.find(
      (each) =>
        each.resource === resource && event.atMs >= each.before.startMs && event.atMs < each.after.startMs,
    );
    if (pair === undefined) continue;
    const ofPair = found.get(pair) ?? new Map<string, Candidate>();
    found.set(pair, ofPair);
    const known = ofPair.get(event.resourceId);
    if (known === undefined) ofPair.set(event.resourceId, { pair, id: event.resourceId, events: [event] });
    else known.events.push(event);
  }
  const all = [...found.values()].flatMap((ofPair) => [...ofPair.values()]);
  return all.filter(({ events }) => events.some((event) => brings(event) || takes(event)));
}

/** All of them are looked for in one reading, which is gone through once. */
async function absentOf(candidates: readonly Candidate[]): Promise<readonly Candidate[]> {
  const [first] = candidates;
  if (first === undefined) return [];
  const wanted = new Set(candidates.map(({ id }) => id));
  for await (const { id } of first.pair.before.run.records(first.pair.resource)) wanted.delete(id);
  return candidates.filter(({ id }) => wanted.has(id));
}

function rowOf({ pair, id, events }: Candidate): ChangeRow {
  const first = events.find(brings) ?? events[0];
  const name = events.map(({ resourceName }) => resourceName).find((text) => text !== '' && text !== id);
  return {
    resource: pair.resource,
    id,
    ...(name === undefined ? {} : { name }),
    change: 'came-and-went',
    window: windowText(windowOf(pair)),
    ...(first === undefined ? {} : { at: eventName(first).at, actor: first.actor }),
    explanation: 'explained',
    explainedBy: events.map(eventName),
    basis: 'audit-events',
  };
}
