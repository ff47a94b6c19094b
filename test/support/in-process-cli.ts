/**
 * The command line inside this process: the same command tree, streams that are kept, and a clock that
 * only moves when somebody waits or says so. What takes minutes of waiting takes none here.
 */
import { Readable, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { CommanderError } from 'commander';
import type { CliContext } from '../../src/command-context.ts';
import type { CommandOutput } from '../../src/commands/command.ts';
import { describeError, errorJson } from '../../src/error-text.ts';
import { EvidenceError, EXIT } from '../../src/errors.ts';
import { buildProgram } from '../../src/program.ts';
import { createWorkplace, type Workplace } from './cli.ts';

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

export interface RanInProcess {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
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
}

/** Returns a command line whose one connection `acme` reads from `url`, with its token in $SEGMENT_TOKEN. */
export async function createInProcessCli({ url, token, clock }: InProcessOptions): Promise<InProcessCli> {
  const { dir, publicKey, store, writeConfig, remove } = await createWorkplace(url, token);
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
    run: (args, env = {}) => runOnce(args, { dir, env: { ...baseEnv, ...env }, clock, newHex }),
  };
}

interface Surrounded {
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly clock: StillClock;
  readonly newHex: () => string;
}

async function runOnce(
  args: readonly string[],
  { dir, env, clock, newHex }: Surrounded,
): Promise<RanInProcess> {
  const [stdout, stderr] = [new Kept(), new Kept()];
  const isJson = args.includes('--json');
  const context: CliContext = {
    env,
    cwd: dir,
    homeDir: dir,
    surroundings: {
      env,
      now: clock.now,
      sleep: clock.sleep,
      random: () => 0.5,
      newRunId: () => `${newHex().padStart(8, '0')}-0000-4000-8000-000000000000`,
      newLogId: () => newHex().padStart(32, '0'),
      signal: new AbortController().signal,
    },
    streams: { stdin: Readable.from([]), stdout, stderr },
    print: ({ json, text }: CommandOutput) =>
      stdout.write(isJson ? `${JSON.stringify(json, null, 2)}\n` : text === '' ? '' : `${text}\n`),
  };
  const code = await buildProgram(context)
    .run(args)
    .catch((error: unknown) => failed(error, isJson, stdout, stderr));
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** As the program's entry does it, which cannot be imported without running it. */
function failed(error: unknown, isJson: boolean, stdout: Kept, stderr: Kept): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  stderr.write(`${describeError(error)}\n`);
  const code = error instanceof EvidenceError ? error.code : 'BUG';
  if (isJson) stdout.write(`${JSON.stringify(errorJson(code, error), null, 2)}\n`);
  return error instanceof EvidenceError ? error.exitCode : EXIT.bug;
}

/** A stream that keeps what is written to it. */
class Kept extends Writable {
  text = '';

  override _write(chunk: Uint8Array | string, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
