/** What is not there: a gap where it was there before, where somebody counts on it, or where every workspace has it. */
import { afterEach, describe, expect, it } from 'vitest';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';
import { alertsBetween } from '../../src/alerts/changes.ts';
import { SCALES } from '../../src/simulator/simulator.ts';
import { createWorkbench, type Ran, type RunSettings, type Workbench } from '../support/run.ts';
import { everyNth } from '../support/tier.ts';
import { on } from './fault-row.ts';

let bench: Workbench | undefined;
afterEach(async () => {
  expect((await bench?.verify())?.exitCode).toBe(0);
  await bench?.close();
});

const size = { ...SCALES.small, users: 3, groups: 2, sources: 6, destinations: 8, audiencesPerSpace: 1 };
const collect = { include: [], exclude: [], pageSize: 200 };
const MAPPINGS = 'listSubscriptionsFromDestination';
const mappings = 'destination-subscriptions';
const notOffered = 'unavailable not-offered';
const missing = 'unavailable not-found';

/** The users, who show what the token is, and all that the named ones are read under. */
function definitionsFor(names: readonly string[]): readonly ResourceDefinition[] {
  const lineOf = (name: string): readonly string[] => {
    const above = resources.find((each) => each.name === name)?.parent?.resource;
    return above === undefined ? [name] : [name, ...lineOf(above)];
  };
  const wanted = ['workspace', 'users', ...names.flatMap(lineOf)];
  return resources.filter(({ name }) => wanted.includes(name));
}

const answering = (operationId: string, status: number, when: Parameters<typeof on>[2] = {}) =>
  on(operationId, { kind: 'status', status }, when);
const errors = [{ type: 'input-validation', message: 'This feature is not part of your plan.' }];
const namingThePlan = on(MAPPINGS, { kind: 'transform-json', transform: () => ({ errors }) });

interface Row {
  readonly name: string;
  readonly arrange: readonly ReturnType<typeof on>[];
  readonly config?: RunSettings['config'];
  /** `outcome reason httpStatus` of all that is not complete. */
  readonly ends: Readonly<Record<string, string>>;
  /** Default: none, and the record is complete. */
  readonly conditions?: readonly string[];
}

const answers: readonly Row[] = [
  ...[404, 405, 410, 501].map((status) => ({
    name: `${status} under each parent: not offered`,
    arrange: [answering(MAPPINGS, status)],
    ends: { [mappings]: `${notOffered} ${status}` },
  })),
  {
    name: '422 that names the plan under each parent: not offered',
    arrange: [answering(MAPPINGS, 422), namingThePlan],
    ends: { [mappings]: `${notOffered} 422` },
  },
  {
    name: '403 to an owner: the plan has it not, nor what is read under it',
    arrange: [answering('listAudiences', 403)],
    ends: {
      audiences: `${notOffered} 403`,
      'audience-schedules': notOffered,
      'audience-destinations': notOffered,
    },
  },
  {
    name: '403 where no plan has to do with it: a right is missing',
    arrange: [answering('listCredentialConsumers', 403)],
    ends: { 'credential-consumers': 'denied scope 403' },
    conditions: ['scope-gap credential-consumers'],
  },
  {
    name: '404 where no plan has to do with it: not offered',
    arrange: [answering('listCredentialConsumers', 404)],
    ends: { 'credential-consumers': `${notOffered} 404` },
  },
  {
    name: '422 that says nothing of a plan: our own request may be wrong',
    arrange: [answering(MAPPINGS, 422)],
    ends: { [mappings]: 'unreachable upstream 422' },
    conditions: [`collection-incomplete ${mappings}`],
  },
  {
    name: '404 under one parent, and others answer: a gap',
    arrange: [answering(MAPPINGS, 404, { times: 1 })],
    ends: { [mappings]: 'partial parents-unread 404' },
    conditions: [`collection-incomplete ${mappings}`],
  },
  {
    name: '404 under all but one, which is refused to an owner: not offered',
    arrange: [answering(MAPPINGS, 404), answering(MAPPINGS, 403, { fromRequest: 2, times: 1 })],
    ends: { [mappings]: `${notOffered} 404` },
  },
  {
    name: '404 under all but one, which fails: nobody knows',
    arrange: [answering(MAPPINGS, 404), answering(MAPPINGS, 422, { fromRequest: 2, times: 1 })],
    ends: { [mappings]: 'unreachable upstream 404' },
    conditions: [`collection-incomplete ${mappings}`],
  },
  {
    name: '404 of what the workspace is declared to have: a gap',
    arrange: [answering(MAPPINGS, 404)],
    config: { features: { destinationSubscriptions: true } },
    ends: { [mappings]: `${missing} 404` },
    conditions: [`feature-unavailable ${mappings}`],
  },
  {
    name: '404 of what is asked for by name: a gap',
    arrange: [answering(MAPPINGS, 404)],
    config: { collect: { ...collect, include: [mappings] } },
    ends: { [mappings]: `${missing} 404` },
    conditions: [`feature-unavailable ${mappings}`],
  },
  {
    name: '404 of what every workspace has: a gap',
    arrange: [answering('listUsersFromUserGroup', 404)],
    ends: { 'group-members': `${missing} 404` },
    conditions: ['feature-unavailable group-members'],
  },
  {
    name: '404 of the parents themselves: a gap, and so is what is read under them',
    arrange: [answering('listSpaces', 404)],
    ends: {
      spaces: `${missing} 404`,
      audiences: missing,
      'audience-schedules': missing,
      'audience-destinations': missing,
    },
    conditions: ['audience-destinations', 'audience-schedules', 'audiences', 'spaces'].map(
      (name) => `feature-unavailable ${name}`,
    ),
  },
  {
    name: '404 of a live plugin for each source: none, or not offered',
    arrange: [answering('getLatestFromLivePlugins', 404)],
    ends: { 'live-plugins': `${notOffered} 404` },
  },
];

