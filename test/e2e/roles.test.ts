/** What tokens of different roles get: each gap is named with the role that mends it, and none is a zero. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { operationIdsOf } from '../../schemas/resource.ts';
import { ALL, byDefault as resources } from '../support/by-default.ts';
import {
  collectOnce,
  expectNoGapWithContent,
  expectVerified,
  type Json,
  listEdit,
  type Scene,
  withScene,
} from '../support/fault-row.ts';

interface Role {
  readonly role: string;
  readonly token: 'owner' | 'member';
  /** Makes the server answer as it does to such a role. */
  readonly arrange?: (scene: Scene) => void;
  readonly reads: readonly string[];
  /** What it reads some of, and the reason. */
  readonly readsSome: Readonly<Record<string, string>>;
  /** What `test` cannot tell from readable by one small request, or need not ask. */
  readonly seems?: Readonly<Record<string, string>>;
}

/** Refuses everything but some resources. */
function refuseAllBut({ fault }: Scene, names: readonly string[]): void {
  for (const definition of resources) {
    if (names.includes(definition.name) || definition.name === 'workspace') continue;
    const status = definition.role === 'Workspace Owner' ? 401 : 403;
    for (const operationId of operationIdsOf(definition)) fault(operationId, { kind: 'status', status });
  }
}

const GRANTED = 3;

const roles: readonly Role[] = [
  {
    role: 'a Source Admin of some sources',
    token: 'owner',
    arrange: (scene) => {
      const { simulator, fault } = scene;
      const seen = [
        'sources',
        'source-settings',
        'destinations',
        'destination-filters',
        'reverse-etl-models',
      ];
      refuseAllBut(scene, seen);
      const flowing = simulator.world.destinations.map(({ sourceId }) => sourceId).reverse();
      const granted = new Set([...new Set(flowing)].slice(0, GRANTED));
      fault(
        'listSources',
        listEdit('sources', (sources) =>
          sources.map((source) => (granted.has(`${source['id']}`) ? source : { ...source, writeKeys: [] })),
        ),
      );
      for (const { id } of simulator.world.sources.filter((source) => !granted.has(source.id)))
        simulator.addFault({
          match: { path: `/sources/${id}/settings` },
          effect: { kind: 'status', status: 403 },
        });
      for (const { id } of simulator.world.destinations.filter((to) => !granted.has(to.sourceId)))
        simulator.addFault({
          match: { path: `/destination/${id}/filters` },
          effect: { kind: 'status', status: 403 },
        });
    },
    reads: ['workspace', 'destinations', 'reverse-etl-models'],
    readsSome: {
      sources: 'field-hidden',
      'source-settings': 'parents-unread',
      'destination-filters': 'parents-unread',
    },
    seems: { sources: 'field-hidden', 'source-settings': 'denied', 'destination-filters': 'denied' },
  },
  {
    role: 'a Tracking Plan Admin',
    token: 'owner',
    arrange: (scene) => {
      refuseAllBut(scene, ['tracking-plans', 'tracking-plan-rules', 'transformations', 'sources']);
      scene.fault('listSources', { kind: 'empty-list' });
    },
    reads: ['workspace', 'tracking-plans', 'tracking-plan-rules', 'transformations'],
    readsSome: {
      sources: 'cross-reference',
      'source-settings': 'parents-unread',
      'live-plugins': 'parents-unread',
    },
    seems: { sources: 'readable', 'source-settings': 'untried', 'live-plugins': 'untried' },
  },
  {
    role: 'a Warehouse Read-only',
    token: 'owner',
    arrange: (scene) => {
      refuseAllBut(scene, ['warehouses', 'warehouse-sources', 'sources']);
      scene.fault('listSources', { kind: 'empty-list' });
    },
    reads: ['workspace', 'warehouses', 'warehouse-sources'],
    readsSome: {
      sources: 'cross-reference',
      'source-settings': 'parents-unread',
      'live-plugins': 'parents-unread',
    },
    seems: { sources: 'readable', 'source-settings': 'untried', 'live-plugins': 'untried' },
  },
  {
    role: 'an End User Privacy Admin',
    token: 'owner',
    arrange: (scene) => refuseAllBut(scene, ['regulations', 'suppressions']),
    reads: ['workspace', 'regulations', 'suppressions'],
    readsSome: {},
  },
  {
    role: 'a Workspace Member',
    token: 'member',
    reads: ['workspace'],
    readsSome: { sources: 'field-hidden' },
    seems: { sources: 'field-hidden' },
  },
];

/** Read under others: not asked about when those showed none. */
const isBelow = (name: string, readable: readonly string[]) => {
  const parent = resources.find((definition) => definition.name === name)?.parent?.resource;
  return parent !== undefined && !readable.includes(parent);
};

const roleOf = (name: string) => resources.find((definition) => definition.name === name)?.role ?? '';

