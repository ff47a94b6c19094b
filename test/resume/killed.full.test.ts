/** Fifty kills at any moment: however often runs are cut off, nothing is read twice and every record verifies. */
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { buildAll } from '../support/built.ts';
import { createProcessWorkplace, ended, type Workplace } from '../support/cli.ts';
import { finishedIn, killWhen, repeated, startRun } from '../support/killed.ts';

const KILLS = 50;
const KILLS_PER_SLOT = 10;
/** Twice what it took on a machine that was busy with much else. */
const MOST_MS = 5 * 60_000;
let simulator: Simulator;
let place: Workplace;
beforeAll(() => buildAll());
beforeEach(async () => {
  simulator = await startSimulator({ now: () => new Date() });
  simulator.addFault({ match: {}, effect: { kind: 'slow-headers', delayMs: 10 } });
  place = await createProcessWorkplace(simulator.url, simulator.tokens.owner);
});
afterEach(async () => {
  place.remove();
  await simulator.close();
});

it('fifty kills -9 make no run ask again for what had been read whole, and the evidence is intact', {
  timeout: MOST_MS,
}, async () => {
  let killed = 0;
  for (let day = 1; killed < KILLS; day += 1) {
    const slot = `2026-11-${String(day).padStart(2, '0')}T03:00:00.000Z`;
    killed += await killOften(slot);
    const [result, status] = await runToTheEnd(slot);
    // One that came to its end before it could be killed leaves nothing to do.
    expect(['committed', 'already-collected']).toContain(result);
    expect(status).toBe('complete');
    if (result === 'committed') expect(finishedIn(place.store, slot)).toEqual([]);
  }
  const { code, stdout } = await place.run(['verify', place.store, '--key', place.publicKey]);
  expect([code, stdout]).toEqual([0, expect.stringContaining('INTACT')]);
});

/** Kills run after run of a slot, in turn when one has finished more and in the middle of reading; returns how often. */
async function killOften(slot: string): Promise<number> {
  for (let killed = 0; killed < KILLS_PER_SLOT; killed += 1) {
    const [finished, requests] = [finishedIn(place.store, slot).length, simulator.requests.length];
    const hasMore = () => finishedIn(place.store, slot).length > finished;
    const isReading = () => simulator.requests.length > requests + killed;
    const run = () => killWhen(startRun(place, slot), killed % 2 === 0 ? hasMore : isReading);
    if (!(await withoutRepeats(slot, run))) return killed;
  }
  return KILLS_PER_SLOT;
}

async function runToTheEnd(slot: string): Promise<readonly [string, string]> {
  let said = '';
  await withoutRepeats(slot, async () => {
    const run = startRun(place, slot);
    run.stdout?.on('data', (text) => (said += text));
    await ended(run);
  });
  const [run] = JSON.parse(said).runs;
  return [run.result, run.status];
}

/** Checks that what the slot's point names before is not asked for meanwhile. */
async function withoutRepeats<T>(slot: string, run: () => Promise<T>): Promise<T> {
  const finished = finishedIn(place.store, slot);
  const before = simulator.requests.length;
  const result = await run();
  expect(repeated(finished, simulator.requests.slice(before))).toEqual([]);
  return result;
}
