/** A slot that was filled days later: the records are of when it was filled, and so are their ages. */
import { expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { ask, cellsOf, historyOf } from '../support/answers.ts';
import { FEW } from '../support/few.ts';
import { createWorkbench } from '../support/run.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

it.each([
  ['regulations', 'days'],
  ['credentials', 'age_days'],
])('counts the age of %s to when they were read', async (name, column) => {
  const bench = await createWorkbench({ size: FEW });
  try {
    const startMs = bench.clock.nowMs();
    const slot = new Date(startMs - 15 * DAY_MS).toISOString();
    const createdAt = new Date(startMs - 31 * DAY_MS).toISOString();
    const { world } = bench.simulator;
    for (const request of world.regulations) Object.assign(request, { createdAt, status: 'RUNNING' });
    for (const credential of world.credentials) Object.assign(credential, { createdAt });
    const definitions = resources.filter((each) => ['workspace', name].includes(each.name));
    await bench.run({ definitions, slot });

    const answer = await ask(await historyOf(bench), name);
    const place = answer.table.columns.findIndex(({ key }) => key === column);
    const ages = (await cellsOf(answer)).map((cells) => cells[place]);
    expect(ages.length).toBeGreaterThan(0);
    expect(new Set(ages)).toEqual(new Set([31]));
    if (name === 'regulations') expect(answer.standing).toContain(` ${ages.length} open and overdue`);
  } finally {
    await bench.close();
  }
});
