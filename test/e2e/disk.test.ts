import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createWorkplace, type Workplace } from '../support/cli.ts';
import { digestsIn } from '../support/folder.ts';
import { everyNth } from '../support/tier.ts';
import { chainOf } from './stored.ts';

let simulator: Simulator;
let place: Workplace;
let mounted: string | undefined;
/** Answers that a fault delays wait for this. */
let gate = createGate();

beforeAll(async () => {
  simulator = await startSimulator({ now: () => new Date(), sleep: () => gate.opened });
});
afterAll(() => simulator.close());
beforeEach(async () => {
  gate = createGate();
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
});
afterEach(() => {
  gate.open();
  simulator.clearFaults();
  if (mounted !== undefined) spawnSync('umount', [mounted]);
  mounted = undefined;
  place.remove();
});

function createGate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

const slot = (hour: number) => ['--slot', `2026-01-01T0${hour}:00:00Z`];
const verify = async () => (await place.run(['verify', place.store, '--key', place.publicKey])).code;

/** Puts the store on a small disk of its own; false where this user may not. */
function mountSmallDisk(kilobytes: number): boolean {
  mkdirSync(place.store);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', place.store]);
  if (status === 0) mounted = place.store;
  else console.warn('SKIPPED: this user may not mount a small disk, so disk trouble is not tried');
  return status === 0;
}

describe('a full disk', () => {
  it('stops the run with what to do, wherever it fills up, and commits nothing', {
    timeout: 120_000,
  }, async () => {
    if (!mountSmallDisk(2000)) return;
    expect((await place.run(['collect', ...slot(1)])).code).toBe(0);
    const filler = join(place.store, 'filler');

    for (const leftKilobytes of everyNth([0, 4, 40, 80, 150], 3)) {
      fillDisk(filler, leftKilobytes);
      const ran = await place.run(['collect', ...slot(2)]);

      expect([leftKilobytes, ran.code]).toEqual([leftKilobytes, 5]);
      expect(ran.stdout).toContain('acme: nothing was committed\n');
      expect(ran.stdout).toMatch(/expected to write it, got ENOSPC\n {2}Free space on the disk that holds/);
      expect(ran.stdout + ran.stderr).not.toContain('    at ');
      expect(chainOf(place.store)).toHaveLength(1);
      expect(await verify()).toBe(0);
    }

    rmSync(filler);
    expect((await place.run(['collect', ...slot(2)])).code).toBe(0);
    expect(chainOf(place.store)).toHaveLength(2);
    expect(await verify()).toBe(0);
  });
});

/** Leaves so much room and no more. */
function fillDisk(filler: string, leftKilobytes: number): void {
  rmSync(filler, { force: true });
  const { stdout } = spawnSync('df', ['-k', '--output=avail', place.store], { encoding: 'utf8' });
  const available = Number(stdout.split('\n')[1]);
  writeFileSync(filler, Buffer.alloc((available - leftKilobytes) * 1024));
}

describe('a store that cannot be written', () => {
  it('stops the run with what to do, and can still be verified and looked at', async () => {
    if (!mountSmallDisk(1000)) return;
    expect((await place.run(['collect', ...slot(1)])).code).toBe(0);
    spawnSync('mount', ['-o', 'remount,ro', place.store]);
    const before = digestsIn(place.store);

    const ran = await place.run(['collect', ...slot(2)]);
    const tested = await place.run(['test']);
    const status = await place.run(['status']);

    expect(ran.code).toBe(5);
    expect(ran.stdout).toMatch(/nothing was committed\n.*got EROFS\n {2}Give this user write access to/);
    expect([tested.code, status.code, await verify()]).toEqual([5, 0, 0]);
    expect(tested.stdout).toMatch(/FAILED {2}store .*got EROFS/);
    expect(digestsIn(place.store)).toEqual(before);
  });
});

describe('a store that is gone when the run wants to commit', () => {
  /** Collects; at the first answer about sources the store is changed, and only then the run goes on. */
  async function collectWhile(change: () => void) {
    simulator.addFault({ match: { path: '/sources' }, effect: { kind: 'slow-headers', delayMs: 1 } });
    const before = simulator.requests.length;
    const running = place.run(['collect', ...slot(2)]);
    while (!simulator.requests.slice(before).some(({ path }) => path === '/sources')) await wait(5);
    change();
    gate.open();
    return running;
  }

  it('is not begun anew in silence: the run commits nothing and says what is missing', async () => {
    expect((await place.run(['collect', ...slot(1)])).code).toBe(0);

    const ran = await collectWhile(() => rmSync(place.store, { recursive: true }));

    expect(ran.code).toBe(5);
    expect(ran.stdout).toContain('acme: nothing was committed\n');
    expect(ran.stdout).toMatch(/expected .*record 0 of chain 1.*got nothing/);
    expect(chainOf(place.store)).toEqual([]);
  });

  it('is made when it was not there before', async () => {
    const ran = await collectWhile(() => rmSync(place.store, { recursive: true, force: true }));

    expect(ran.code).toBe(0);
    expect(await verify()).toBe(0);
  });
});
