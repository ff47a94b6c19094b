/** Runs the command line as a user would, in a folder of its own; as a process of its own where that matters. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { keygen } from '../../src/commands/keygen.ts';
import { realSurroundings } from '../../src/deps.ts';
import { type Collect, collectOnly } from './by-default.ts';
import { runInside } from './inside.ts';
import { IS_FULL } from './tier.ts';

export const CLI = resolve(import.meta.dirname, '../../dist/segment-evidence.mjs');

export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with keys and a configuration, and a way to run commands in it. */
export interface Workplace {
  readonly dir: string;
  readonly publicKey: string;
  readonly store: string;
  /** The environment of its commands. */
  readonly env: Readonly<Record<string, string>>;
  writeConfig(
    changes?: Readonly<Record<string, unknown>>,
    connection?: Readonly<Record<string, unknown>>,
  ): void;
  run(args: readonly string[], options?: RunOptions): Promise<Ran>;
  start(args: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess;
  remove(): void;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/**
 * Makes a workplace whose one connection `acme` reads from `url`, with its token in $SEGMENT_TOKEN. Its
 * commands run inside this process in the fast tier, and as processes in the full one. There, too, it reads
 * all that is read by default; in the fast tier a few resources and those that `reads` names.
 */
export function createWorkplace(
  url: string,
  token: string,
  reads: readonly string[] = [],
): Promise<Workplace> {
  return workplace({ url, token, reads }, IS_FULL ? runProcess : runHere);
}

/** The same, with a process for every command in both tiers: for tests of what only a process has. */
export function createProcessWorkplace(
  url: string,
  token: string,
  reads: readonly string[] = [],
): Promise<Workplace> {
  return workplace({ url, token, reads }, runProcess);
}

/** Runs one command in any folder, as `createWorkplace` does in its own. */
export function runCommand(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Ran> {
  return (IS_FULL ? runProcess : runHere)(args, { ...options, input: undefined });
}

interface Connected {
  readonly url: string;
  readonly token: string;
  readonly reads: readonly string[];
}

async function workplace({ url, token, reads }: Connected, run: Run): Promise<Workplace> {
  const dir = mkdtempSync(join(tmpdir(), 'evidence-e2e-'));
  await keygen({ cwd: dir });
  const baseEnv = {
    PATH: process.env['PATH'] ?? '',
    HOME: dir,
    SEGMENT_TOKEN: token,
    FINGERPRINT_KEY: 'a fingerprint key for tests, long enough',
  };
  const writeConfig: Workplace['writeConfig'] = (changes = {}, connection = {}) => {
    const config: { readonly connections: readonly Connection[]; readonly [setting: string]: unknown } = {
      store: './evidence',
      signing: { key: 'file:./keys/signing-key.pem' },
      fingerprintKey: 'env:FINGERPRINT_KEY',
      connections: [
        {
          name: 'acme',
          region: 'us',
          token: 'env:SEGMENT_TOKEN',
          baseUrl: url,
          requestsPerMinute: 10_000,
          ...connection,
        },
      ],
      ...changes,
    };
    const connections = config.connections.map((each) => readingOnly(each, reads));
    writeFileSync(join(dir, 'evidence.config.yaml'), stringify({ ...config, connections }));
  };
  writeConfig();
  return {
    dir,
    publicKey: join(dir, 'keys/signing-key.pub.pem'),
    store: join(dir, 'evidence'),
    env: baseEnv,
    writeConfig,
    run: (args, options = {}) =>
      run(args, { cwd: dir, env: { ...baseEnv, ...options.env }, input: options.input }),
    start: (args, env = {}) =>
      spawn(process.execPath, [CLI, ...args], { cwd: dir, env: { ...baseEnv, ...env } }),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

type Connection = Readonly<Record<string, unknown>>;

function readingOnly(connection: Connection, reads: readonly string[]): Connection {
  if (connection['type'] === 'write-key') return connection;
  return { ...connection, collect: collectOnly(reads, connection['collect'] as Collect | undefined) };
}

type Run = (
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env: Readonly<Record<string, string>>;
    readonly input: string | undefined;
  },
) => Promise<Ran>;

const runHere: Run = async (args, { cwd, env, input }) => {
  const surroundings = realSurroundings(env, new AbortController().signal);
  const ran = await runInside(args, { dir: cwd, surroundings, ...(input === undefined ? {} : { input }) });
  return { ...ran, signal: null };
};

const runProcess: Run = (args, { cwd, env, input }) => {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [CLI, ...args],
      { cwd, env, maxBuffer: 1 << 26 },
      (_error, stdout, stderr) => done({ code: child.exitCode, signal: child.signalCode, stdout, stderr }),
    );
    child.stdin?.end(input ?? '');
  });
};

/** Resolves when a started process has ended. */
export function ended(
  child: ChildProcess,
): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }> {
  return new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })));
}
