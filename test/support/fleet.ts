/** A fleet to try: a simulated workspace for each group of connections, one store, and a queue. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Predicate } from '../../schemas/chain.ts';
import { readQueueMessage } from '../../src/schedule/queue-messages.ts';
import { SCALES, type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { CLI, createWorkplace, type Workplace } from './cli.ts';
import { type FifoQueue, type FifoQueueOptions, startFifoQueue } from './fifo-queue.ts';

export interface FleetOptions extends FifoQueueOptions {
  readonly groups: number;
  /** Connections of each of the first groups; the others have one. */
  readonly pairs: number;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly connection?: Readonly<Record<string, unknown>>;
  readonly rateLimit?: { readonly perMinute: number };
}

export interface Fleet {
  readonly queue: FifoQueue;
  readonly place: Workplace;
  readonly names: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** By the name of the connection that the group is called after. */
  readonly workspaces: ReadonlyMap<string, Simulator>;
  /** The records of a connection, in the chain's order. */
  records(name: string): readonly Predicate[];
  /** Pairs of runs of one group of which one began before the other had ended. */
  overlaps(): readonly string[];
  /** Begins a process of the fleet. */
  start(args?: readonly string[], env?: Readonly<Record<string, string>>): FleetProcess;
  /** What keeps a run short. */
  readonly few: object;
  stop(): Promise<void>;
}

export interface FleetProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  log(): string;
}

/** Read in a few requests. */
const FEW = {
  exclude: [
    'audit-events',
    'credentials',
    'destination-filters',
    'functions',
    'group-invites',
    'group-members',
    'labels',
    'regulations',
    'reverse-etl-models',
    'source-settings',
    'spaces',
    'suppressions',
    'tracking-plan-rules',
    'tracking-plan-sources',
    'transformations',
    'warehouse-sources',
  ],
};
const SCALE = { ...SCALES.small, sources: 2, destinations: 2, users: 4, groups: 1, trackingPlans: 1 };

/** Starts everything but consumers. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const queue = await startFifoQueue(options);
  const place = await createWorkplace('http://127.0.0.1:9', 'none');
  const workspaces = new Map<string, Simulator>();
  const connections: Record<string, unknown>[] = [];
  const env: Record<string, string> = { FINGERPRINT_KEY: 'a fingerprint key for tests, long enough' };
  for (let index = 0; index < options.groups; index += 1) {
    const lender = `w${String(index).padStart(3, '0')}`;
    const { rateLimit } = options;
    const simulator = await startSimulator({
      seed: index + 1,
      size: SCALE,
      now: () => new Date(),
      ...(rateLimit ? { rateLimit } : {}),
    });
    workspaces.set(lender, simulator);
    const variable = `TOKEN_${index}`;
    env[variable] = simulator.tokens.owner;
    const names = index < options.pairs ? [lender, `${lender}-also`] : [lender];
    for (const name of names) {
      const shares = name === lender ? {} : { shareLimitsWith: lender };
      connections.push({
        name,
        region: 'us',
        token: `env:${variable}`,
        baseUrl: simulator.url,
        requestsPerMinute: 10_000,
        schedule: '0 3 * * *',
        collect: structuredClone(FEW),
        ...options.connection,
        ...shares,
      });
    }
  }
  place.writeConfig({ connections, ...options.settings });
  const names = connections.map(({ name }) => String(name));
  const records = (name: string) => recordsOf(place.store, name);
  const allEnv = { ...env, ...queue.env };
  return {
    queue,
    place,
    names,
    env: allEnv,
    workspaces,
    records,
    overlaps: () => [...workspaces.keys()].flatMap((lender) => overlapsOf(lender, names, records)),
    start: (args = [], more = {}) => startProcess(place.dir, queue.url, args, { ...allEnv, ...more }),
    few: FEW,
    stop: async () => {
      await queue.stop();
      await Promise.all([...workspaces.values()].map((simulator) => simulator.close()));
      place.remove();
    },
  };
}

function startProcess(
  cwd: string,
  queueUrl: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): FleetProcess {
  const child = spawn(process.execPath, [CLI, 'schedule', '--queue', queueUrl, '--port', '0', ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...env },
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => lines.push(String(chunk)));
  return {
    child,
    ended: new Promise((done) => child.once('exit', (code, signal) => done({ code, signal }))),
    log: () => lines.join(''),
  };
}

function recordsOf(store: string, name: string): readonly Predicate[] {
  const chain = join(store, 'segment-evidence/v1', name, 'chain/001');
  try {
    return readdirSync(chain)
      .sort()
      .map((file) => {
        const bundle = JSON.parse(readFileSync(join(chain, file), 'utf8'));
        return JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString()).predicate;
      });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function overlapsOf(
  lender: string,
  names: readonly string[],
  records: (name: string) => readonly Predicate[],
): readonly string[] {
  const runs = names
    .filter((name) => name === lender || name === `${lender}-also`)
    .flatMap((name) => records(name).map(({ run }) => ({ name, ...run })))
    .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  return runs.flatMap((run, index) => {
    const before = runs[index - 1];
    return before !== undefined && Date.parse(run.startedAt) < Date.parse(before.endedAt)
      ? [`${before.name} ${before.endedAt} and ${run.name} ${run.startedAt}`]
      : [];
  });
}

/** The connection that a message names. */
export const connectionOf = (body: string): string | undefined => readQueueMessage(body)?.connection;