function endsOf({ record }: Pick<Ran, 'record'>): Record<string, string> {
  const others = record.resources.filter(({ outcome }) => outcome !== 'complete');
  return Object.fromEntries(
    others.map(({ name, outcome, reason, httpStatus }) => [
      name,
      [outcome, reason, httpStatus].filter((part) => part !== undefined).join(' '),
    ]),
  );
}

it.each(everyNth(answers, 2))('$name', async ({ arrange, config = {}, ends, conditions = [] }) => {
  bench = await createWorkbench({ size });
  for (const each of arrange) each(bench.simulator);

  const ran = await bench.run({ definitions: definitionsFor(Object.keys(ends)), config });

  expect(endsOf(ran)).toEqual(ends);
  const status = conditions.length === 0 ? 'complete' : 'partial';
  expect([ran.conditions, ran.record.status]).toEqual([conditions, status]);
});

/** What happens, run after run: how what is asked for is answered, and how it ends. */
type Step = readonly [
  answered: 200 | 404 | 500,
  ending: string,
  alerts: readonly string[],
  how?: RunSettings,
];
const [fine, gone] = ['complete', `${missing} 404`];
const told = (state: string) => [`feature-unavailable ${state}`];
const declared: RunSettings = { config: { features: { destinationSubscriptions: true } } };

const histories: readonly (readonly [string, readonly Step[]])[] = [
  [
    'what was read before and is not there now is missed, until it is there again',
    [
      [200, fine, []],
      [404, gone, told('opened')],
      [404, gone, []],
      [200, fine, told('resolved')],
    ],
  ],
  [
    'what was never offered is no alarm when it comes, and one when it goes',
    [
      [404, `${notOffered} 404`, []],
      [200, fine, []],
      [404, gone, told('opened')],
    ],
  ],
  [
    'what was read in a run that was not complete was read',
    [
      [200, fine, [], { only: [mappings] }],
      [404, gone, told('opened')],
    ],
  ],
  [
    'what was missed by a version that knew no better ends',
    [
      [404, gone, told('opened'), declared],
      [404, `${notOffered} 404`, told('resolved')],
    ],
  ],
  [
    'what could not be reached was not offered either, and that ends',
    [
      [500, 'unreachable upstream 500', ['collection-incomplete opened']],
      [404, `${notOffered} 404`, ['collection-incomplete resolved']],
    ],
  ],
];

describe('from run to run', () => {
  it.each(histories)('%s', async (_name, steps) => {
    bench = await createWorkbench({ size });
    const definitions = definitionsFor([mappings]);
    let before: Ran | undefined;
    for (const [answered, ending, alerts, how] of steps) {
      bench.simulator.clearFaults();
      if (answered !== 200) answering(MAPPINGS, answered)(bench.simulator);

      const ran = await bench.run({ definitions, ...how });

      expect(endsOf(ran)[mappings] ?? fine).toBe(ending);
      const derived = alertsBetween(ran.record, before?.record, { channel: 'slack-1', reminderHours: 24 });
      expect(derived.map(({ alert: { condition, state } }) => `${condition} ${state}`)).toEqual(alerts);
      before = ran;
    }
  });

  it('a whole list of nothing shows nothing: what is asked for the first time may not be offered', async () => {
    bench = await createWorkbench({ size });
    const { world } = bench.simulator;
    const destinations = world.destinations.splice(0);
    const definitions = definitionsFor([mappings]);
    expect(endsOf(await bench.run({ definitions }))).toEqual({});

    world.destinations.push(...destinations);
    answering(MAPPINGS, 404)(bench.simulator);
    const ran = await bench.run({ definitions });

    expect([endsOf(ran), ran.conditions]).toEqual([{ [mappings]: `${notOffered} 404` }, []]);
  });
});

it('says in the certificate under how many a 404 was taken for none, and for what all of them were', async () => {
  bench = await createWorkbench({ size });
  const definitions = definitionsFor(['live-plugins']);
  const rulesOf = ({ entry }: Ran) => entry('live-plugins').completeness?.rules ?? [];

  const some = rulesOf(await bench.run({ definitions }));
  const { folder: _, ...first } = bench;
  expect(some).toContainEqual({
    rule: 'missing-is-none',
    holds: true,
    detail: expect.stringMatching(/^\d of 6 parents answered 404: none, or not offered$/),
  });
  await first.close();

  bench = await createWorkbench({ size });
  answering('getLatestFromLivePlugins', 404)(bench.simulator);
  expect(rulesOf(await bench.run({ definitions }))).toEqual([
    {
      rule: 'offered',
      holds: false,
      detail: 'under none of 6 sources (HTTP 404): none, or not offered; no earlier record has any of it',
    },
  ]);
});
