/**
 * `demo`: the whole way once, with nothing prepared: a simulated workspace on loopback, keys made on
 * the spot, a folder as store; then verified as an auditor would. Run again, it adds to the same chain.
 */
import { randomBytes } from 'node:crypto';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { stringify } from 'yaml';
import { loadConfig } from '../config/load.ts';
import { Limits, type RunExtras, type Surroundings } from '../deps.ts';
import { EXIT, StoreError, UsageError } from '../errors.ts';
import { type Simulator, startSimulator } from '../simulator/simulator.ts';
import { pageKey } from '../store/layout.ts';
import { collect } from './collect.ts';
import type { CommandOutput } from './command.ts';
import { describeServing } from './demo-serve.ts';
import { describeDemo } from './demo-text.ts';
import { keygen } from './keygen.ts';
import { portTaken, toServePort, untilStopped } from './serve-port.ts';
import { verifyCommand } from './verify.ts';

export interface DemoOptions {
  readonly dir: string;
  readonly seed: string;
  readonly size: 'small' | 'medium' | 'large';
  readonly cwd: string;
  readonly surroundings: Surroundings;
  readonly extrasFor: (connection: string) => RunExtras;
  /** How this program is started, for commands to paste. */
  readonly typed: string;
  /** Whether the simulator stays, and on which port. */
  readonly serve?: string | boolean;
  /** Tells the result while the simulator stays. */
  readonly print: (output: CommandOutput) => void;
}

/** Names the evidence folder: each seed and size is another company, and so another connection. */
const connectionName = ({ seed, size }: DemoOptions) => `demo-${size}-${seed}`;
const TOKEN_VARIABLE = 'DEMO_SEGMENT_TOKEN';

/** Returns what was made and what verifying it said. @throws UsageError, StoreError */
export async function demo(options: DemoOptions): Promise<CommandOutput> {
  const seed = Number(options.seed);
  if (!/^\d{1,9}$/.test(options.seed)) {
    throw new UsageError({
      message: 'demo: --seed: expected a whole number of up to nine digits, got something else',
      hint: 'Any number gives a workspace; the same number always gives the same one.',
    });
  }
  const folder = resolve(options.cwd, options.dir);
  const simulator = await start(seed, options);
  try {
    const prepared = await prepareFolder(folder, configText(connectionName(options), simulator.url));
    const output = await runDemo(options, folder, prepared, simulator);
    return options.serve === undefined || output.exitCode !== EXIT.done
      ? output
      : await keepServing(output, simulator, options);
  } finally {
    await simulator.close();
  }
}

async function start(seed: number, { size, surroundings, serve }: DemoOptions): Promise<Simulator> {
  const port = toServePort('demo', serve);
  try {
    return await startSimulator({ seed, size, now: surroundings.now, port });
  } catch (cause) {
    throw portTaken('demo', port, cause);
  }
}

/** Says where the simulator is, then stays until someone asks to stop, which is how this is meant to end. */
async function keepServing(
  { json, text, exitCode }: CommandOutput,
  simulator: Simulator,
  { typed, print, surroundings }: DemoOptions,
): Promise<CommandOutput> {
  const { url, tokens, writeKey } = simulator;
  const told = { ...json, serving: { url, tokens, writeKey } };
  print({ exitCode, json: told, text: `${text}\n\n${describeServing(simulator, typed)}` });
  await untilStopped(surroundings.signal);
  return { exitCode, json: told, text: '' };
}

/** As somebody does who was given the evidence and the key, and no configuration. */
function verifyAlone(
  { cwd, surroundings }: DemoOptions,
  folder: string,
  publicKey: string,
): Promise<CommandOutput> {
  return verifyCommand({
    location: join(folder, 'evidence'),
    key: [publicKey],
    cwd,
    now: surroundings.now(),
    openConfigured: async () => [],
  });
}

