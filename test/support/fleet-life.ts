/** A fleet that lives through days of virtual time in one process: real runs, one real folder, a clock that is moved. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { AlertDocument } from '../../schemas/alert.ts';
import type { Predicate } from '../../schemas/chain.ts';
import { resources } from '../../schemas/resources/index.ts';
import { schedule } from '../../src/commands/schedule.ts';
import { status } from '../../src/commands/status.ts';
import { loadConfig } from '../../src/config/load.ts';
import { Limits, realSurroundings } from '../../src/deps.ts';
import { InterruptedError } from '../../src/errors.ts';
import type { Ticker } from '../../src/service/ticker.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createWorkplace, type Workplace } from './cli.ts';
import { readFolder } from './folder.ts';
import { slotsByWalking, walkDays } from './minute-oracle.ts';
import { startReceiver } from './receiver.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const SCHEDULES = ['0 3 * * *', '30 2 * * *', '15 */12 * * *', '45 23 * * 1-5', '0 0 * * 0', '30 1,13 * * *'];

export type Span = readonly [from: string, to: string];

export interface Life {
  readonly connections: number;
  readonly zones: readonly string[];
  readonly lives: Span;
  /** When Segment answers nothing but 503. */
  readonly segmentAway: Span;
  /** When there is a file where the store was. */
  readonly storeAway: Span;
  /** When no process runs. */
  readonly stopped: Span;
}

export interface Lived {
  /** When it began; what the first runs fill lies before. */
  readonly from: string;
  /** By connection: its slots by the oracle, and its records. */
  readonly connections: readonly {
    readonly name: string;
    readonly slots: readonly string[];
    readonly records: readonly Predicate[];
  }[];
  readonly alerts: readonly AlertDocument[];
  /** `status --json` at the end. */
  readonly fleet: unknown;
  readonly exitCode: number;
  /** Used heap after each day of virtual time, in MB. */
  readonly heapMb: readonly number[];
}

const ms = (instant: string) => Date.parse(instant);
const isIn = ([from, to]: Span, atMs: number) => atMs >= ms(from) && atMs < ms(to);

/** Returns what came of a fleet's life. */
export async function live(life: Life): Promise<Lived> {
  let nowMs = ms(life.lives[0]);
  const now = () => new Date(nowMs);
  const simulator = await startSimulator({ now });
  const receiver = await startReceiver();
  const place = await createWorkplace(simulator.url, simulator.tokens.owner);
  try {
    const kept = configure(place, simulator, life);
    const env = {
      SEGMENT_TOKEN: simulator.tokens.owner,
      FINGERPRINT_KEY: 'a fingerprint key for tests, long enough',
      ADDRESS: receiver.url,
      SECRET: `whsec_${Buffer.from('a signing secret for tests only').toString('base64')}`,
    };
    const config = await loadConfig({ file: join(place.dir, 'evidence.config.yaml'), env, cwd: place.dir });
    const begin = () => startFleet({ config, env, now });
    let service: Awaited<ReturnType<typeof begin>> | undefined = await begin();
    const heapMb: number[] = [];
    const world = new World(place, simulator, life);
    for (const { atMs, names } of momentsOf(kept, life)) {
      nowMs = atMs;
      world.follow(atMs);
      if (isIn(life.stopped, atMs)) {
        await service?.stop();
        service = undefined;
        continue;
      }
      if (service === undefined) service = await begin();
      else await service.wake(names);
      if ((atMs - ms(life.lives[0])) % DAY_MS === 0) heapMb.push(heapUsedMb());
    }
    await service?.stop();
    const ended = await status({ connections: [], config, surroundings: surroundingsOf(env, now) });
    return {
      from: new Date(life.lives[0]).toISOString(),
      connections: kept.map(({ name, slots }) => ({
        name,
        slots: slots.map((slot) => new Date(slot).toISOString()),
        records: recordsOf(place, name),
      })),
      alerts: receiver.accepted(),
      fleet: ended.json['fleet'],
      exitCode: ended.exitCode,
      heapMb,
    };
  } finally {
    place.remove();
    await receiver.close();
    await simulator.close();
  }
}

interface Kept {
  readonly name: string;
  readonly slots: readonly number[];
}

