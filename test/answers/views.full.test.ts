/** `--sql`: DuckDB, over the sealed files alone, gives the same rows in the same order as this program, view by view. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import type { Population } from '../../src/answers/population.ts';
import { statementOf } from '../../src/answers/statement.ts';
import { populationNames } from '../../src/answers/views/index.ts';
import { ask, cellsOf, folderOf, historyOf } from '../support/answers.ts';
import { openDuckDb } from '../support/duckdb.mjs';
import { optIn } from '../support/opt-in.ts';
import { createWorkbench, type RunSettings, type Workbench } from '../support/run.ts';
import { picked, readerOf, viewIn, writeFiles } from '../support/view-case.ts';
import { viewCases } from './cases/index.ts';

const duckDb = await openDuckDb();

const EVERYTHING: RunSettings = {
  definitions: resources,
  config: { collect: { include: [...optIn], exclude: [], pageSize: 200 } },
};

/** What DuckDB says, as cells: whole numbers come as text, since they may be larger than a double holds. */
async function run(
  { columns }: Pick<Population['table'], 'columns'>,
  statement: string,
  folder: string,
): Promise<readonly (readonly unknown[])[]> {
  const said = (await duckDb?.(statement, folder)) ?? { columns: [], rows: [] };
  expect(said.columns).toEqual(columns.map(({ key }) => key));
  return said.rows.map((row) =>
    row.map((cell, index) => (columns[index]?.kind === 'count' && cell !== null ? Number(cell) : cell)),
  );
}

const secondEngine = (bench: Workbench, answer: Population) =>
  run(answer.table, answer.statement, folderOf(bench, answer));

describe.skipIf(duckDb === undefined)('a second engine', () => {
  it.each(viewCases)('$title', async (viewCase) => {
    const view = viewIn(viewCase);
    const [folder, remove] = writeFiles(viewCase);
    const rows = await run(view, statementOf(view, readerOf(viewCase), undefined), folder).finally(remove);

    expect(picked(view, viewCase, rows)).toEqual(viewCase.rows);
  });

  describe.each<readonly [string, (bench: Workbench) => void]>([
    ['of a workspace with everything', () => undefined],
    [
      'where members of groups are refused, and lists are short',
      ({ simulator }) => {
        const refused = { kind: 'status', status: 403 } as const;
        for (const path of [/^\/groups\/[^/]+\/users/, /^\/transformations/, /\/filters/, /^\/roles/])
          simulator.addFault({ match: { path }, effect: refused });
        for (const path of [/^\/users$/, /^\/sources$/, /^\/destinations$/, /^\/regulations$/])
          simulator.addFault({ match: { path }, effect: { kind: 'short-list', drop: 2 } });
      },
    ],
    [
      'where permissions and keys are hidden, and nearly all else is refused',
      ({ simulator }) => {
        for (const path of [/^\/users\//, /^\/groups\/[^/]+$/])
          simulator.addFault({ match: { path }, effect: { kind: 'omit-field', field: 'permissions' } });
        simulator.addFault({
          match: { path: /^\/sources/ },
          effect: { kind: 'omit-field', field: 'writeKeys' },
        });
        for (const path of [
          /^\/spaces/,
          /^\/warehouses/,
          /settings$/,
          /^\/tracking-plans\/.*sources/,
          /^\/functions/,
        ])
          simulator.addFault({ match: { path }, effect: { kind: 'status', status: 403 } });
      },
    ],
  ])('%s', (_title, arrange) => {
    let bench: Workbench;
    let history: Awaited<ReturnType<typeof historyOf>>;
    beforeAll(async () => {
      bench = await createWorkbench();
      await bench.run({
        ...EVERYTHING,
        definitions: resources.filter(({ name }) => ['workspace', 'users', 'sources'].includes(name)),
      });
      bench.clock.advance(86_400_000);
      arrange(bench);
      await bench.run(EVERYTHING);
      history = await historyOf(bench);
    });
    afterAll(() => bench.close());

    it.each(populationNames)('gives the same %s', async (name) => {
      const answer = await ask(history, name).catch(() => undefined);
      if (answer === undefined) return;
      const sample = { n: 3, seed: "it's 7" };
      const drawn = await ask(history, name, { sample });

      const cells = await cellsOf(answer);
      expect(answer.head['total']).toBe(cells.length);
      expect(await secondEngine(bench, answer)).toEqual(cells);
      expect(await secondEngine(bench, drawn)).toEqual(await cellsOf(drawn));
    });
  });
});
