/** The schedule process inside this one, woken by hand: real runs into a real folder, by a clock that a test moves. */
import { join } from 'node:path';
import type { Predicate } from '../../schemas/chain.ts';
import { schedule } from '../../src/commands/schedule.ts';
import { loadConfig } from '../../src/config/load.ts';
import { Limits, realSurroundings } from '../../src/deps.ts';
import { InterruptedError } from '../../src/errors.ts';
import type { Ticker } from '../../src/service/ticker.ts';
import type { Workplace } from './cli.ts';
import { readFolder } from './folder.ts';
import type { StillClock } from './in-process-cli.ts';

export interface VirtualService {
  /** Wakes the connection as its ticker does; resolves when nothing is due for it any more. */
  wake(): Promise<void>;
  stop(): Promise<void>;
  /** What it logged, a text each. */
  readonly logged: readonly string[];
}

/** Starts the process for connection `acme`, and waits for what it does first. */
export async function startService(
  place: Pick<Workplace, 'dir'>,
  clock: Pick<StillClock, 'now' | 'sleep'>,
  env: Readonly<Record<string, string>>,
): Promise<VirtualService> {
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
  const logged: string[] = [];
  const note = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const log = { info: note, warn: note, error: note };
  const stop = new AbortController();
  const given = { FINGERPRINT_KEY: 'a fingerprint key for tests, long enough', ...env };
  const surroundings = {
    ...realSurroundings(given, stop.signal),
    now: clock.now,
    sleep: clock.sleep,
    random: () => 0.5,
  };
  const done = schedule({
    config: await loadConfig({ file: join(place.dir, 'evidence.config.yaml'), env: given, cwd: place.dir }),
    surroundings,
    limits: new Limits(surroundings),
    extrasFor: () => ({ log, onSecret: () => undefined }),
    connections: [],
    port: 0,
    ticker,
    log,
  });
  await running;
  const wake = async () => jobs.get('acme')?.();
  await wake();
  return {
    wake,
    stop: async () => {
      stop.abort(new InterruptedError('SIGTERM'));
      await done;
    },
    logged,
  };
}

/** The records of `acme`, in the chain's order. */
export function recordsOf(place: Pick<Workplace, 'store'>): readonly Predicate[] {
  return [...readFolder(join(place.store, 'segment-evidence/v1/acme/chain/001')).values()].map((file) => {
    const bundle = JSON.parse(String(file));
    return JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString()).predicate;
  });
}
