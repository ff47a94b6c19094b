/** The fictional workspace: the same for the same seed, coherent in every reference, and of the promised size. */
import { describe, expect, test } from 'vitest';
import { createRandom, shuffledIndexes } from '../../src/simulator/random.ts';
import { buildWorld } from '../../src/simulator/world/build.ts';
import { worldAnchor } from '../../src/simulator/world/calendar.ts';
import { rulesOf } from '../../src/simulator/world/tracking-plans.ts';
import type { World } from '../../src/simulator/world/world.ts';
import { IS_FULL } from '../support/tier.ts';
import { NOON } from './asking.ts';

const SIZES = ['small', 'medium', 'large'] as const;
/** What holds in every world is tried in the large one by the full tier alone: that takes seconds. */
const TRIED = IS_FULL ? SIZES : SIZES.slice(0, 2);
const worlds = Object.fromEntries(
  SIZES.map((size) => [size, buildWorld({ seed: 1, size, now: NOON })]),
) as Record<(typeof SIZES)[number], World>;

describe('randomness', () => {
  test('is the same on every machine and Node version', () => {
    const random = createRandom(1, 'vector');

    expect([random.next(), random.next(), random.next()]).toEqual([1588693740, 1151081549, 2509337510]);
    expect(random.text(12, '0123456789abcdef')).toBe('63ddbb04a5cf');
    expect(shuffledIndexes(8, 'vector')).toEqual([3, 0, 5, 2, 6, 7, 4, 1]);
  });

  test('refuses to pick from nothing', () => {
    expect(() => createRandom('nothing').pick([])).toThrow(RangeError);
  });
});

