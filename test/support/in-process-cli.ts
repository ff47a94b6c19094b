/**
 * The command line inside this process, with a clock that only moves when somebody waits or says so. What
 * takes minutes of waiting takes none here.
 */
import { setImmediate } from 'node:timers/promises';
import { createWorkplace, type Workplace } from './cli.ts';
import { type RanInProcess, runInside } from './inside.ts';

/** A clock for a simulator and a command line together. */
export interface StillClock {
  readonly now: () => Date;
  /** Comes back at once, and it is that much later. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly advance: (ms: number) => void;
  /** Every wait that was asked for, in milliseconds. */
  readonly waits: readonly number[];
}

/** Returns a clock that stands still until somebody waits. Waiting side by side takes no longer than the longest. */
export function createStillClock(start = '2026-11-22T03:00:00.000Z'): StillClock {
  let nowMs = Date.parse(start);
  const waits: number[] = [];
  return {
    now: () => new Date(nowMs),
    waits,
    advance: (ms) => {
      nowMs += ms;
    },
    sleep: async (ms) => {
      waits.push(ms);
      const due = nowMs + ms;
      await setImmediate();
      nowMs = Math.max(nowMs, due);
    },
  };
}

/** A folder with keys and a configuration, as a user has one, and a way to run commands in it. */
export interface InProcessCli
  extends Pick<Workplace, 'dir' | 'publicKey' | 'store' | 'writeConfig' | 'remove'> {
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<RanInProcess>;
}

export interface InProcessOptions {
  readonly url: string;
  readonly token: string;
  readonly clock: StillClock;
  /** Names of resources that the test is about: `createWorkplace` says what is read else. */
  readonly reads?: readonly string[];
}

/** Returns a command line whose one connection `acme` reads from `url`, with its token in $SEGMENT_TOKEN. */
export async function createInProcessCli({
  url,
  token,
  clock,
  reads,
}: InProcessOptions): Promise<InProcessCli> {
  const { dir, publicKey, store, writeConfig, remove } = await createWorkplace(url, token, reads);
  const baseEnv = {
    SEGMENT_TOKEN: token,
    FINGERPRINT_KEY: 'a fingerprint key for tests, long enough',
  };
  let runs = 0;
  const newHex = () => (++runs).toString(16);
  return {
    dir,
    publicKey,
    store,
    writeConfig,
    remove,
    run: (args, changes = {}) => {
      const env = { ...baseEnv, ...changes };
      return runInside(args, {
        dir,
        surroundings: {
          env,
          now: clock.now,
          sleep: clock.sleep,
          random: () => 0.5,
          newRunId: () => `${newHex().padStart(8, '0')}-0000-4000-8000-000000000000`,
          newLogId: () => newHex().padStart(32, '0'),
          signal: new AbortController().signal,
        },
      });
    },
  };
}
