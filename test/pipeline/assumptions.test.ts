/** Whichever way an uncertain behaviour of the API goes, a run ends as it should, and says which way it was. */
import { describe, expect, it } from 'vitest';
import { ASSUMPTIONS, assumptionIds, type MetWays } from '../../schemas/assumptions.ts';
import { resources } from '../../schemas/resources/index.ts';
import { createWorkbench, type Ran } from '../support/run.ts';
import { everyNth, IS_FULL } from '../support/tier.ts';
import { loudWays, quietWays, type WayRow } from './assumption-ways.ts';

const NAMES = [
  'workspace',
  'users',
  'groups',
  'group-members',
  'group-invites',
  'audit-events',
  'functions',
  'spaces',
  'sources',
  'live-plugins',
];
const definitions = resources.filter(({ name }) => NAMES.includes(name));

/** Plays some ways at once. */
async function play(rows: readonly WayRow[]): Promise<Ran> {
  const simulator = Object.assign({}, ...rows.map((row) => row.simulator ?? {}));
  const bench = await createWorkbench(simulator);
  try {
    for (const { arrange } of rows) arrange?.(bench.simulator);
    const settings = Object.assign({}, ...rows.map((row) => row.settings?.(bench) ?? {}));
    const ran = await bench.run({ ...settings, changes: { definitions } });
    expect((await bench.verify()).exitCode).toBe(0);
    return ran;
  } finally {
    await bench.close();
  }
}

/** What a run says of one assumption. */
const metOf = ({ record }: Ran, { id }: WayRow) => record.assumptions?.[id as keyof MetWays];

function expectEnd(ran: Ran, rows: readonly WayRow[]): void {
  expect(ran.conditions).toEqual(rows.flatMap(({ conditions = [] }) => conditions).sort());
  const isWhole = rows.every(({ status }) => status === 'complete');
  expect(ran.record.status === 'complete').toBe(isWhole);
  for (const row of rows) {
    if (row.way !== undefined) expect(metOf(ran, row), row.id).toContain(row.way);
  }
}

describe('each uncertain behaviour', () => {
  it('is played each way, and is played though no answer shows it', () => {
    const played = [...quietWays, ...loudWays].map(({ id, way }) => `${id} ${way}`);
    const all = assumptionIds.flatMap((id) => {
      const ways: readonly string[] = ASSUMPTIONS[id].ways;
      return (ways.length === 0 ? [undefined] : ways).map((way) => `${id} ${way}`);
    });

    expect([...new Set(played)].sort()).toEqual(all.sort());
  });

  const first = quietWays.filter((row, at) => quietWays.findIndex(({ id }) => id === row.id) === at);
  const last = quietWays.filter((row, at) => quietWays.findLastIndex(({ id }) => id === row.id) === at);

  it.each([
    ['the first of its ways', first],
    ['the last of its ways', last],
  ])('harms nothing by %s, together with all others', async (_name, rows) => {
    expectEnd(await play(rows), rows);
  });

  it.each(everyNth(loudWays, 5))('ends as it should: $id $way', async (row) => {
    const ran = await play([row]);

    expect(ran.record.status).toBe(row.status);
    expectEnd(ran, [row]);
  });

  it('loses no audit event that comes eight minutes late', async () => {
    const names = ['workspace', 'audit-events'];
    const changes = { definitions: resources.filter(({ name }) => names.includes(name)) };
    const bench = await createWorkbench();
    const first = await bench.run({ changes });
    const timestamp = new Date(Date.parse(first.record.run.startedAt) - 8 * 60_000).toISOString();
    const about = { resourceId: 'r', resourceType: 'Source', resourceName: 'n' };
    const events = [{ id: 'late', timestamp, type: 'Source Modified', actor: 'a', ...about }];
    // What is not of the time that was asked for makes the resource partial.
    const effect = { kind: 'transform-json', transform: () => ({ data: { events } }) } as const;
    bench.simulator.addFault({ match: { operationId: 'listAuditEvents' }, effect });

    const second = await bench.run({ changes });
    await bench.close();

    expect(second.entry('audit-events')).toMatchObject({ outcome: 'complete', records: 1 });
  });

  it.runIf(IS_FULL).each(quietWays)('harms nothing alone: $id $way', async (row) => {
    const ran = await play([row]);

    expectEnd(ran, [row]);
    // One way at a time, as a server has it: what is told is this one and no other.
    if (row.way !== undefined && row.id !== 'last-page') expect(metOf(ran, row)).toEqual([row.way]);
  });
});
