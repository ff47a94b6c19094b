/** A connection that was collected before there were as many resources: the first run with all of them tells nobody anything. */
import { afterEach, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { alertsBetween } from '../../src/alerts/changes.ts';
import type { SimulatorOptions } from '../../src/simulator/simulator.ts';
import { FEW } from '../support/few.ts';
import { createWorkbench, type Workbench } from '../support/run.ts';
import { everyNth } from '../support/tier.ts';

/** Those of the version before. */
const EARLIER = 25;
const before = { definitions: resources.slice(0, EARLIER) };
const now = { definitions: resources };

let bench: Workbench | undefined;
afterEach(() => bench?.close());

const open = async (features: SimulatorOptions['features'] = {}) => {
  bench = await createWorkbench({ size: FEW, features });
  return bench;
};

it('opens nothing where all is well, and the record stays complete', async () => {
  const { run } = await open();
  const first = await run({ changes: before });

  const second = await run({ changes: now });

  expect([first.record.status, second.record.status]).toEqual(['complete', 'complete']);
  expect(second.conditions).toEqual([]);
  expect(second.entry('audiences').records).toBeGreaterThan(0);
});

it.each([
  ['of a workspace that has next to nothing', {}],
  ['of a workspace that declares the features off', { spaces: false, functions: false, audience: false }],
] as const)('opens nothing %s', async (_name, features) => {
  const { run, simulator } = await open();
  const { world } = simulator;
  const lists = [world.spaces, world.audiences, world.spaceFilters, world.computedTraits, world.functions];
  for (const list of [...lists, world.warehouses, world.destinations, world.reverseEtlModels]) list.splice(0);
  const config = { features };
  await run({ changes: before, config });

  const { record, conditions } = await run({ changes: now, config });

  expect([record.status, conditions]).toEqual(['complete', []]);
});

it('tells nothing anew where the spaces were not there before: what is read under them is the same alert', async () => {
  const { run } = await open({ spaces: false });
  const first = await run({ changes: before });

  const second = await run({ changes: now });

  expect(first.conditions).toEqual(['feature-unavailable spaces']);
  expect(second.conditions.length).toBeGreaterThan(5);
  const target = { channel: 'slack-1', reminderHours: 1 };
  const told = (from: typeof first | undefined, to: typeof first) =>
    alertsBetween(to.record, from?.record, target).map(({ alert }) => `${alert.state} ${alert.remediation}`);
  expect(told(first, second)).toEqual([]);
  const [opened, ...others] = told(undefined, second);
  expect(others).toEqual([]);
  expect(opened).toContain('`features.spaces: false`');
  expect(opened).not.toContain('features.audience');
});

const features = [
  ['audience', 'audiences'],
  ['computed-trait', 'computed-traits'],
  ['space-filters', 'space-filters'],
] as const;

it.each(everyNth(features, 3))(
  'tells nothing of a plan without %s, and the record says so',
  async (feature, resource) => {
    const { run } = await open({ [feature]: { status: 403, body: 'json' } });
    await run({ changes: before });

    const { entry, record, conditions } = await run({ changes: now });

    expect(entry(resource)).toMatchObject({ outcome: 'unavailable', reason: 'not-offered', records: null });
    expect([record.status, conditions]).toEqual(['complete', []]);
  },
);
