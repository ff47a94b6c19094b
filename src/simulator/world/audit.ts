/**
 * The audit trail: who changed what. Events belong to calendar days and are the same whenever one looks at that day;
 * the trail grows as the server's clock moves on, and Segment serves the last 90 days of it.
 */
import { createRandom, hexId, type Random } from '../random.ts';
import { DAY_MS, dayNumber } from './calendar.ts';
import type { AuditEvent } from './policy-records.ts';
import type { World } from './world.ts';

type Subject = Pick<AuditEvent, 'resourceId' | 'resourceType' | 'resourceName'>;
type SubjectOf = (world: World, random: Random) => Subject;

function subjectOf<T extends { id: string; name?: string }>(
  resourceType: string,
  list: (world: World) => readonly T[],
): SubjectOf {
  return (world, random) => {
    const all = list(world);
    if (all.length === 0) return workspaceSubject(world);
    const { id, name } = random.pick(all);
    return { resourceId: id, resourceType, resourceName: name ?? id };
  };
}

function workspaceSubject({ workspace }: World): Subject {
  return { resourceId: workspace.id, resourceType: 'Workspace', resourceName: workspace.name };
}

const source = subjectOf('Source', (world) => world.sources);
const destination = subjectOf('Integration', (world) => world.destinations);
const plan = subjectOf('Tracking Plan', (world) => world.trackingPlans);
const group = subjectOf('User Group', (world) => world.groups);
const user = subjectOf('User', (world) => world.users);
const audience = subjectOf('Audience', (world) => world.audiences);
const warehouse = subjectOf('Storage Destination', (world) =>
  world.warehouses.map(({ id, metadata }) => ({ id, name: metadata.name })),
);

/** What people do on an ordinary day; listed as often as they do it. */
const EVERYDAY: readonly (readonly [type: string, subject: SubjectOf])[] = [
  ['Source Modified', source],
  ['Source Settings Modified', source],
  ['Source Settings Modified', source],
  ['Source Enabled', source],
  ['Destination Filter Enabled', destination],
  ['Destination Filter Disabled', destination],
  ['Integration Disabled', destination],
  ['Tracking Plan Modified', plan],
  ['Tracking Plan Modified', plan],
  ['Source Connected to Tracking Plan', plan],
  ['Storage Destination Modified', warehouse],
  ['Audience Modified', audience],
  ['Audience Created', audience],
  ['User Added To User Group', group],
  ['User Removed From User Group', group],
  ['User Policy Updated', user],
  ['New Segment User Invited to Workspace', (world) => workspaceSubject(world)],
];

/** A function that was taken away: no list has it any more. */
const goneFunction = (prefix: string): SubjectOf => {
  return ({ seed }) => ({
    resourceId: `${prefix}_${hexId(seed, 'gone-function', prefix)}`,
    resourceType: 'Function',
    resourceName: 'Old till receipts',
  });
};

/** What happens on one day in thirty only, in this order, next to what people do every day. */
const RARE: Readonly<Record<number, readonly (readonly [type: string, subject: SubjectOf])[]>> = {
  2: [
    ['Source Function Deleted', goneFunction('sfnd')],
    ['Destination Function Deleted', goneFunction('dfn')],
  ],
  // The vendor's support is let in, looks around, and is let out again.
  17: [
    ['Support Access Granted', workspaceSubject],
    ['Support Login', workspaceSubject],
    ['Support Access Revoked', workspaceSubject],
  ],
};

/** Returns the events of one day, oldest first. */
function eventsOfDay(world: World, day: number, perDay: number): AuditEvent[] {
  const random = createRandom(world.seed, 'audit', day);
  const rare = RARE[day % 30] ?? [];
  const count = Math.max(1, perDay + random.between(-1, 2));
  const seconds = Array.from({ length: count + rare.length }, () => random.between(7 * 3600, 20 * 3600 - 1));
  seconds.sort((left, right) => left - right);
  return seconds.map((second, index) => {
    const everyday = random.pick(EVERYDAY);
    const [type, subject] = rare[index] ?? everyday;
    return {
      id: hexId(world.seed, 'audit', day, index),
      timestamp: new Date(day * DAY_MS + second * 1000).toISOString(),
      type,
      ...actorOf(world, random),
      ...subject(world, random),
    };
  });
}

/** The owner who has left and those with no access never act; one event in twelve is done with an API token. */
function actorOf(world: World, random: Random): Pick<AuditEvent, 'actor' | 'actorEmail'> {
  if (random.below(12) === 0) return { actor: hexId(world.seed, 'api-token', 1) };
  const active = world.users.slice(0, 13).filter((_, index) => index !== 2);
  if (active.length === 0) return { actor: world.workspace.id };
  const { id, email } = random.pick(active);
  return { actor: id, actorEmail: email };
}

const KEPT_DAYS = 92;

/**
 * Adds the events that have happened since the trail was last extended, newest first, to `world.auditEvents`.
 * Called when the world is built and whenever the trail is read.
 */
export function extendAuditTrail(world: World, now: Date): void {
  const from = Math.max(world.auditedUntil.getTime(), now.getTime() - KEPT_DAYS * DAY_MS);
  if (from >= now.getTime()) return;
  const added: AuditEvent[] = [];
  for (let day = dayNumber(new Date(from)); day <= dayNumber(now); day += 1) {
    for (const event of eventsOfDay(world, day, world.auditEventsPerDay)) {
      const at = Date.parse(event.timestamp);
      if (at > from && at <= now.getTime()) added.push(event);
    }
  }
  world.auditEvents.unshift(...added.reverse());
  world.auditedUntil = now;
}

/** Adds the event that reading a profiles warehouse writes; its own read is never part of what it returns. */
export function recordProfilesWarehouseRead(world: World, warehouseId: string, now: Date): void {
  extendAuditTrail(world, now);
  world.auditEvents.unshift({
    id: hexId(world.seed, 'audit-read', world.auditEvents.length),
    timestamp: now.toISOString(),
    type: 'Profiles Sync Warehouse Retrieved',
    actor: hexId(world.seed, 'api-token', 0),
    resourceId: warehouseId,
    resourceType: 'Profiles Sync Warehouse',
    resourceName: warehouseId,
  });
}

export interface AuditWindow {
  readonly startTime: Date;
  readonly endTime: Date;
  readonly resourceId: string | undefined;
  readonly resourceType: string | undefined;
}

/** Returns the events of a window, both ends included, newest first; never older than 90 days. */
export function auditEventsIn(world: World, window: AuditWindow, now: Date): AuditEvent[] {
  const oldest = Math.max(window.startTime.getTime(), now.getTime() - 90 * DAY_MS);
  const { resourceId, resourceType } = window;
  return world.auditEvents
    .filter((event) => {
      const at = Date.parse(event.timestamp);
      if (at < oldest || at > window.endTime.getTime()) return false;
      if (resourceId !== undefined && event.resourceId !== resourceId) return false;
      return resourceType === undefined || event.resourceType === resourceType;
    })
    .sort((left, right) =>
      left.timestamp < right.timestamp ? 1 : left.timestamp > right.timestamp ? -1 : 0,
    );
}
