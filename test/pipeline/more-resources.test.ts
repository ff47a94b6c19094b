/**
 * What is read under destinations, warehouses, functions, credentials and models: all of it in one run, whole, with a
 * secret of its own planted in every place that could hold one. None of them is in any byte that is stored.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { optIn } from '../support/opt-in.ts';
import { createWorkbench, type Ran, type Workbench } from '../support/run.ts';

type Json = Record<string, unknown>;

/** Made up when this runs: letters and digits, as generators make them, and words, as people do. */
const generated = (place: string) => `${Buffer.from(place).toString('hex')}Zq7`;
const worded = (place: string) => `correct horse ${place}`;

const PLACES: readonly (readonly [operationId: string, key: string, change: (secret: string) => Json])[] = [
  ['listSubscriptionsFromDestination', 'subscriptions', (secret) => ({ settings: { note: secret } })],
  [
    'listSubscriptionsFromDestination',
    'subscriptions',
    (secret) => ({ settings: { to: { '@template': `{{userId}} ${secret}` } } }),
  ],
  [
    'listSubscriptionsFromDestination',
    'subscriptions',
    (secret) => ({ settings: { list: [{ '@if': { exists: { '@path': '$.a' }, else: { deep: secret } } }] } }),
  ],
  ['listFunctionVersions', 'versions', (secret) => ({ code: `const key = '${secret}';` })],
  ['listInsertFunctionInstances', 'instances', (secret) => ({ settings: { map: { a: secret } } })],
  ['listInsertFunctionInstances', 'instances', (secret) => ({ encryptedSettings: { list: [secret] } })],
  ['getLatestFromLivePlugins', 'livePlugin', (secret) => ({ downloadURL: `https://x.example/${secret}` })],
  ['getLatestFromLivePlugins', 'livePlugin', (secret) => ({ code: `// ${secret}` })],
  ['listReverseEtlModels', 'models', (secret) => ({ query: `SELECT id FROM a WHERE k = '${secret}'` })],
  ['listCredentialConsumers', 'sources', (secret) => ({ writeKeys: [secret], settings: { a: secret } })],
  ['listCredentialConsumers', 'warehouses', (secret) => ({ settings: { password: secret } })],
  [
    'listSyncsFromWarehouse',
    'reports',
    (secret) => ({
      notices: [{ level: 'error', message: `Key (id)=(${secret})`, createdAt: '2026-11-20T00:00:00Z' }],
    }),
  ],
  [
    'listReverseETLSyncStatusesFromModelAndSubscriptionId',
    'syncStatuses',
    (secret) => ({ error: `rejected ${secret}` }),
  ],
  [
    'getRegulation',
    'regulation',
    (secret) => ({
      streamStatus: [
        {
          id: 'a',
          destinationStatus: [
            { name: 'A', id: 'b', status: 'FAILED', errString: `no ${secret}`, finishedAt: '' },
          ],
        },
      ],
    }),
  ],
];

let bench: Workbench;
let ran: Ran;
beforeAll(async () => {
  bench = await createWorkbench();
  for (const [at, [operationId, key, change]] of PLACES.entries()) {
    const secret = at % 2 === 0 ? worded(`${at}`) : generated(`place ${at}`);
    // Each in an answer of its own, so that no place hides another, and most records stay as they are.
    let left = PLACES.slice(0, at).filter(([id]) => id === operationId).length;
    const transform = (body: unknown) => {
      const found = (body as { data?: Json }).data?.[key];
      const [item] = (Array.isArray(found) ? found : [found]) as (Json | undefined)[];
      if (item !== undefined && left-- === 0) Object.assign(item, change(secret));
      return body;
    };
    bench.simulator.addFault({ match: { operationId }, effect: { kind: 'transform-json', transform } });
  }
  const config = { collect: { include: optIn, exclude: [], pageSize: 200 } };
  ran = await bench.run({ config, changes: { definitions: resources } });
}, 120_000);
afterAll(() => bench.close());

const linesOf = (name: string) =>
  ran.lines<{ data: Json; id: string; parent?: Json }>(`data/resources/${name}.jsonl`);