describe('the access map that test prints', () => {
  it.each(roles)(
    'is that of $role, with the role that each gap needs',
    ({ token, arrange, reads, readsSome, seems }) =>
      withScene({ reads: ALL }, async (scene) => {
        arrange?.(scene);
        const env = { SEGMENT_TOKEN: scene.simulator.tokens[token] };

        const { code, stdout } = await scene.cli.run(['test', '--verbose'], env);

        const listed = [...reads, ...Object.keys(readsSome)];
        const printed = Object.fromEntries(
          stdout.split('\n').flatMap((line) => {
            const [, name = '', access, , need] =
              /^ {2}(\S+) +([a-z-]+)(?: \((.*?)\))?(?: {2}needs: (.+))?$/.exec(line) ?? [];
            return roleOf(name) === '' ? [] : [[name, [access, need]]];
          }),
        );
        const expected = resources.map(({ name }) => {
          const access =
            seems?.[name] ??
            (reads.includes(name) ? 'readable' : isBelow(name, listed) ? 'untried' : 'denied');
          return [name, [access, ['readable', 'untried'].includes(access) ? undefined : roleOf(name)]];
        });
        expect(code).toBe(4);
        expect(printed).toEqual(Object.fromEntries(expected));
      }),
  );

  it('is whole for a Workspace Owner', () =>
    withScene({ reads: ALL }, async ({ cli }) => {
      const { code, stdout } = await cli.run(['test', '--verbose']);

      expect(code).toBe(0);
      expect(stdout).toContain(`${resources.length} of ${resources.length} resources readable`);
      expect(stdout).not.toContain('needs:');
    }));
});

/** Every number of a document that is zero, by its pointer. */
function zerosIn(value: unknown, pointer = ''): readonly string[] {
  if (value === 0) return [pointer];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => zerosIn(member, `${pointer}/${name}`));
}

/** Zeros that count what we did or what the server said, never what there is. */
const HARMLESS = [
  /^\/resources\/\d+\/(?:pages|requests|parents\/(?:read|total)|reportedTotal)$/,
  /^\/resources\/\d+\/completeness\/(?:distinctIds|firstTotal|lastTotal|secondLook\/(?:total|events))$/,
  /^\/resources\/\d+\/known\/(?:matched|observedOnly|namedElsewhereOnly|excluded|indeterminate)$/,
  /^\/artifacts\/\d+\/unchangedSinceSeq$/,
  /^\/coverage\/(?:collected|derived|notCollected)$/,
  /^\/clock\/skewMs$/,
  /^\/checks\/\w+$/,
];

describe('the evidence that collect keeps', () => {
  it.each(roles)(
    'names each gap of $role with the role that mends it, and counts none as zero',
    ({ token, arrange, reads, readsSome }) =>
      withScene({ reads: ALL }, async (scene) => {
        arrange?.(scene);
        const env = { SEGMENT_TOKEN: scene.simulator.tokens[token] };

        const { code, run } = await collectOnce(scene, { env });
        const text = (await scene.cli.run(['collect', '--force'], env)).stdout;

        const asked = run.resources.filter(({ reason }) => reason !== 'opt-in');
        const endings = Object.fromEntries(
          asked.map(({ name, outcome, reason }) => [name, `${outcome} ${reason ?? ''}`.trim()]),
        );
        const expected = resources.map(({ name }) => {
          const some = readsSome[name];
          return [
            name,
            reads.includes(name) ? 'complete' : some === undefined ? 'denied scope' : `partial ${some}`,
          ];
        });
        expect(endings).toEqual(Object.fromEntries(expected));
        expect([run.status, code]).toEqual(['partial', 4]);
        for (const { name, outcome } of asked.filter((entry) => entry.outcome !== 'complete')) {
          const summary = run.conditions.find(({ resource }) => resource === name)?.summary;
          expect(summary, `${name} is ${outcome}`).toContain(roleOf(name));
          expect(text).toContain(summary);
        }
        const manifest = JSON.parse(
          readFileSync(join(scene.cli.store, run.snapshot, 'evidence-manifest.json'), 'utf8'),
        ) as Json;
        const zeros = zerosIn(manifest).filter(
          (pointer) => !HARMLESS.some((harmless) => harmless.test(pointer)),
        );
        expect(zeros).toEqual([]);
        // Of what could not be read it is only said what others name.
        for (const { records, known } of run.resources) {
          if (records !== null || known === undefined) continue;
          expect(known).toMatchObject({ matched: 0, observedOnly: 0 });
          expect(known.namedElsewhereOnly + known.indeterminate + known.excluded).toBeGreaterThan(0);
        }
        expectNoGapWithContent(run, scene.cli.store);
        await expectVerified(scene);
      }),
  );

  it('is complete for a Workspace Owner', () =>
    withScene({ connection: { declaredRole: 'Workspace Owner' }, reads: ALL }, async (scene) => {
      const { code, run } = await collectOnce(scene);

      expect([code, run.status, run.conditions]).toEqual([0, 'complete', []]);
      const asked = run.resources.filter(({ reason }) => reason !== 'opt-in');
      expect(asked.filter(({ outcome }) => outcome !== 'complete')).toEqual([]);
    }));

  it('says that a declared owner is none when it is refused what owners may read', () =>
    withScene({ connection: { declaredRole: 'Workspace Owner' } }, async (scene) => {
      const { run } = await collectOnce(scene, { env: { SEGMENT_TOKEN: scene.simulator.tokens.member } });

      const users = run.conditions.find(({ resource }) => resource === 'users');
      expect(users?.summary).toContain('less than the declared role Workspace Owner');
    }));
});
