/** What making a clean workspace, and planting something into it, have in common. */
import type { World } from '../../src/simulator/simulator.ts';
import type { AuditEvent } from '../../src/simulator/world/policy-records.ts';
import { START } from './client.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
export const DOMAIN = 'larkfield.example';

/** The instant of an hour some days before, or after, the day of the first run, which is a Sunday. */
export const onDay = (day: number, hour = 10, minute = 0): string =>
  new Date(START - (START % DAY_MS) + day * DAY_MS + hour * 3_600_000 + minute * 60_000).toISOString();

/** Writes an event into the trail, by an owner, about the workspace, where nothing else is said. Returns its id. */
export function tell(world: World, at: string, type: string, more: Partial<AuditEvent> = {}): string {
  const [owner] = world.users;
  const event = {
    timestamp: at,
    type,
    actor: owner?.id ?? '',
    actorEmail: owner?.email ?? '',
    resourceId: world.workspace.id,
    resourceType: 'Workspace',
    resourceName: world.workspace.name,
    ...more,
  };
  const id = [at, type, event.actor, event.resourceId].join('/').replaceAll(' ', '-');
  world.auditEvents.unshift({ id, ...event });
  return id;
}

/** Returns the one with a name. @throws Error if there is none */
export function named<T extends { readonly name?: string }>(list: readonly T[], name: string): T {
  const found = list.find((each) => each.name === name);
  if (found === undefined) throw new Error(`expected one that is called ${name}`);
  return found;
}

/** @throws Error if there is none */
export function first<T>([one]: readonly T[]): T {
  if (one === undefined) throw new Error('expected one');
  return one;
}
