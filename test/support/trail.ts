/** An audit trail as records: events, and the time that was read. */
import type { MadeRecord, MadeResource } from './checked.ts';

/** An event of a person, or by an actor that has no address. */
export const event = (id: string, day: string, type: string, more: object = {}): MadeRecord => ({
  id,
  timestamp: day.length > 10 ? day : `${day}T12:00:00.000Z`,
  type,
  actor: 'ada',
  actorEmail: 'ada@acme.example',
  resourceId: 'w',
  resourceType: 'Workspace',
  resourceName: 'Acme',
  ...more,
});

export const byProgram = (actor: string) => ({ actor, actorEmail: undefined });

export const TO = '2026-11-22T02:55:00.000Z';

/** A trail that was read whole from a day to the run. */
export const trailFrom = (day: string, ...records: readonly MadeRecord[]): MadeResource => ({
  outcome: 'complete',
  records,
  window: { from: `${day}T02:50:00.000Z`, to: TO, wholeTo: TO },
});

/** What a check kept in the runs before. */
export const kept = (names: Readonly<Record<string, string>>, from = '2026-08-01T00:00:00.000Z') => ({
  from,
  list: Object.entries(names)
    .map(([subject, since]) => ({ subject, since: since.length > 10 ? since : `${since}T12:00:00.000Z` }))
    .sort((one, other) => (one.subject < other.subject ? -1 : 1)),
});
