/** Whatever form an answer is taken in, it says the same: every view there is, whole, partial and denied. */
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { population } from '../../../src/answers/population.ts';
import { viewOf, views } from '../../../src/answers/views/index.ts';
import { startSimulator } from '../../../src/simulator/simulator.ts';
import { openFolderStore } from '../../../src/store/folder.ts';
import { type History, readHistory } from '../../../src/verify/read-history.ts';
import { createInProcessCli, createStillClock, type InProcessCli } from '../../support/in-process-cli.ts';
import { cellsOf, readBackAll } from '../../support/read-back.ts';

/** One that has no view of its own shows how all of these are shown. */
const names = [...views.map(({ name }) => name), 'labels'];
const viewsOfNames = names.flatMap((name) => viewOf(name) ?? []);
const DAYS = [
  ['2026-11-22', 'whole'],
  ['2026-11-23', 'partial'],
  ['2026-11-24', 'denied'],
] as const;

let history: History;
let cli: InProcessCli;
let stop: () => Promise<void>;

beforeAll(async () => {
  const clock = createStillClock('2026-11-22T03:00:05.000Z');
  const simulator = await startSimulator({ now: clock.now });
  stop = simulator.close;
  const reads = [...new Set(viewsOfNames.flatMap(({ inputs }) => inputs.map(({ resource }) => resource)))];
  cli = await createInProcessCli({ url: simulator.url, token: simulator.tokens.owner, clock, reads });
  await cli.run(['collect']);
  clock.advance(86_400_000);
  simulator.addFault({ match: {}, effect: { kind: 'short-list', drop: 1 } });
  await cli.run(['collect']);
  clock.advance(86_400_000);
  simulator.clearFaults();
  simulator.addFault({ match: { path: /^\/(?!$|users$)/ }, effect: { kind: 'status', status: 403 } });
  await cli.run(['collect']);
  history = await readHistory(
    openFolderStore(cli.store, () => 'unused'),
    {
      connection: 'acme',
      keys: [{ publicKey: createPublicKey(readFileSync(cli.publicKey)) }],
      now: clock.now(),
    },
  );
});

afterAll(async () => {
  cli.remove();
  await stop();
});

describe.each(names)('population %s', (name) => {
  it.each(DAYS)('says the same in each output on %s, %s', async (day) => {
    const view = viewOf(name);
    if (view === undefined) throw new Error(`no view ${name}`);
    const answer = await population(history, { view, at: `${day}T23:59:59.999Z` });

    const outputs = await readBackAll(answer);

    const cells = await cellsOf(answer.table);
    for (const output of Object.values(outputs)) {
      expect(output.firstLine).toBe(answer.standing);
      expect(output.cells).toEqual(cells);
    }
    expect(answer.standing.startsWith('COMPLETE: ')).toBe(answer.exitCode === 0);
  });
});

it('rests on a run that was whole, one that was partial, and one that was denied', () => {
  const outcomes = history.runs.map((run) => run.entry('groups')?.outcome);

  expect(outcomes).toEqual(['complete', 'partial', 'denied']);
});
