/** What is open of a resource that is taken out of the configuration: it ends, and nobody calls it mended. */
import { afterEach, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { alertsBetween } from '../../src/alerts/changes.ts';
import { SCALES } from '../../src/simulator/simulator.ts';
import { createWorkbench, type RunSettings, type Workbench } from '../support/run.ts';
import { editList, on } from './fault-row.ts';

let bench: Workbench | undefined;
afterEach(() => bench?.close());

const size = { ...SCALES.small, users: 3, sources: 4, destinations: 4 };
const NAMES = ['workspace', 'users', 'transformations', 'usage-mtu'];
const definitions = resources.filter(({ name }) => NAMES.includes(name));
const collect = { include: [], exclude: [], pageSize: 200 };
const excluded = { collect: { ...collect, exclude: ['transformations'] } };
const refused = (status: number) => on('listTransformations', { kind: 'status', status });
const drifted = on(
  'listTransformations',
  editList('transformations', (items) => {
    for (const item of items) item['news'] = 1;
  }),
);

interface Row {
  readonly arrange: ReturnType<typeof on>;
  readonly config?: RunSettings['config'];
  readonly next: NonNullable<RunSettings['config']>;
  readonly opens: string;
}

const rows: readonly Row[] = [
  {
    arrange: on('getDailyWorkspaceMTUUsage', { kind: 'status', status: 422 }),
    config: { collect: { ...collect, include: ['usage-mtu'] } },
    next: { collect },
    opens: 'collection-incomplete usage-mtu',
  },
  { arrange: refused(422), next: excluded, opens: 'collection-incomplete transformations' },
  {
    arrange: refused(404),
    next: { features: { protocols: false } },
    opens: 'feature-unavailable transformations',
  },
  { arrange: drifted, next: excluded, opens: 'schema-drift transformations' },
];

it.each(rows)('$opens, then left out', async ({ arrange, config = {}, next, opens }) => {
  bench = await createWorkbench({ size });
  arrange(bench.simulator);
  const opened = await bench.run({ definitions, config });
  expect(opened.conditions).toContain(opens);

  const trial = await bench.run({ definitions, config, only: ['users'] });
  expect(trial.conditions).toContain(opens);
  const after = await bench.run({ definitions, config: next });

  // What the last complete record had is told as left out besides.
  const rest = after.conditions.filter((name) => !name.startsWith('scope-reduced'));
  expect(rest).toEqual([]);
  const told = alertsBetween(after.record, trial.record, { channel: 'slack-1', reminderHours: 24 });
  const ended = told.map(({ alert }) => alert).filter(({ state }) => state === 'resolved');
  const [name, resource] = opens.split(' ');
  expect(ended).toMatchObject([{ condition: name, resource }]);
  expect(ended[0]?.summary).toContain(
    `not known to be mended: ${resource} is no longer collected by configuration.`,
  );
  expect(ended[0]?.summary).not.toContain('Resolved');
  expect(ended[0]?.remediation).toContain('if that is intended');
});
