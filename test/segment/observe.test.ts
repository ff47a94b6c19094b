import { describe, expect, it } from 'vitest';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';
import { areNamed, Observer } from '../../src/segment/observe.ts';

function observe(name: string, ...notes: readonly Parameters<Observer['note']>[]): Observer {
  const observer = new Observer(definitionOf(name), 'ours');
  for (const note of notes) observer.note(...note);
  return observer;
}

function definitionOf(name: string): ResourceDefinition {
  const definition = resources.find((resource) => resource.name === name);
  if (definition === undefined) throw new Error(`no resource ${name}`);
  return definition;
}

const owner = { permissions: [{ roleId: '1', roleName: 'Workspace Owner', resources: [] }] };

describe('what records say about others', () => {
  it('takes their ids as Segment gave them, in order, repeats included', () => {
    const { ids } = observe(
      'users',
      [{ id: 'b' }, undefined],
      [{ id: 'a' }, undefined],
      [{ id: 'b' }, undefined],
    );

    expect(ids).toEqual(['b', 'a', 'b']);
  });

  it('keeps no ids that nothing is held against, and counts the records all the same', () => {
    const observer = new Observer(definitionOf('users'), 'ours', { areIdsWanted: false });

    observer.note({ id: 'a' }, undefined);
    observer.note({}, undefined);

    expect(observer).toMatchObject({ ids: [], records: 2, withoutId: 1 });
  });

  it('says whose ids something is held against', () => {
    expect(areNamed('sources', resources)).toBe(true);
    expect(areNamed('users', resources)).toBe(true);
    expect(areNamed('tracking-plan-rules', resources)).toBe(false);
    for (const { voucher } of resources) if (voucher) expect(areNamed(voucher.to, resources)).toBe(true);
  });

  it('keeps no time of what was made before it matters', () => {
    const observer = new Observer(definitionOf('users'), 'ours', { madeSinceMs: Date.UTC(2026, 0, 2) });

    for (const day of ['01', '02', '03']) observer.noteOrigin({ createdAt: `2026-01-${day}T00:00:00.000Z` });

    expect(observer.createdAtMs).toEqual([Date.UTC(2026, 0, 2), Date.UTC(2026, 0, 3)]);
  });

  it.each([null, 'text', 7, [], {}, { id: 7 }, { id: null }])(
    'takes no id of what has none: %j',
    (record) => {
      expect(observe('users', [record, undefined]).ids).toEqual([]);
    },
  );

  it('takes the records that a field names, each once, and none for an empty or other value', () => {
    const named = ['s1', 's1', 's2', '', null, 7].map(
      (sourceId, index) => [{ id: String(index), sourceId }, undefined] as const,
    );

    const { referenced } = observe(
      'destinations',
      ...named.map(([record, parent]) => [record, parent] as [unknown, undefined]),
    );

    expect([...(referenced.get('sources') ?? [])]).toEqual(['s1', 's2']);
  });

  it('takes the record that a relation stands under', () => {
    const { referenced } = observe('warehouse-sources', [{ id: 's1' }, { warehouseId: 'w1' }]);

    expect([...(referenced.get('warehouses') ?? [])]).toEqual(['w1']);
    expect([...(referenced.get('sources') ?? [])]).toEqual(['s1']);
  });

  it('counts records under each parent, also those that are no object', () => {
    const { perParent } = observe(
      'group-invites',
      [{ email: 'a@b.c' }, { groupId: 'g1' }],
      ['odd', { groupId: 'g1' }],
      [{ email: 'a@b.c' }, { groupId: '__proto__' }],
    );

    expect([...perParent]).toEqual([
      ['g1', 2],
      ['__proto__', 1],
    ]);
  });

  it('takes how many children a record announces, where it is a number', () => {
    const { announced } = observe(
      'groups',
      [{ id: 'g1', memberCount: 3 }, undefined],
      [{ id: 'g2', memberCount: '3' }, undefined],
      [{ id: 'g3' }, undefined],
      [{ memberCount: 3 }, undefined],
    );

    expect([...announced]).toEqual([['g1', 3]]);
  });

  it('counts records that grant ownership, and nothing that only looks so', () => {
    const { owners } = observe(
      'users',
      [{ id: '1', ...owner }, undefined],
      [{ id: '2', permissions: [{ roleName: 'workspace owner' }] }, undefined],
      [{ id: '3', permissions: 'Workspace Owner' }, undefined],
      [{ id: '4', permissions: [null, 'Workspace Owner', ['Workspace Owner']] }, undefined],
      [{ id: '5' }, undefined],
    );

    expect(owners).toBe(1);
  });

  it('looks for owners only where grants are read', () => {
    expect(observe('sources', [{ id: '1', ...owner }, undefined]).owners).toBe(0);
  });

  it('counts events by type, also by types called like built-in members', () => {
    const types = ['User Deleted', 'User Deleted', 'constructor', 7];
    const notes = types.map((type) => [{ id: 'e', type }, undefined] as [unknown, undefined]);

    expect([...observe('audit-events', ...notes).tallies]).toEqual([
      ['User Deleted', 2],
      ['constructor', 1],
    ]);
  });
});

describe('what was listed says of its origin', () => {
  const origin = (name: string, ...listed: readonly unknown[]) => {
    const observer = observe(name);
    for (const item of listed) observer.noteOrigin(item);
    return observer;
  };

  it('counts what names another workspace, by what may vouch for it', () => {
    const { foreign } = origin(
      'warehouses',
      { workspaceId: 'ours' },
      { workspaceId: 'theirs', settings: { credential_id: 'c' } },
      { workspaceId: 'theirs', settings: {} },
      { workspaceId: 7 },
    );

    expect([...foreign]).toEqual([
      ['c', 1],
      ['', 2],
    ]);
  });

  it.each([null, 'theirs', {}, { workspaceId: null }, { workspaceId: '' }])(
    '%j names no workspace',
    (listed) => {
      expect(origin('sources', listed).foreign.size).toBe(0);
    },
  );

  it('notes when it was made, where it says so', () => {
    const { createdAtMs } = origin(
      'sources',
      { createdAt: '1970-01-01T00:00:01Z' },
      { createdAt: 'then' },
      { createdAt: 5 },
    );

    expect(createdAtMs).toEqual([1000]);
  });
});
