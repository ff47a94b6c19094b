import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createWorkplace, type Workplace } from '../support/cli.ts';
import { FEW } from '../support/few.ts';
import { chainOf, pathsIn, recordOf } from './stored.ts';

let simulator: Simulator;
let place: Workplace;

beforeAll(async () => {
  simulator = await startSimulator({ size: FEW, now: () => new Date() });
});
afterAll(() => simulator.close());
beforeEach(async () => {
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
});
afterEach(() => {
  place.remove();
});

describe('--slot', () => {
  it.each([
    ['nothing', ''],
    ['a word', 'yesterday'],
    ['a month that is none', '2026-13-01T03:00:00Z'],
    ['a day that is none', '2026-02-30T03:00:00Z'],
    ['an hour that is none', '2026-01-01T25:00:00Z'],
    ['an instant without a zone', '2026-01-01T03:00:00'],
    ['a number', '1767236400'],
    ['an instant and more', '2026-01-01T03:00:00Z; rm'],
  ])('refuses %s, asks nothing and stores nothing', async (_title, slot) => {
    const asked = simulator.requests.length;

    const ran = await place.run(['collect', `--slot=${slot}`]);

    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/read --slot: expected an instant such as .*\nAdd the time zone/);
    expect(pathsIn(place.store)).toEqual([]);
    expect(simulator.requests.length).toBe(asked);
  });

  it('refuses an instant that has not come yet', async () => {
    const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString();

    const ran = await place.run(['collect', '--slot', tomorrow, '--json']);

    expect(ran.code).toBe(2);
    expect(JSON.parse(ran.stdout)).toMatchObject({ code: 'USAGE_INVALID' });
    expect(ran.stderr).toContain('expected an instant in the past');
    expect(pathsIn(place.store)).toEqual([]);
  });

  it('is the same slot in any zone, and is recorded in UTC', async () => {
    const first = await place.run(['collect', '--slot', '2026-01-01T05:30:00+02:30']);
    const again = await place.run(['collect', '--slot', '2026-01-01T03:00:00Z', '--json']);

    expect([first.code, again.code]).toEqual([0, 0]);
    expect(JSON.parse(again.stdout).runs).toMatchObject([{ result: 'already-collected' }]);
    expect(recordOf(place.store, 0).run.slot).toBe('2026-01-01T03:00:00.000Z');
    expect(chainOf(place.store)).toHaveLength(1);
  });

  it('may be older than the last one: an older slot is filled behind newer records', async () => {
    for (const day of ['03', '01', '02']) {
      expect((await place.run(['collect', '--slot', `2026-01-${day}T03:00:00Z`])).code).toBe(0);
    }
    const again = await place.run(['collect', '--slot', '2026-01-03T03:00:00Z', '--json']);

    expect(JSON.parse(again.stdout).runs).toMatchObject([{ result: 'already-collected', seq: 0 }]);
    expect((await place.run(['verify', place.store, '--key', place.publicKey])).code).toBe(0);
  });

  it('is not given together with --only', async () => {
    const ran = await place.run(['collect', '--only', 'users', '--slot', '2026-01-01T03:00:00Z']);

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('expected --only or --slot, got both');
  });
});