async function runDemo(
  options: DemoOptions,
  folder: string,
  { publicKey, config: file }: Prepared,
  simulator: Simulator,
): Promise<CommandOutput> {
  // The simulated token lives as long as the simulator: it is handed over in memory and kept nowhere.
  const env = { [TOKEN_VARIABLE]: simulator.tokens.owner };
  const surroundings = { ...options.surroundings, env };
  const config = await loadConfig({ file, env, cwd: folder });
  const collected = await collect({
    connections: [connectionName(options)],
    // A second demo in the same second asks for the same slot, and is to add a record all the same.
    force: true,
    config,
    surroundings,
    // The simulator answers as often as it is asked.
    limits: new Limits(surroundings, { areOperationsLimited: false }),
    extrasFor: options.extrasFor,
  });
  // Where nothing could be committed, the reason is the answer.
  const isStored = collected.exitCode !== EXIT.storeFailed;
  const verified = isStored ? await verifyAlone(options, folder, publicKey) : undefined;
  const isCollected = collected.exitCode === EXIT.done && verified !== undefined;
  const page = await pageOf(collected, folder);
  return {
    exitCode: isCollected ? verified.exitCode : collected.exitCode,
    json: {
      schema: 'segment-evidence/demo/v1',
      folder,
      publicKey,
      config: file,
      collect: collected.json,
      verify: verified?.json ?? null,
      page: page ?? null,
    },
    text: describeDemo({
      place: relative(options.cwd, folder) || '.',
      publicKey: relative(options.cwd, publicKey),
      collected,
      verified,
      simulator,
      page: page === undefined ? undefined : relative(options.cwd, page),
      typed: options.typed,
    }),
  };
}

/** The page that the run put beside its evidence; undefined where there is none. */
async function pageOf({ json }: CommandOutput, folder: string): Promise<string | undefined> {
  const [run] = json['runs'] as readonly { readonly connection: string; readonly snapshot?: string }[];
  if (run?.snapshot === undefined) return undefined;
  const page = join(folder, 'evidence', pageKey(run.connection, run.snapshot));
  return (await isThere(page)) ? page : undefined;
}

interface Prepared {
  readonly publicKey: string;
  readonly config: string;
}

/** Makes the keys that are not there yet, leaves those that are, and writes the settings again. */
async function prepareFolder(folder: string, settings: string): Promise<Prepared> {
  const config = join(folder, 'evidence.config.yaml');
  const privateKey = join(folder, 'keys', 'signing-key.pem');
  try {
    await mkdir(join(folder, 'keys'), { recursive: true });
    await assertOurs(config);
    if (!(await isThere(privateKey))) await keygen({ out: privateKey, cwd: folder });
    const fingerprintKey = join(folder, 'keys', 'fingerprint-key.txt');
    if (!(await isThere(fingerprintKey))) {
      await writeFile(fingerprintKey, `hex:${randomBytes(32).toString('hex')}\n`, {
        mode: 0o600,
        flag: 'wx',
      });
    }
    await writeFile(config, settings);
  } catch (cause) {
    if (cause instanceof StoreError || cause instanceof UsageError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'an error';
    throw new StoreError({
      code: 'WRITE_FAILED',
      key: folder,
      message: `demo: ${folder}: expected a folder to write in, got ${code}`,
      hint: 'Choose another folder with --dir.',
      cause,
    });
  }
  return { publicKey: join(folder, 'keys', 'signing-key.pub.pem'), config };
}

const HEADER = '# Replaced by each `segment-evidence demo`';

/** Somebody's own configuration, and the store and key that it names, are not for trials. @throws UsageError */
async function assertOurs(config: string): Promise<void> {
  const text = await readFile(config, 'utf8').catch(() => undefined);
  if (text === undefined || text.startsWith(HEADER) || text.startsWith(FORMER_HEADER)) return;
  throw new UsageError({
    message: `demo: ${config}: expected the configuration of an earlier demo or none, got another one`,
    hint: 'Choose another folder with --dir.',
  });
}

const FORMER_HEADER = '# Written anew by each `segment-evidence demo`';

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function configText(name: string, url: string): string {
  const settings = {
    store: './evidence',
    signing: { key: 'file:./keys/signing-key.pem' },
    fingerprintKey: 'file:./keys/fingerprint-key.txt',
    report: true,
    connections: [
      {
        name,
        token: `env:${TOKEN_VARIABLE}`,
        region: 'us',
        baseUrl: url,
        declaredRole: 'Workspace Owner',
        requestsPerMinute: 10_000,
      },
    ],
  };
  return `${HEADER}; the simulator is gone when the demo has ended.\n${stringify(settings)}`;
}
