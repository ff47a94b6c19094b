/** What records name and a list has not: asked for by id, and what the certificate says of the answers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../schemas/manifest.ts';
import { livePluginOf } from '../../src/simulator/world/live-plugins.ts';
import { ALL } from '../support/by-default.ts';
import { allUnder, endingUnder } from '../support/children.ts';
import {
  collectOnce,
  type FaultRow,
  type Json,
  listEdit,
  type Scene,
  tryRows,
  withScene,
} from '../support/fault-row.ts';
import { readFolder } from '../support/folder.ts';

/** Lets the first destinations name sources that are not listed; the rest name listed ones. */
function name({ simulator, fault }: Scene, ids: readonly string[]): void {
  const listed = simulator.world.sources.map(({ id }) => id);
  fault(
    'listDestinations',
    listEdit('destinations', (destinations) =>
      destinations.map((to, index) => ({ ...to, sourceId: ids[index] ?? listed[index % listed.length] })),
    ),
  );
}

const lookUps = ({ simulator }: Scene, operationId: string) =>
  simulator.requests.filter((request) => request.operationId === operationId);

/** A list without one source that the destinations name; asked for by id, it is there. */
function hide({ simulator, fault }: Scene, count: number): void {
  const hidden = new Set(simulator.world.destinations.slice(0, count).map(({ sourceId }) => sourceId));
  fault(
    'listSources',
    listEdit('sources', (sources) => sources.filter(({ id }) => !hidden.has(`${id}`))),
  );
}

const doubted: Pick<FaultRow, 'gaps' | 'status' | 'exit' | 'conditions'> = {
  gaps: {
    sources: 'partial cross-reference 200',
    ...endingUnder('sources', 'partial parents-unread 200'),
  },
  status: 'partial',
  exit: 4,
  conditions: ['sources', ...allUnder('sources')].map((each) => `collection-incomplete ${each}`),
};
const fine = { gaps: {}, status: 'complete', exit: 0, conditions: [] } as const;