describe.each(TRIED)('the %s world', (size) => {
  const world = worlds[size];

  test('is equal, byte for byte, when built again', () => {
    expect(JSON.stringify(buildWorld({ seed: 1, size, now: NOON }))).toBe(JSON.stringify(world));
  });

  test('is another one for another seed', () => {
    const other = buildWorld({ seed: 2, size, now: NOON });

    expect(other.workspace.id).not.toBe(world.workspace.id);
    expect(other.users[0]?.email).not.toBe(world.users[0]?.email);
    expect(other.sources[0]?.writeKeys).not.toEqual(world.sources[0]?.writeKeys);
  });

  test('has ids that are unique within their kind', () => {
    const kinds = Object.entries(world).filter(([, list]) => Array.isArray(list));

    for (const [kind, list] of kinds as [string, { id?: string }[]][]) {
      const ids = list.flatMap(({ id }) => (id === undefined ? [] : [id]));
      expect(new Set(ids).size, kind).toBe(ids.length);
    }
    expect(new Set(world.users.map(({ email }) => email)).size).toBe(world.users.length);
    expect(new Set(world.sources.map(({ slug }) => slug)).size).toBe(world.sources.length);
  });

  test('grants only roles and resources that exist', () => {
    const roles = new Map(world.roles.map(({ id, name }) => [id, name]));
    const resources = new Set(
      [
        [{ id: world.workspace.id, type: 'WORKSPACE' }],
        world.sources.map(({ id }) => ({ id, type: 'SOURCE' })),
        world.spaces.map(({ id }) => ({ id, type: 'SPACE' })),
        world.warehouses.map(({ id }) => ({ id, type: 'WAREHOUSE' })),
        world.functions.map(({ id }) => ({ id, type: 'FUNCTION' })),
      ].flatMap((list) => list.map(({ id, type }) => `${type} ${id}`)),
    );
    const labels = new Set(world.labels.map(({ key, value }) => `${key}=${value}`));

    const permissions = [...world.users, ...world.groups].flatMap((holder) => holder.permissions ?? []);
    for (const permission of permissions) {
      expect(roles.get(permission.roleId)).toBe(permission.roleName);
      expect(permission.resources.length).toBeGreaterThan(0);
      for (const resource of permission.resources) {
        expect(resources).toContain(`${resource.type} ${resource.id}`);
        for (const { key, value } of resource.labels ?? []) expect(labels).toContain(`${key}=${value}`);
      }
    }
  });

  test('refers only to what exists', () => {
    const users = new Set(world.users.map(({ id }) => id));
    const sources = new Set(world.sources.map(({ id }) => id));
    const destinations = new Set(world.destinations.map(({ id }) => id));
    const plans = new Set(world.trackingPlans.map(({ id }) => id));
    const spaces = new Set(world.spaces.map(({ id }) => id));
    const functions = new Set(world.functions.map(({ id }) => id));

    for (const group of world.groups) {
      const members = world.groupMembers[group.id] ?? [];
      expect(members).toHaveLength(group.memberCount);
      for (const id of members) expect(users.has(id)).toBe(true);
    }
    for (const { sourceId } of [...world.destinations, ...world.transformations, ...world.reverseEtlModels]) {
      expect(sources.has(sourceId)).toBe(true);
    }
    for (const filter of world.destinationFilters) {
      expect(destinations.has(filter.destinationId) && sources.has(filter.sourceId)).toBe(true);
    }
    for (const { destinationId, modelId } of world.destinationSubscriptions) {
      expect(destinations.has(destinationId)).toBe(true);
      if (modelId !== undefined) expect(world.reverseEtlModels.map(({ id }) => id)).toContain(modelId);
    }
    for (const [sourceId, planId] of Object.entries(world.sourcePlans)) {
      expect(sources.has(sourceId) && plans.has(planId)).toBe(true);
    }
    for (const id of Object.values(world.warehouseSources).flat()) expect(sources.has(id)).toBe(true);
    for (const { spaceId, createdBy } of world.audiences) {
      expect(spaces.has(spaceId) && users.has(createdBy)).toBe(true);
    }
    for (const { integrationId } of world.spaceFilters) expect(spaces.has(integrationId)).toBe(true);
    for (const instance of world.insertFunctionInstances) {
      expect(functions.has(instance.classId)).toBe(true);
      expect(destinations.has(instance.integrationId) || sources.has(instance.integrationId)).toBe(true);
    }
    for (const { actor, actorEmail } of world.auditEvents)
      expect(users.has(actor)).toBe(actorEmail !== undefined);
  });

  test('has write keys of 32 letters and digits for libraries, and for cloud event sources that tell of one', () => {
    for (const { writeKeys, metadata } of world.sources) {
      const isLibrary = metadata.categories.some((name) =>
        ['Website', 'Mobile', 'Server', 'Ott'].includes(name),
      );
      const isToldOf = ['aircall', 'klaviyo'].includes(metadata.slug);
      expect(writeKeys.length > 0, metadata.slug).toBe(isLibrary || isToldOf);
      if (isToldOf) expect(metadata.isCloudEventSource).toBe(true);
      for (const key of writeKeys) expect(key).toMatch(/^[A-Za-z0-9]{32}$/);
    }
    expect(world.sources.some(({ metadata }) => metadata.isCloudEventSource)).toBe(true);
    expect(world.sources.some(({ writeKeys }) => writeKeys.length > 1)).toBe(true);
  });

  test('has vendors and databases that are copied from, which are no event sources and have no write key', () => {
    const copied = ['hubspot', 'salesforce', 'snowflake', 'stripe', 'zendesk'];
    const those = world.sources.filter(({ metadata }) => copied.includes(metadata.slug));

    expect(those.length).toBeGreaterThanOrEqual(2);
    expect(those.filter(({ writeKeys }) => writeKeys.length > 0)).toEqual([]);
    expect(those.filter(({ metadata }) => metadata.isCloudEventSource)).toEqual([]);
  });

  test('has the fields that real workspaces have, and ids in them that are ids of its own', () => {
    const { workspace, functions, transformations, destinations, warehouses, credentials } = world;
    const logins = destinations.flatMap(({ id, settings }) => {
      const login = settings['dynamicAuthSettings'] as { configId: string } | undefined;
      return login === undefined ? [] : [{ id, configId: login.configId }];
    });
    const ownLogins = logins.filter(({ id, configId }) => id === configId);
    const ids = new Set(destinations.map(({ id }) => id));

    for (const record of [...functions, ...transformations]) expect(record.workspaceId).toBe(workspace.id);
    for (const { id, resourceType } of functions) {
      expect(id, resourceType).toMatch(/^(?:sfnc_[A-Za-z0-9]{22}|(?:sfnd|dfn|ifnd|ifns|ifnt)_[0-9a-f]{24})$/);
    }
    expect(new Set(functions.map(({ id }) => id.split('_')[0])).size).toBeGreaterThanOrEqual(5);
    expect(ownLogins.length).toBeGreaterThan(logins.length / 2);
    expect(ownLogins.length).toBeLessThan(logins.length);
    expect(logins.filter(({ configId }) => !ids.has(configId))).toEqual([]);
    expect(warehouses[0]?.settings['credential_id']).toBe(credentials[0]?.id);
    expect(world.trackingPlans.some(({ resourceSchemaId }) => resourceSchemaId !== undefined)).toBe(true);
  });

  test('uses labels that the workspace has', () => {
    const labels = new Set(world.labels.map(({ key, value }) => `${key}=${value}`));

    for (const source of world.sources) {
      for (const { key, value } of source.labels) expect(labels).toContain(`${key}=${value}`);
    }
  });

  test('has nothing in it that looks like a real credential, or like a real address', () => {
    const text = JSON.stringify({ ...world, auditEvents: world.auditEvents.slice(0, 100) });

    expect(text).not.toMatch(
      /sk_live_|rk_live_|AKIA[0-9A-Z]{16}|ghp_|xox[abp]-|-----BEGIN|AIza[0-9A-Za-z_-]{35}/,
    );
    for (const [, host] of text.matchAll(/[a-z0-9.-]+@([a-z0-9.-]+)/g)) expect(host).toMatch(/\.example$/);
    for (const [, host] of text.matchAll(/https?:\/\/([a-z0-9.-]+)/g)) {
      expect(host).toMatch(/\.example$|^json-schema\.org$/);
    }
  });

  test('dates nothing after the moment it was built, but what is still to come', () => {
    const { auditedUntil: _moment, audiences, ...rest } = world;
    const instants = JSON.stringify({
      ...rest,
      audiences: audiences.map(({ schedules: _, ...audience }) => audience),
    });

    for (const [, instant] of instants.matchAll(/"(\d{4}-\d{2}-\d{2}T[\d:.]+Z)"/g)) {
      expect(Date.parse(instant ?? '')).toBeLessThanOrEqual(NOON.getTime());
    }
  });
});

