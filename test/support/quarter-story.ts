/** What happens in the quarter of quarter.ts: to the world that is served, and into its audit trail. */
import type { Simulator } from '../../src/simulator/simulator.ts';
import type { World } from '../../src/simulator/world/world.ts';

/** Numbers of days from the first run on. What happens on a day comes after its run. */
export interface QuarterDays {
  /** So many days from the first run to the last. */
  readonly days: number;
  /** Somebody is invited before the quarter begins: that is no part of the answer. */
  readonly before: number;
  /** Somebody joins, a role changes, somebody joins a group. */
  readonly access: number;
  /** Somebody comes and goes; a destination is added; another token changes something while a run reads. */
  readonly brief: number;
  /** A source is switched off, and no event says so; somebody is removed. */
  readonly quiet: number;
  readonly failed: readonly number[];
  /** Destinations cannot be read; the one that was added is removed on the first of these days. */
  readonly denied: readonly number[];
  /** From this run on sources are kept in their present form, and the collector's actor is declared. */
  readonly upgraded: number;
  /** A role changes, and no event says so. No event at all is of this day. */
  readonly hushed: number;
  /** From this run on fingerprints are made with another key. */
  readonly rekeyed: number;
  /** Days without a run. */
  readonly missing: readonly number[];
}

/** One event of the trail as it was written. */
export interface Happened {
  readonly id: string;
  readonly at: string;
  readonly type: string;
  /** E-mail of who did it; the id of a token that did it. */
  readonly actor: string;
}

/** Who and what the story is about. */
export interface Cast {
  readonly owner: { readonly id: string; readonly email: string };
  /** Id of another program's token, as the trail has it. */
  readonly otherToken: string;
  readonly invited: string;
  readonly joined: { readonly id: string; readonly name: string; readonly email: string };
  readonly promoted: { readonly id: string; readonly name: string };
  readonly group: { readonly id: string; readonly name: string };
  readonly grouped: { readonly id: string };
  readonly briefly: { readonly id: string; readonly name: string };
  readonly destination: { readonly id: string; readonly name: string };
  readonly switchedOff: { readonly id: string; readonly name: string };
  readonly left: { readonly id: string; readonly name: string };
  readonly quietlyPromoted: { readonly id: string; readonly name: string };
}

export interface Story {
  readonly cast: Cast;
  /** Every event so far, oldest first. */
  readonly events: readonly Happened[];
  /** Lets happen what happens after the run of a day. */
  live(day: number): void;
}

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** Returns the story, of which nothing has happened yet. The simulator writes no events of its own any more. */
export function createStory({ world }: Simulator, days: QuarterDays, startMs: number): Story {
  world.auditedUntil = new Date(startMs + 1_000 * DAY_MS);
  world.auditEvents.length = 0;
  const cast = castOf(world);
  const events: Happened[] = [];
  return {
    cast,
    events,
    live: (day) => {
      const scene = new Scene(world, cast, startMs + day * DAY_MS, events);
      if (day !== days.hushed) scene.everyday();
      for (const act of ['before', 'access', 'brief', 'quiet', 'hushed', 'upgraded'] as const)
        if (days[act] === day) scene[act]();
      if (days.denied[0] === day) scene.removeDestination();
    },
  };
}

function castOf({ users, groups, sources, destinations }: World): Cast {
  const [owner, , , left, promoted, grouped, quiet] = users;
  const source = sources.findLast(({ enabled }) => enabled);
  const [group, like] = [groups[0], destinations[0]];
  if (!owner || !left || !promoted || !grouped || !quiet || !source || !group || !like)
    throw new Error('expected a workspace with enough in it to tell the story');
  return {
    owner: { id: owner.id, email: owner.email },
    otherToken: 'tok7otherprogram',
    invited: 'invited.before@acme.example',
    joined: { id: 'usrJoined0000000000001', name: 'Nora Neu', email: 'nora.neu@acme.example' },
    promoted: { id: promoted.id, name: promoted.name },
    group: { id: group.id, name: group.name },
    grouped: { id: quiet.id },
    briefly: { id: 'usrBriefly000000000001', name: 'Six Hours' },
    destination: { id: '5f00000000000000000000d1', name: 'Short-lived Mail' },
    switchedOff: { id: source.id, name: source.name ?? source.slug },
    left: { id: left.id, name: left.name },
    quietlyPromoted: { id: grouped.id, name: grouped.name },
  };
}

/** One day's acts. */
class Scene {
  readonly #world: World;
  readonly #cast: Cast;
  readonly #midnightMs: number;
  readonly #events: Happened[];

