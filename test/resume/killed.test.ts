/** A process that is killed has no last word: the next run continues from what it had kept by then. */
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { buildAll } from '../support/built.ts';
import { ALL } from '../support/by-default.ts';
import { createProcessWorkplace, ended, runCommand, type Workplace } from '../support/cli.ts';
import { finishedIn, killWhen, repeated, startRun } from '../support/killed.ts';

const SLOT = '2026-11-22T03:00:00.000Z';
let simulator: Simulator;
let place: Workplace;
beforeAll(() => buildAll());
beforeEach(async () => {
  simulator = await startSimulator({ now: () => new Date() });
  simulator.addFault({ match: {}, effect: { kind: 'slow-headers', delayMs: 10 } });
  place = await createProcessWorkplace(simulator.url, simulator.tokens.owner, ALL);
});
afterEach(async () => {
  place.remove();
  await simulator.close();
});

it('the run after a kill -9 asks for nothing again that had been read whole, and verifies', async () => {
  expect(await killWhen(startRun(place, SLOT), () => finishedIn(place.store, SLOT).length >= 3)).toBe(true);
  const finished = finishedIn(place.store, SLOT);
  const before = simulator.requests.length;

  const next = startRun(place, SLOT);
  let said = '';
  next.stdout?.on('data', (text) => (said += text));
  await ended(next);

  const [run] = JSON.parse(said).runs;
  expect([run.result, run.status]).toEqual(['committed', 'complete']);
  expect(repeated(finished, simulator.requests.slice(before))).toEqual([]);
  expect(finishedIn(place.store, SLOT)).toEqual([]);
  const verified = await runCommand(['verify', place.store, '--key', place.publicKey], {
    cwd: place.dir,
    env: place.env,
  });
  expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('INTACT')]);
});
