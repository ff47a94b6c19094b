/** What takes as long as anyone waits for an authority, and what only a process has: signals, a death. */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { startAuthority, type TestAuthority } from '../support/authority.ts';
import { createProcessWorkplace, ended, type Workplace } from '../support/cli.ts';
import { anchorsIn, collectTimed, MISBEHAVIOURS, nameAuthority } from './stamping.ts';
import { chainOf } from './stored.ts';

const SLOT = '2026-11-22T03:00:00Z';

let simulator: Simulator;
let authority: TestAuthority;
let place: Workplace;
const children: ChildProcess[] = [];

beforeAll(async () => {
  simulator = await startSimulator({ now: () => new Date() });
});
afterAll(() => simulator.close());
beforeEach(async () => {
  authority = await startAuthority();
  place = await createProcessWorkplace(simulator.url, simulator.tokens.owner);
  nameAuthority(place, authority);
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  place.remove();
  await authority.close();
});

async function waitingForStamp(args: readonly string[]): Promise<ChildProcess> {
  authority.behave('hangs');
  const child = place.start(args);
  children.push(child);
  while (authority.queries.length === 0) await wait(5);
  return child;
}

describe('an authority that is slow', () => {
  it.each(MISBEHAVIOURS.filter(({ isSlow }) => isSlow === true))(
    'because it $behaviour is waited for five seconds at most',
    async ({ behaviour, says }) => {
      const quick = await collectTimed(place);
      authority.behave(behaviour);
      // Both may fall into one second, and so into one slot.
      const slow = await collectTimed(place, ['--force']);

      expect([slow.code, slow.stderr]).toEqual([0, expect.stringContaining('record not stamped')]);
      expect(slow.stdout).toContain('acme: complete');
      expect(slow.line).toContain(says);
      expect(slow.seconds - quick.seconds).toBeLessThan(5.5);
      expect(anchorsIn(place.store)).toHaveLength(1);
    },
  );
});

describe('a process that waits for a stamp', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('ends at once at %s, with its record', async (signal, code) => {
    const child = await waitingForStamp(['collect', '--slot', SLOT]);
    const before = performance.now();
    child.kill(signal);

    expect((await ended(child)).code).toBe(code);
    expect(performance.now() - before).toBeLessThan(2_000);
    expect([chainOf(place.store).length, anchorsIn(place.store).length]).toEqual([1, 0]);
  });

  it('may be killed: the record is there, and the next run stamps it', async () => {
    const child = await waitingForStamp(['collect', '--slot', SLOT]);
    child.kill('SIGKILL');
    await ended(child);
    authority.behave('stamps');
    const next = await collectTimed(place, ['--slot', SLOT]);

    expect([next.code, next.line]).toEqual([0, expect.stringContaining('by Test Time Stamping')]);
    expect([chainOf(place.store).length, anchorsIn(place.store).length]).toEqual([1, 1]);
    expect((await place.run(['verify', '--key', place.publicKey])).code).toBe(0);
  });

  it('does no harm to another one at the same slot', async () => {
    const [one, two] = await Promise.all([
      collectTimed(place, ['--slot', SLOT]),
      collectTimed(place, ['--slot', SLOT]),
    ]);

    expect([one.code, two.code]).toEqual([0, 0]);
    expect(chainOf(place.store)).toHaveLength(1);
    expect(anchorsIn(place.store).length).toBeGreaterThan(0);
    expect((await place.run(['verify', '--key', place.publicKey])).code).toBe(0);
  });
});