describe('a run that reads all there is', () => {
  it('reads each resource whole', () => {
    const unread = ran.record.resources.filter(({ outcome }) => outcome !== 'complete');
    expect(unread).toEqual([]);
    expect(ran.record.status).toBe('complete');
    expect(ran.conditions).toEqual([]);
  });

  it.each(PLACES.map(([operationId, key], at) => [operationId, key, at] as const))(
    'stores no secret that %s has in its %s (%i)',
    (_operationId, _key, at) => {
      const bytes = [...ran.files.values()].join('\n');
      expect(bytes).not.toContain(worded(`${at}`));
      expect(bytes).not.toContain(generated(`place ${at}`));
    },
  );

  it('keeps mappings readable: every path, by the name under which it is sent', () => {
    const paths = JSON.stringify(linesOf('destination-subscriptions')).match(/\{"@path":"\$[^"]*"\}/g) ?? [];
    const { destinationSubscriptions } = bench.simulator.world;
    const sent = JSON.stringify(destinationSubscriptions).match(/\{"@path":"\$[^"]*"\}/g) ?? [];
    expect(sent.length).toBeGreaterThan(0);
    expect([...new Set(paths)]).toEqual(expect.arrayContaining([...new Set(sent)]));
  });

  it('says of each version who wrote it, when it was deployed and whether it runs', () => {
    const { functionVersions } = bench.simulator.world;
    const expected = Object.entries(functionVersions).flatMap(([functionId, versions]) =>
      versions.map(({ id, author, isDeployed, deployedAt }) => [
        `${functionId}/${id}`,
        author,
        isDeployed,
        deployedAt,
      ]),
    );
    const kept = linesOf('function-versions').map(({ id, data }) => [
      id,
      data['author'],
      data['isDeployed'],
      data['deployedAt'],
    ]);
    expect(new Set(kept.map(String))).toEqual(new Set(expected.map(String)));
  });

  it('says of each consumer of a credential what it is, and nothing else of it', () => {
    const { credentialConsumers } = bench.simulator.world;
    const expected = Object.entries(credentialConsumers).flatMap(([id, { sourceIds, warehouseIds }]) => [
      ...sourceIds.map((source) => `${id}/source/${source}`),
      ...warehouseIds.map((warehouse) => `${id}/warehouse/${warehouse}`),
    ]);
    expect(linesOf('credential-consumers').map(({ id }) => id)).toEqual(expected.sort());
    for (const { data } of linesOf('credential-consumers'))
      expect(Object.keys(data).sort()).toEqual(['id', 'kind']);
  });

  it('has a record for each source with a live plugin, and none for the others', () => {
    const { requests, records, outcome } = ran.entry('live-plugins');
    expect(requests).toBe(bench.simulator.world.sources.length);
    expect(records).toBeGreaterThan(0);
    expect(records).toBeLessThan(requests);
    expect(outcome).toBe('complete');
  });

  it('keeps apart the same question of several destinations, and several reasons of one', () => {
    const steps = new Set(linesOf('delivery-overview').map(({ data }) => data['step']));
    expect(steps.size).toBe(6);
    const asked = ran.requests.filter(({ path }) => path.startsWith('/delivery-overview/'));
    const { sources, destinations } = bench.simulator.world;
    expect(asked).toHaveLength(3 * sources.length + 3 * destinations.length);
  });

  it('says of each regulation what became of it in each destination', () => {
    const statuses = linesOf('regulations').map(({ data }) => data['streamStatus']);
    expect(statuses.every(Array.isArray)).toBe(true);
  });
});

it('without being asked reads no regulation by itself, and says that it did not', async () => {
  const other = await createWorkbench();
  const regular = resources.filter(({ name }) => ['workspace', 'regulations'].includes(name));
  const { record, requests } = await other.run({ changes: { definitions: regular } });
  await other.close();

  expect(requests.filter(({ operationId }) => operationId === 'getRegulation')).toEqual([]);
  expect(record.resources.map(({ outcome }) => outcome)).toEqual(['complete', 'complete']);
  expect(record.coverage.list.find(({ operationId }) => operationId === 'getRegulation')).toMatchObject({
    state: 'not-collected',
    reason: 'opt-in',
  });
});
