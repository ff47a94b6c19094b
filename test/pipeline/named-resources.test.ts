/** What is read only where it is named: whole, the same twice a day, and without anything of an end user. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { FEW } from '../support/few.ts';
import { createWorkbench, type Ran, type Workbench } from '../support/run.ts';

const NAMES = [
  'profiles-warehouses',
  'profiles-selective-syncs',
  'space-schema',
  'source-regulations',
  'usage-api-calls',
  'usage-mtu',
  'event-volume',
];

let bench: Workbench;
beforeEach(async () => {
  bench = await createWorkbench({ size: FEW });
});
afterEach(() => bench.close());

const collect = (only?: readonly string[], pageSize = 200) =>
  bench.run({
    ...(only === undefined ? {} : { only }),
    changes: { definitions: resources },
    config: { collect: { include: NAMES, exclude: [], pageSize } },
  });

const bytesOf = (ran: Ran) => NAMES.map((name) => [name, ran.files.get(`data/resources/${name}.jsonl`)]);

it('is complete, with records, and the same hours later and in smaller pages', async () => {
  const first = await collect();
  bench.clock.advance(7 * 60 * 60 * 1000);
  const second = await collect(NAMES, 3);

  expect([first.record.status, first.conditions]).toEqual(['complete', []]);
  for (const name of NAMES) expect(first.entry(name), name).toMatchObject({ outcome: 'complete' });
  expect(NAMES.map((name) => first.entry(name).records)).not.toContain(0);
  expect(bytesOf(second)).toEqual(bytesOf(first));
  const ofThem = first.record.coverage.list.filter(({ resource = '' }) => NAMES.includes(resource));
  expect(new Set(ofThem.map(({ state }) => state))).toEqual(new Set(['collected']));
  expect(first.record.coverage.list.filter(({ reason }) => reason === 'not-in-this-version')).toEqual([]);
});

/** Changes what an answer says of its list; the argument is `data` of the answer. */
function change(operationId: string, by: (data: Record<string, unknown>) => Record<string, unknown>): void {
  const transform = (body: unknown) => ({ data: by((body as { data: Record<string, unknown> }).data) });
  bench.simulator.addFault({ match: { operationId }, effect: { kind: 'transform-json', transform } });
}

const ADDRESS = 'jo.doe@acme.example';

it('asks for no sample and no event by name, and keeps no person, wherever one stands', async () => {
  change('listTraits', ({ traits, ...rest }) => ({
    ...rest,
    traits: [
      ...(traits as object[]).map((trait) => ({ ...trait, samples: ['customer-4711-a', ADDRESS] })),
      { trait: `likes ${ADDRESS}`, type: 'CUSTOM', lastSeenAt: '2026-11-21T15:00:00.000Z' },
    ],
  }));

  const ran = await collect(['space-schema', 'source-regulations', 'event-volume']);

  const asked = ran.requests.map(({ path, query }) => `${path} ${JSON.stringify(query)}`);
  expect(asked.filter((request) => request.includes('includeSampleValues'))).not.toEqual([]);
  const unwanted = /sample-values|"includeSampleValues":"true"|eventName/;
  expect(asked.filter((request) => unwanted.test(request))).toEqual([]);
  expect([...ran.files.values()].join('')).not.toMatch(/customer-\d{4}|jo\.doe/);
  expect(ran.lines('data/redactions.jsonl')).toContainEqual(
    expect.objectContaining({ resource: 'space-schema', pointer: '/data/samples/*', rule: 'end-user' }),
  );
});

it('holds nothing against totals of traits that shrink, nor against traits that come twice', async () => {
  const effect = { kind: 'changing-total', by: -1 } as const;
  bench.simulator.addFault({ match: { operationId: 'listTraits' }, effect });
  bench.simulator.addFault({ match: { operationId: 'listTraits' }, effect: { kind: 'repeat-record' } });

  const { record, entry } = await collect(['space-schema'], 3);

  expect(record.conditions).toEqual([]);
  expect(entry('space-schema')).toMatchObject({ outcome: 'complete' });
  expect(entry('space-schema').repeats).toBeGreaterThan(0);
});

it('takes no list of a source for whole that is as long as was asked for and says nothing of more', async () => {
  change('listRegulationsFromSource', () => ({
    regulations: Array.from({ length: 1000 }, (_, at) => ({
      id: `reg_${at}`,
      subjectType: 'USER_ID',
      subjects: [],
      status: 'FINISHED',
      createdAt: '2026-11-01T00:00:00.000Z',
      regulationType: 'DELETE_ONLY',
    })),
  }));

  const { entry } = await collect(['source-regulations'], 50);

  expect(entry('source-regulations')).toMatchObject({ outcome: 'partial', reason: 'truncated' });
});