function configure(place: Workplace, simulator: Simulator, life: Life): readonly Kept[] {
  const exclude = resources.map(({ name }) => name).filter((name) => !['workspace', 'labels'].includes(name));
  const [fromMs, toMs] = [ms(life.lives[0]), ms(life.lives[1])];
  const days = life.zones.map((zone) => walkDays(zone, fromMs - 2 * DAY_MS, toMs + 2 * DAY_MS));
  const connections = Array.from({ length: life.connections }, (_, index) => ({
    name: `acme-${String(index).padStart(3, '0')}`,
    region: 'us',
    token: 'env:SEGMENT_TOKEN',
    baseUrl: simulator.url,
    requestsPerMinute: 10_000,
    schedule: SCHEDULES[index % SCHEDULES.length] ?? '',
    timezone: life.zones[index % life.zones.length] ?? '',
    // Of each its own: in YAML one list for all would be an alias two hundred times.
    collect: { exclude: [...exclude] },
  }));
  const alerts = [
    { channel: 'webhook', url: 'env:ADDRESS', secret: 'env:SECRET', minSeverity: 'low', reminderHours: 8760 },
  ];
  place.writeConfig({ connections, alerts });
  return connections.map(({ name, schedule: cron }, index) => ({
    name,
    slots: slotsByWalking(cron, days[index % days.length] ?? [], fromMs, toMs),
  }));
}

interface Moment {
  readonly atMs: number;
  readonly names: readonly string[] | 'all';
}

/** Every slot, for those whose it is, and every hour for all: what the ticker of each minute would do. */
function momentsOf(kept: readonly Kept[], { lives }: Life): readonly Moment[] {
  const moments = new Map<number, string[] | 'all'>();
  for (const { name, slots } of kept) {
    for (const slot of slots) {
      const names = moments.get(slot) ?? [];
      if (names !== 'all') moments.set(slot, [...names, name]);
    }
  }
  for (let atMs = ms(lives[0]) + HOUR_MS; atMs <= ms(lives[1]); atMs += HOUR_MS) moments.set(atMs, 'all');
  return [...moments].sort(([a], [b]) => a - b).map(([atMs, names]) => ({ atMs, names }));
}

/** Makes Segment and the store come and go. */
class World {
  readonly #place: Workplace;
  readonly #simulator: Simulator;
  readonly #life: Life;
  #isStoreAway = false;

  constructor(place: Workplace, simulator: Simulator, life: Life) {
    this.#place = place;
    this.#simulator = simulator;
    this.#life = life;
  }

  follow(atMs: number): void {
    this.#simulator.clearFaults();
    if (isIn(this.#life.segmentAway, atMs))
      this.#simulator.addFault({ match: {}, effect: { kind: 'status', status: 503 } });
    const isAway = isIn(this.#life.storeAway, atMs);
    if (isAway === this.#isStoreAway) return;
    this.#isStoreAway = isAway;
    const { store } = this.#place;
    if (isAway) {
      renameSync(store, `${store}.away`);
      writeFileSync(store, 'a file in the way');
    } else {
      rmSync(store);
      renameSync(`${store}.away`, store);
    }
  }
}

interface Started {
  readonly config: Awaited<ReturnType<typeof loadConfig>>;
  readonly env: Readonly<Record<string, string>>;
  readonly now: () => Date;
}

/** Nobody waits in this world: time moves only between moments. */
const surroundingsOf = (env: Started['env'], now: () => Date, signal = new AbortController().signal) => ({
  ...realSurroundings(env, signal),
  now,
  sleep: async () => void (await setImmediate()),
  random: () => 0.5,
});

async function startFleet({ config, env, now }: Started) {
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
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const stop = new AbortController();
  const surroundings = surroundingsOf(env, now, stop.signal);
  const done = schedule({
    config,
    surroundings,
    limits: new Limits(surroundings, config),
    extrasFor: () => ({ log, onSecret: () => undefined }),
    connections: [],
    port: 0,
    ticker,
    log,
  });
  await running;
  const wake = async (names: readonly string[] | 'all') => {
    const all = config.connections.map(({ name }) => name);
    await Promise.all((names === 'all' ? all : names).map((name) => jobs.get(name)?.()));
  };
  await wake('all');
  return {
    wake,
    stop: async () => {
      stop.abort(new InterruptedError('SIGTERM'));
      await done;
    },
  };
}

function recordsOf(place: Workplace, name: string): readonly Predicate[] {
  const chain = join(place.store, 'segment-evidence/v1', name, 'chain/001');
  return [...readFolder(chain).values()].map((file) => {
    const bundle = JSON.parse(String(file));
    return JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString()).predicate;
  });
}

function heapUsedMb(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return Math.round(process.memoryUsage().heapUsed / 1_000_000);
}