const rows: readonly FaultRow[] = [
  {
    name: 'what Segment has not either leaves the list whole, and the certificate counts it',
    ...fine,
    arrange: (scene) => name(scene, ['gone-2', 'gone-1', 'gone-3']),
    also: ({ resources }, scene) => {
      expect(
        lookUps(scene, 'getSource')
          .map(({ path, status }) => `${path} ${status}`)
          .sort(),
      ).toEqual(['gone-1', 'gone-2', 'gone-3'].map((id) => `/sources/${id} 404`));
      const entry = resources.find((resource) => resource.name === 'sources');
      // The list, each of them, and the second look at the list.
      expect([entry?.requests, entry?.completeness?.dangling]).toEqual([1 + 3 + 1, 3]);
      expect(entry?.completeness?.rules).toContainEqual({
        rule: 'named-records-listed-or-gone',
        holds: true,
        detail: 'not listed: 3 named by destinations; asked for by id, and Segment has none of them',
      });
    },
  },
  {
    name: 'one that is there shows that the list is filtered',
    ...doubted,
    arrange: (scene) => hide(scene, 1),
    because: { sources: 'asked for by id: 1 there, 0 gone' },
    also: (_run, { simulator, cli }) => {
      const hidden = simulator.world.destinations[0]?.sourceId;
      const [key] = simulator.world.sources.find(({ id }) => id === hidden)?.writeKeys ?? [];
      expect(key).toBeDefined();
      for (const [path, bytes] of readFolder(cli.store)) expect(bytes.includes(`${key}`), path).toBe(false);
    },
  },
  {
    name: 'one that is there is enough, whatever is gone',
    ...doubted,
    arrange: (scene) => {
      hide(scene, 1);
      const [first] = scene.simulator.world.destinations;
      name(scene, [`${first?.sourceId}`, 'gone-1']);
    },
    because: { sources: 'asked for by id: 1 there, 1 gone' },
  },
  {
    name: 'an answer about another record proves nothing',
    ...doubted,
    arrange: (scene) => {
      name(scene, ['gone-1']);
      const source = { id: 'another' };
      scene.fault('getSource', { kind: 'status', status: 200 });
      scene.fault('getSource', { kind: 'transform-json', transform: () => ({ data: { source } }) });
    },
    because: { sources: '1 without an answer that says (another record)' },
  },
  ...[401, 403].map(
    (status): FaultRow => ({
      name: `a ${status} for what is asked for proves nothing, and is no missing feature`,
      ...doubted,
      arrange: (scene) => {
        name(scene, ['gone-1']);
        scene.fault('getSource', { kind: 'status', status });
      },
      because: { sources: '0 there, 0 gone, 1 without an answer that says (denied: scope)' },
    }),
  ),
  {
    name: 'a server that fails over it proves nothing',
    ...doubted,
    arrange: (scene) => {
      name(scene, ['gone-1']);
      scene.fault('getSource', { kind: 'drop-before-headers' });
    },
    because: { sources: '1 without an answer that says (unreachable: network)' },
  },
  {
    name: 'an empty list is not whole, and nothing is asked for',
    ...doubted,
    arrange: ({ fault }) => fault('listSources', { kind: 'empty-list' }),
    gaps: {
      sources: 'partial cross-reference 200',
      ...endingUnder('sources', 'partial parents-unread -'),
    },
    also: (_run, scene) => expect(lookUps(scene, 'getSource')).toEqual([]),
  },
  {
    name: 'a list that lacks more than half of what is named is not whole, and nothing is asked for',
    ...doubted,
    arrange: ({ fault, simulator: { world } }) => {
      // One under which there is everything that there may be under a source.
      const kept = world.sources.find((source) => livePluginOf(world, source) !== null);
      expect(kept).toBeDefined();
      fault(
        'listSources',
        listEdit('sources', (sources) => sources.filter(({ id }) => id === kept?.id)),
      );
    },
    also: (_run, scene) => expect(lookUps(scene, 'getSource')).toEqual([]),
  },
  {
    name: 'members of a group that are users no more are asked for like any other',
    ...fine,
    simulator: { permissionsInUserList: true },
    arrange: (scene) => {
      const group = scene.simulator.world.groups.find(({ memberCount }) => memberCount > 0);
      const gone = (users: readonly Json[]) =>
        users.map((user, index) => (index === 0 ? { ...user, id: 'gone-1' } : user));
      scene.simulator.addFault({
        match: { path: `/groups/${group?.id}/users` },
        effect: listEdit('users', gone),
      });
    },
    also: ({ resources }, scene) => {
      expect(lookUps(scene, 'getUser').map(({ path }) => path)).toEqual(['/users/gone-1']);
      const entry = resources.find((resource) => resource.name === 'users');
      expect([entry?.requests, entry?.completeness?.dangling]).toEqual([1 + 1 + 1, 1]);
    },
  },
];

describe('when a list has not what others name', () => tryRows(rows));

it('a run costs one request more for each that is asked for, and none where every reference is listed', () =>
  withScene({ reads: ALL }, async (scene) => {
    const { simulator, cli } = scene;
    const collect = async () => {
      const before = simulator.requests.length;
      const { run } = await collectOnce(scene);
      const manifest = JSON.parse(
        readFileSync(join(cli.store, run.snapshot, 'evidence-manifest.json'), 'utf8'),
      ) as Manifest;
      const listed = manifest.coverage.list.find(({ operationId }) => operationId === 'getSource');
      return { requests: simulator.requests.length - before, getSource: listed?.state };
    };

    const whole = await collect();
    name(scene, ['gone-1', 'gone-2']);
    const dangling = await collect();

    expect(whole.getSource).toBe('derived');
    expect(dangling).toEqual({ requests: whole.requests + 2, getSource: 'collected' });
  }));
