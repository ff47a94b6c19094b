/** A connection that is collected and watched by a clock that stands still, and a receiver that hears of it. */
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import {
  createInProcessCli,
  createStillClock,
  type InProcessCli,
  type StillClock,
} from './in-process-cli.ts';
import type { RanInProcess } from './inside.ts';
import { NO_CHECKS } from './no-checks.ts';
import { type Receiver, startReceiver } from './receiver.ts';

export const HOUR_MS = 60 * 60 * 1000;
const SECRET = `whsec_${Buffer.from('a signing secret for tests only, 32+').toString('base64')}`;
export const WEBHOOK = { channel: 'webhook', url: 'env:HOOK', secret: 'env:HOOK_SECRET' };

export interface Watched {
  readonly clock: StillClock;
  readonly simulator: Simulator;
  readonly receiver: Receiver;
  readonly cli: InProcessCli;
  readonly env: Readonly<Record<string, string>>;
  run(...args: readonly string[]): Promise<RanInProcess>;
  /** `status --alert --json`, parsed. */
  watch(...args: readonly string[]): Promise<{ readonly code: number; readonly watch: WatchJson }>;
  /** Each alert that was accepted, as `opened run-overdue`. */
  told(): readonly string[];
  /** Changes a sealed file of the newest snapshot, as nobody of ours does. */
  breakNewest(): void;
  /** Puts back what was changed last. */
  mendBroken(): void;
  close(): Promise<void>;
}

interface WatchJson {
  readonly connections: readonly {
    readonly state: string;
    readonly overdueSince: string | null;
    readonly problems: readonly string[];
    readonly snapshotsChecked: number;
  }[];
  readonly deliveries: readonly { readonly result: string; readonly alert: { readonly id: string } }[];
  readonly stores: readonly { readonly properties: readonly unknown[] }[];
}

/** Starts one: every night at three, alerts to a webhook. */
export async function startWatched(
  connection: object = {},
  start = '2026-11-22T03:00:00.000Z',
): Promise<Watched> {
  const clock = createStillClock(start);
  const simulator = await startSimulator({ now: clock.now, sleep: clock.sleep, size: 'small' });
  const receiver = await startReceiver();
  const cli = await createInProcessCli({ url: simulator.url, token: simulator.tokens.owner, clock });
  cli.writeConfig({ alerts: [WEBHOOK], policy: NO_CHECKS }, { schedule: '0 3 * * *', ...connection });
  const env = { HOOK: receiver.url, HOOK_SECRET: SECRET };
  let broken: { readonly path: string; readonly bytes: Buffer } | undefined;
  const run = (...args: readonly string[]) => cli.run(args, env);
  return {
    clock,
    simulator,
    receiver,
    cli,
    env,
    run,
    watch: async (...args) => {
      const { code, stdout } = await run('status', '--alert', '--json', ...args);
      return { code, watch: JSON.parse(stdout).watch };
    },
    told: () => receiver.accepted().map(({ state, condition }) => `${state} ${condition}`),
    breakNewest: () => {
      const path = join(newestSnapshot(cli.store), 'data/resources/users.jsonl');
      broken = { path, bytes: readFileSync(path) };
      chmodSync(path, 0o644);
      writeFileSync(path, broken.bytes.toString('latin1').replace('"', "'"), 'latin1');
    },
    mendBroken: () => {
      if (broken !== undefined) writeFileSync(broken.path, broken.bytes);
    },
    close: async () => {
      cli.remove();
      await receiver.close();
      await simulator.close();
    },
  };
}

function newestSnapshot(store: string): string {
  let folder = join(store, 'segment-evidence/v1/acme/snapshots');
  for (let depth = 0; depth < 4; depth += 1)
    folder = join(folder, readdirSync(folder).toSorted().at(-1) ?? '');
  return folder;
}