  constructor(world: World, cast: Cast, midnightMs: number, events: Happened[]) {
    this.#world = world;
    this.#cast = cast;
    this.#midnightMs = midnightMs;
    this.#events = events;
  }

  everyday(): void {
    const [plan] = this.#world.trackingPlans;
    this.#write(8, 'Tracking Plan Modified', ['Tracking Plan', plan?.id ?? '', plan?.name ?? '']);
  }

  before(): void {
    const { invited } = this.#cast;
    this.#world.invites.push(invited);
    this.#write(12, 'User Invite Sent', ['Invite', invited, invited]);
  }

  access(): void {
    const { joined, promoted, group, grouped } = this.#cast;
    this.#world.users.push({ ...joined, permissions: [] });
    this.#write(10, 'User Added via SSO', ['User', joined.id, joined.name]);
    this.#giveRole(promoted.id, 'Tracking Plan Admin');
    this.#write(11, 'User Policy Updated', ['User', promoted.id, promoted.name]);
    this.#world.groupMembers[group.id]?.push(grouped.id);
    const record = this.#world.groups.find(({ id }) => id === group.id);
    if (record !== undefined) record.memberCount += 1;
    this.#write(12, 'User Added To User Group', ['User Group', group.id, group.name]);
  }

  brief(): void {
    const { briefly, destination } = this.#cast;
    this.#write(9, 'User Added via SSO', ['User', briefly.id, briefly.name]);
    this.#write(15, 'User Removed', ['User', briefly.id, briefly.name]);
    const [like] = this.#world.destinations;
    if (like !== undefined) this.#world.destinations.push({ ...like, ...destination });
    this.#write(16, 'Integration Created', ['Integration', destination.id, destination.name]);
    this.#otherToken();
  }

  upgraded(): void {
    this.#otherToken();
  }

  /** While the run of the day reads. */
  #otherToken(): void {
    const { otherToken, switchedOff } = this.#cast;
    const source = ['Source', switchedOff.id, switchedOff.name] as const;
    this.#write(3 + 4 / 3_600, 'Source Modified', source, { actor: otherToken });
  }

  quiet(): void {
    const { switchedOff, left } = this.#cast;
    const source = this.#world.sources.find(({ id }) => id === switchedOff.id);
    if (source !== undefined) source.enabled = false;
    const index = this.#world.users.findIndex(({ id }) => id === left.id);
    this.#world.users.splice(index, 1);
    for (const [group, members] of Object.entries(this.#world.groupMembers)) {
      if (!members.includes(left.id)) continue;
      members.splice(members.indexOf(left.id), 1);
      const record = this.#world.groups.find(({ id }) => id === group);
      if (record !== undefined) record.memberCount -= 1;
    }
    this.#write(17, 'User Removed', ['User', left.id, left.name]);
  }

  hushed(): void {
    this.#giveRole(this.#cast.quietlyPromoted.id, 'Workspace Owner');
  }

  removeDestination(): void {
    const { id, name } = this.#cast.destination;
    const { destinations } = this.#world;
    destinations.splice(
      destinations.findIndex((each) => each.id === id),
      1,
    );
    this.#write(12, 'Integration Deleted', ['Integration', id, name]);
  }

  #giveRole(userId: string, roleName: string): void {
    const role = this.#world.roles.find(({ name }) => name === roleName);
    const user = this.#world.users.find(({ id }) => id === userId);
    if (role === undefined || user === undefined) throw new Error(`expected ${roleName} and ${userId}`);
    const everything = { id: this.#world.workspace.id, type: 'WORKSPACE' as const, labels: [] };
    user.permissions = [
      ...(user.permissions ?? []),
      { roleId: role.id, roleName: role.name, resources: [everything], labels: [] },
    ];
  }

  /** `hour`: of the day, in UTC. */
  #write(
    hour: number,
    type: string,
    [resourceType, resourceId, resourceName]: readonly [string, string, string],
    by: { readonly actor: string; readonly actorEmail?: string } = {
      actor: this.#cast.owner.id,
      actorEmail: this.#cast.owner.email,
    },
  ): void {
    const at = new Date(this.#midnightMs + Math.round(hour * HOUR_MS)).toISOString();
    const id = `event${String(this.#events.length).padStart(5, '0')}`;
    const { auditEvents } = this.#world;
    auditEvents.unshift({ id, timestamp: at, type, ...by, resourceId, resourceType, resourceName });
    this.#events.push({ id, at, type, actor: by.actorEmail ?? by.actor });
  }
}