describe('the worlds', () => {
  test('are as large as they are said to be', () => {
    const count = ({ users, sources, destinations, trackingPlans, warehouses, spaces }: World) =>
      [users, sources, destinations, trackingPlans, warehouses, spaces].map((list) => list.length);

    expect(count(worlds.small)).toEqual([14, 12, 20, 4, 1, 1]);
    expect(count(worlds.medium)).toEqual([450, 350, 260, 120, 3, 2]);
    expect(count(worlds.large)).toEqual([10_000, 2_000, 1_500, 300, 8, 6]);
  });

  test('hold no rules of generated plans, and make a thousand different ones when they are read', () => {
    const { large } = worlds;
    const plan = large.trackingPlans.at(-1)?.id ?? '';
    const rules = rulesOf(large, plan);
    const keys = Array.from({ length: rules.total }, (_, index) =>
      JSON.stringify(rules.item(index), ['type', 'key']),
    );

    expect(Object.keys(large.planRules)).toHaveLength(4);
    expect(rules.total).toBe(1_000);
    expect(new Set(keys).size).toBe(1_000);
    expect(rules.item(500)).toEqual(rules.item(500));
  });

  test('contain each other: what is in the small one is in the larger ones', () => {
    const { small, large } = worlds;
    const identity = ({ id, name }: { id: string; name?: string }) => `${id} ${name}`;

    expect(large.sources.slice(0, 12)).toEqual(small.sources);
    expect(large.destinations.slice(0, 20).map(identity)).toEqual(small.destinations.map(identity));
    expect(large.users.slice(0, 14).map(identity)).toEqual(small.users.map(identity));
  });

  test('have what an access review should find', () => {
    const { small } = worlds;
    const owners = small.users.filter(({ permissions }) =>
      permissions?.some(({ roleName }) => roleName === 'Workspace Owner'),
    );

    expect(owners).toHaveLength(4);
    expect(owners.filter(({ name }) => name.endsWith('(left)'))).toHaveLength(1);
    expect(owners.filter(({ email }) => email.endsWith('@northpier-studio.example'))).toHaveLength(1);
    expect(small.groups.filter(({ memberCount }) => memberCount === 0)).toHaveLength(1);
    expect(small.users.map(({ email }) => email)).toContain('analytics@larkfield.example');
  });

  test('keep their dates for a year, so that two demos a week apart see the same bytes', () => {
    const later = buildWorld({ seed: 1, size: 'small', now: new Date('2026-11-29T12:00:00.000Z') });
    const { auditEvents: before, auditedUntil: _a, regulations: _b, ...first } = worlds.small;
    const { auditEvents: after, auditedUntil: _c, regulations: _d, ...second } = later;

    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    const shared = after.filter(({ timestamp }) => timestamp <= NOON.toISOString());
    expect(before.slice(0, shared.length)).toEqual(shared);
    expect(shared.length).toBeGreaterThan(300);
  });

  test('count back from the last first of October', () => {
    expect(worldAnchor(new Date('2026-11-22T00:00:00Z')).toISOString()).toBe('2026-10-01T00:00:00.000Z');
    expect(worldAnchor(new Date('2026-09-30T23:59:59Z')).toISOString()).toBe('2025-10-01T00:00:00.000Z');
  });
});
