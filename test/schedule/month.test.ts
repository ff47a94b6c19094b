/** A month of virtual time: real collecting, real folder, real chain; only the clock and the ticker are made up. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { schedule } from '../../src/commands/schedule.ts';
import { verifyCommand } from '../../src/commands/verify.ts';
import { loadConfig } from '../../src/config/load.ts';
import { Limits, realSurroundings } from '../../src/deps.ts';
import { InterruptedError } from '../../src/errors.ts';
import { slotsBetween } from '../../src/schedule/slots.ts';
import type { Ticker } from '../../src/service/ticker.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createWorkplace, type Workplace } from '../support/cli.ts';
import { FEW } from '../support/few.ts';
import { readFolder } from '../support/folder.ts';

const SCHEDULE = '30 2 * * *';
const ZONE = 'Europe/Berlin';
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

let nowMs = 0;
const now = () => new Date(nowMs);
const set = (instant: string) => {
  nowMs = Date.parse(instant);
};
let simulator: Simulator;
let place: Workplace;

beforeAll(async () => {
  set('2026-10-01T00:00:00Z');
  simulator = await startSimulator({ now, size: FEW });
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
  const exclude = resources.map(({ name }) => name).filter((name) => !['workspace', 'users'].includes(name));
  place.writeConfig({}, { schedule: SCHEDULE, timezone: ZONE, collect: { exclude } });
});
afterAll(async () => {
  place.remove();
  await simulator.close();
});

/** Starts the process, and waits for what it does first; what it would wait for is in the caller's hand. */
async function start() {
  const jobs = new Map<string, () => Promise<void>>();
  let begun = () => {};
  const running = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const ticker: Ticker = {
    start: (name, _expression, _timezone, onTick) => {
      jobs.set(name, onTick);
      if (name === 'watch') begun();
    },
    stop: async () => undefined,
  };
  const stop = new AbortController();
  const env = {
    SEGMENT_TOKEN: simulator.tokens.owner,
    FINGERPRINT_KEY: 'a fingerprint key, long enough for it',
  };
  const surroundings = { ...realSurroundings(env, stop.signal), now, sleep: async () => undefined };
  let filled = () => {};
  const done = schedule({
    config: await loadConfig({ file: join(place.dir, 'evidence.config.yaml'), env, cwd: place.dir }),
    surroundings,
    limits: new Limits(surroundings),
    extrasFor: () => ({ log: silent, onSecret: () => undefined }),
    connections: [],
    port: 0,
    ticker,
    log: { ...silent, info: (_fields, message) => message === 'slot filled' && filled() },
  });
  await running;
  await jobs.get('acme')?.();
  return {
    /** node-cron's own tick of the connection; resolves when its run has ended. */
    tick: () => jobs.get('acme')?.(),
    /** The tick of every minute; resolves when a slot has been filled after it. */
    watch: () => {
      const run = new Promise<void>((resolve) => {
        filled = resolve;
      });
      void jobs.get('watch')?.();
      return run;
    },
    stop: () => {
      stop.abort(new InterruptedError('SIGTERM'));
      return done;
    },
  };
}

interface Run {
  readonly slot: string;
  readonly trigger: string;
  readonly missedSlots: readonly string[];
}

function runs(): readonly Run[] {
  const files = [...readFolder(join(place.store, 'segment-evidence/v1/acme/chain/001')).values()];
  return files.map((file) => {
    const bundle = JSON.parse(String(file));
    return JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString()).predicate.run;
  });
}

const day = (count: number, time: string) => `2026-10-${String(count).padStart(2, '0')}T${time}Z`;

/** October, as unkind as a month can be. */
async function liveThroughOctober(): Promise<void> {
  set(day(1, '00:10:00'));
  let service = await start();
  for (let today = 1; today <= 31; today += 1) {
    if (today === 11) await service.stop();
    if (today >= 11 && today < 14) continue;
    if (today === 14) {
      // Back after three days and a half.
      set(day(14, '09:00:00'));
      service = await start();
      continue;
    }
    if (today === 20) {
      // Restarted with nothing missed.
      await service.stop();
      service = await start();
    }
    set(day(today, today === 17 ? '00:31:07' : '00:30:00.040'));
    if (today === 8) {
      // The ticker skips its time; the machine slept until noon, too.
      set(day(8, '12:00:00'));
      await service.watch();
    } else {
      // Doubled, and overlapping.
      await Promise.all([service.tick(), service.tick()]);
    }
    // On the 25th the time comes twice: only the second one is the slot.
    set(day(today, '01:30:00.015'));
    await service.tick();
    await service.tick();
  }
  await service.stop();
}

describe('a month of runs', () => {
  beforeAll(liveThroughOctober, 300_000);

  const slots = () =>
    slotsBetween(SCHEDULE, ZONE, new Date('2026-10-01T00:00Z'), new Date('2026-11-01T00:00Z')).map((slot) =>
      slot.toISOString(),
    );

  it('has for each slot one record or names it as missed, once, and nothing besides', () => {
    const october = runs().filter(({ slot }) => slot >= '2026-10-01');
    const named = october.flatMap(({ slot, missedSlots }) => [...missedSlots, slot]);

    expect(slots()).toHaveLength(31);
    expect(named).toEqual(slots());
  });

  it('names what was missed in the record after the downtime, which is a catch-up', () => {
    const back = runs().find(({ slot }) => slot === '2026-10-14T00:30:00.000Z');

    expect(back).toMatchObject({
      trigger: 'catch-up',
      missedSlots: ['2026-10-11T00:30:00.000Z', '2026-10-12T00:30:00.000Z', '2026-10-13T00:30:00.000Z'],
    });
  });

  it('tells a run in time from one that had to be caught up', () => {
    const caughtUp = runs().filter(({ trigger }) => trigger === 'catch-up');

    expect(caughtUp.map(({ slot }) => slot.slice(0, 10))).toEqual([
      // Started ten minutes after midnight: the slot of the day before is the first evidence there is.
      '2026-09-30',
      '2026-10-08',
      '2026-10-14',
    ]);
    expect(new Set(runs().map(({ trigger }) => trigger))).toEqual(new Set(['schedule', 'catch-up']));
  });

  it('verifies', async () => {
    const verified = await verifyCommand({
      location: place.store,
      key: [place.publicKey],
      cwd: place.dir,
      now: new Date('2027-06-01T00:00:00Z'),
      openConfigured: async () => [],
    });

    expect(readFileSync(place.publicKey, 'utf8')).toContain('PUBLIC KEY');
    expect([verified.exitCode, verified.text]).toEqual([0, expect.any(String)]);
  });
});
