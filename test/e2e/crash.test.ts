import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/simulator/random.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createWorkplace, ended, type Workplace } from '../support/cli.ts';
import { FEW } from '../support/few.ts';
import { IS_FULL, runs } from '../support/tier.ts';
import { bagsOf, chainOf, receiptFile, recordsOf } from './stored.ts';

const KILLS = runs({ fast: 2, full: 50 });
/** A run puts some fourteen files into its store; each makes about four changes among the temporary files. */
const STORE_CHANGES = 60;

let simulator: Simulator;
let place: Workplace;

beforeAll(async () => {
  simulator = await startSimulator({ size: FEW, now: () => new Date() });
});
afterAll(() => simulator.close());
beforeEach(async () => {
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
  place.writeConfig({}, { collect: { pageSize: runs({ fast: 20, full: 3 }) } });
});
afterEach(() => {
  place.remove();
});

const slotOf = (round: number) => new Date(Date.UTC(2026, 0, 1, round)).toISOString();
const numbered = (count: number) =>
  Array.from({ length: count }, (_, seq) => `001/${String(seq).padStart(12, '0')}.sigstore.json`);

async function verified(): Promise<{ uncommitted: string[]; failures: unknown[]; code: number | null }> {
  const seq = chainOf(place.store).length - 1;
  const receipt = receiptFile(place.store, seq);
  const given = existsSync(receipt) ? ['--receipt', receipt] : [];
  const ran = await place.run(['verify', place.store, '--key', place.publicKey, ...given, '--json']);
  const [report] = JSON.parse(ran.stdout).stores;
  const uncommitted = report.notes
    .filter((note: { kind: string }) => note.kind === 'uncommitted')
    .map((note: { where: string }) => note.where.replace(/^.*\/(snapshots\/)/, '$1').replace(/\/$/, ''));
  return { uncommitted, failures: report.failures, code: ran.code };
}

/** Kills a run when something has happened so many times; `undefined`: it ended before that. */
async function killAfter(
  kind: 'request' | 'store-change',
  count: number,
  slot: string,
): Promise<'killed' | 'ended'> {
  const child = place.start(['collect', '--slot', slot]);
  let seen = 0;
  const happened = () => {
    seen += 1;
    if (seen >= count) child.kill('SIGKILL');
  };
  const before = simulator.requests.length;
  const watcher =
    kind === 'store-change'
      ? watch(join(place.store, '.tmp'), happened).on('error', () => undefined)
      : undefined;
  const timer =
    kind === 'request'
      ? setInterval(() => {
          seen = simulator.requests.length - before - 1;
          happened();
        }, 1)
      : undefined;
  const { signal } = await ended(child);
  watcher?.close();
  clearInterval(timer);
  return signal === 'SIGKILL' ? 'killed' : 'ended';
}

describe('a run that is killed', () => {
  it('never spoils the store: the next run works, and all that was committed verifies', {
    timeout: 600_000,
  }, async () => {
    const random = createRandom(20_260_101, 'kills');
    expect((await place.run(['collect', '--slot', slotOf(0)])).code).toBe(0);
    const requests = simulator.requests.length;
    let killed = 0;
    let afterCommit = 0;

    for (let round = 1; round <= KILLS; round += 1) {
      const isReading = random.below(3) === 0;
      const count = 1 + random.below(isReading ? requests : STORE_CHANGES);
      const how = await killAfter(isReading ? 'request' : 'store-change', count, slotOf(round));
      killed += how === 'killed' ? 1 : 0;
      const next = await place.run(['collect', '--slot', slotOf(round), '--json']);
      expect(next.code, `round ${round}: ${next.stderr}`).toBe(0);
      if (JSON.parse(next.stdout).runs[0].result === 'already-collected') afterCommit += 1;
    }

    const records = recordsOf(place.store);
    const { uncommitted, failures, code } = await verified();
    const committed = records.map(({ snapshotPath }) => snapshotPath.replace(/\/$/, ''));
    expect(chainOf(place.store)).toEqual(numbered(KILLS + 1));
    expect(records.map(({ run }) => run.slot)).toEqual(
      Array.from({ length: KILLS + 1 }, (_, i) => slotOf(i)),
    );
    expect({ failures, code }).toEqual({ failures: [], code: 0 });
    expect([...committed, ...uncommitted].sort()).toEqual(bagsOf(place.store));
    // Kills that all came too late, or all too early, would show nothing; a few may.
    console.info(
      `killed ${killed}, of them after the commit ${afterCommit}, bags left ${uncommitted.length}`,
    );
    if (!IS_FULL) return;
    expect(killed).toBeGreaterThan(KILLS / 4);
    expect(uncommitted.length).toBeGreaterThan(0);
    expect(afterCommit).toBeGreaterThan(0);
  });
});

describe('runs at the same time', () => {
  const AT_ONCE = Array.from({ length: runs({ fast: 3, full: 8 }) }, (_, index) => index + 1);
  const result = ({ stdout }: { stdout: string }) => JSON.parse(stdout).runs[0].result;

  it('on one slot leave one record, and the others say that it is collected already', {
    timeout: 120_000,
  }, async () => {
    const runs = await Promise.all(AT_ONCE.map(() => place.run(['collect', '--slot', slotOf(1), '--json'])));

    expect(runs.map(({ code }) => code)).toEqual(AT_ONCE.map(() => 0));
    expect(runs.map(result).sort()).toEqual([
      ...AT_ONCE.slice(1).map(() => 'already-collected'),
      'committed',
    ]);
    expect(chainOf(place.store)).toEqual(numbered(1));
    expect((await verified()).code).toBe(0);
  });

  it('on different slots leave a record each, in one chain', { timeout: 120_000 }, async () => {
    const runs = await Promise.all(
      AT_ONCE.map((hour) => place.run(['collect', '--slot', slotOf(hour), '--json'])),
    );

    expect(runs.map(({ code, stderr }) => [code, code === 0 ? '' : stderr])).toEqual(
      AT_ONCE.map(() => [0, '']),
    );
    expect(chainOf(place.store)).toEqual(numbered(AT_ONCE.length));
    expect(
      recordsOf(place.store)
        .map(({ run }) => run.slot)
        .sort(),
    ).toEqual(AT_ONCE.map(slotOf));
    expect((await verified()).code).toBe(0);
  });
});
