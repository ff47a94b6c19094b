/**
 * What every command has in common. Its own process is started once for each, as `npx` does it; the rest is
 * tried inside this process in the fast tier.
 */
import { cpSync, statSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { TOOL_VERSION } from '../../src/tool-version.ts';
import { CLI, createProcessWorkplace, createWorkplace, type Workplace } from '../support/cli.ts';
import { FEW } from '../support/few.ts';
import { everyNth, IS_FULL } from '../support/tier.ts';

let simulator: Simulator;
let place: Workplace;
let collected: Workplace;

beforeAll(async () => {
  simulator = await startSimulator({ size: FEW, now: () => new Date() });
  collected = await createWorkplace(simulator.url, simulator.tokens.owner);
  expect((await collected.run(['collect'])).code).toBe(0);
});
afterAll(async () => {
  collected.remove();
  await simulator.close();
});
beforeEach(async () => {
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
});
afterEach(() => {
  place.remove();
});

const KEYLESS = { name: 'web', type: 'write-key', region: 'us', writeKey: 'file:evidence.config.yaml' };

/** Stands for the simulator's address, which is not known before it listens. */
const REVIEW = '20261122T030004Z-00000000';
const URL = 'the simulator';

/** A day that is not over: whatever the clock says. */
const nextYear = () => `${new Date().getUTCFullYear() + 1}-12-31`;

/** Every command; `args` let it do its work, `wrong` let it fail with an exit code. */
const commands: readonly {
  name: string;
  args: readonly string[];
  wrong: readonly string[];
  code: number;
  /** How it ends with `args`; 0 unless it says so. */
  ends?: number;
  input?: string;
}[] = [
  { name: 'demo', args: ['--dir', 'd'], wrong: ['--seed', 'x'], code: 2 },
  { name: 'test', args: [], wrong: ['acne'], code: 2 },
  { name: 'collect', args: [], wrong: ['--only', 'nothing'], code: 2 },
  { name: 'status', args: [], wrong: ['acne'], code: 2 },
  // Of a key that cannot be one it sends nothing, and waits for nothing.
  { name: 'canary', args: ['web'], wrong: ['acne'], code: 2, ends: 4 },
  { name: 'verify', args: [], wrong: ['./nowhere'], code: 7 },
  { name: 'population', args: ['users'], wrong: ['nobodies'], code: 2 },
  // There is one run.
  { name: 'changes', args: [], wrong: ['--from', 'x'], code: 2, ends: 7 },
  // In the fast tier most of what checks need is not read.
  { name: 'check', args: [], wrong: ['--fail-on', 'x'], code: 2, ends: IS_FULL ? 0 : 4 },
  { name: 'report', args: ['--out', 'pages'], wrong: ['1/1'], code: 2 },
  { name: 'reperform', args: [], wrong: ['--resource', 'nobodies'], code: 2 },
  { name: 'review start', args: [], wrong: ['--at', 'noon'], code: 2 },
  // Which review there is nobody knows before: its file is missed first.
  { name: 'review import', args: [REVIEW, 'none.csv'], wrong: [REVIEW], code: 2, ends: 2 },
  // Nothing was decided yet.
  { name: 'review status', args: [], wrong: [REVIEW], code: 7, ends: 4 },
  {
    name: 'manual attach',
    args: [
      'evidence.config.yaml',
      '--slot',
      'last-login',
      '--effective',
      '2026-01-01',
      '--expires',
      nextYear(),
    ],
    wrong: ['evidence.config.yaml', '--slot', 'sso'],
    code: 2,
  },
  // Every slot is empty.
  { name: 'manual list', args: [], wrong: ['--at', 'noon'], code: 2, ends: 4 },
  { name: 'approve', args: ['--by', 'Ada'], wrong: [], code: 2 },
  {
    name: 'export',
    args: ['--format', 'ocsf', '--out', 'findings.jsonl'],
    wrong: ['--format', 'bag', '--from', '2026-01-01'],
    code: 2,
  },
  { name: 'mcp', args: [], wrong: ['--connection', 'acne'], code: 2 },
  { name: 'keygen', args: ['--out', 'k/new.pem'], wrong: ['--out', 'keys/signing-key.pem'], code: 2 },
  {
    name: 'rotate-key',
    args: ['--new', 'file:keys/next.pem'],
    wrong: ['--new', 'file:keys/signing-key.pem'],
    code: 2,
  },
  {
    name: 'fingerprint',
    args: ['--context', 'token'],
    wrong: ['--context', 'token', '--connection', 'acne'],
    code: 2,
    input: 'a secret',
  },
  { name: 'config show', args: [], wrong: ['--config', 'none.yaml'], code: 2 },
  { name: 'config validate', args: [], wrong: ['--config', 'none.yaml'], code: 2 },
  {
    name: 'init',
    args: ['--name', 'acme', '--region', 'us', '--base-url', URL, '--make-keys', '--force', '--no-input'],
    wrong: ['--region', 'mars'],
    code: 2,
  },
  { name: 'doctor', args: [], wrong: ['--config', 'none.yaml'], code: 2 },
  { name: 'schedule', args: ['--once'], wrong: ['--config', 'none.yaml'], code: 2 },
  { name: 'completion', args: ['bash'], wrong: ['tcsh'], code: 2 },
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: looking for exactly these
const ANSI = /\u001b/;
const oneDocument = (stdout: string): { schema: string } => JSON.parse(stdout);

it('is built as a file that may be run, as npx does it', (context) => {
  if (process.platform === 'win32') context.skip('Windows has no permission to run a file');
  expect(statSync(CLI).mode & 0o111).toBe(0o111);
});

describe('the list of commands', () => {
  it('is tried whole: no command is missing here', async () => {
    const { stdout } = await place.run(['--help']);

    const listed = [...stdout.matchAll(/^ {2}([a-z-]+)(?: \[options\]|\|| <| \[| {2,})/gm)].map(
      ([, name]) => name,
    );
    const tried = new Set(commands.map(({ name }) => name.split(' ')[0]));
    expect(new Set(listed)).toEqual(new Set([...tried, 'help']));
  });
});

/** A process costs as much as all other tests of a command together. */
const ownProcesses = everyNth(commands, 8, 4).map(({ name }) => name);

describe.each(commands)('$name', ({ name, args, wrong, code, ends = 0, input }) => {
  const runIn = (workplace: Workplace, ...more: readonly string[]) =>
    workplace.run(
      [...name.split(' '), ...more].map((arg) => (arg === URL ? simulator.url : arg)),
      input === undefined ? {} : { input },
    );
  const run = (...more: readonly string[]) => runIn(place, ...more);
  /** What is seen of evidence is the same whoever collected it: once for all, and copied. */
  const arrange = async (workplace: Workplace) => {
    if (name === 'canary') workplace.writeConfig({ connections: [KEYLESS] });
    if (name === 'schedule') workplace.writeConfig({}, { schedule: '0 3 * * *' });
    if (
      name.startsWith('review') ||
      ['verify', 'status', 'population', 'changes', 'check', 'report'].includes(name) ||
      ['approve', 'reperform', 'export', 'mcp'].includes(name)
    )
      cpSync(collected.dir, workplace.dir, { recursive: true });
    if (name === 'review status') await workplace.run(['review', 'start']);
    if (name === 'rotate-key') await workplace.run(['keygen', '--out', 'keys/next.pem']);
  };

  if (ownProcesses.includes(name)) {
    it('works as a process of its own, and prints nothing but its result', async () => {
      const own = await createProcessWorkplace(simulator.url, simulator.tokens.owner);
      await arrange(own);

      const { code: ended, stdout, stderr } = await runIn(own, ...args, '--json', '--quiet');
      own.remove();

      // What cannot be answered is said there; nothing else is.
      const isRefused = [2, 7].includes(ends);
      expect([ended, stderr]).toEqual([ends, isRefused ? expect.stringMatching(/: expected .*, got /) : '']);
      expect(oneDocument(stdout).schema).toMatch(/^segment-evidence\/[a-z-]+\/v1$/);
    });
  }

  it('has --help and --version, which do nothing else', async () => {
    const [help, version] = await Promise.all([run('--help'), run('--version')]);

    expect([help.code, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toContain(`Usage: segment-evidence ${name} [options]`);
    for (const option of ['--config', '--log-level', '--no-input', '--quiet', '--json', '--help'])
      expect(help.stdout).toContain(option);
    expect(version).toMatchObject({ code: 0, stderr: '' });
    // The one file has a digest; the modules that run inside this process have none.
    const digest = IS_FULL ? ' sha256:[0-9a-f]{64}' : '';
    expect(version.stdout).toMatch(new RegExp(`^${TOOL_VERSION}${digest}\n$`));
  });

  it('prints exactly one JSON document with --json, whether it works or fails', async () => {
    await arrange(place);
    const [good, bad, unknown] = await Promise.all([
      run(...args, '--json'),
      run(...wrong, '--json'),
      run('--no-such-option', '--json'),
    ]);

    expect([good.code, bad.code, unknown.code]).toEqual([ends, code, 2]);
    expect(oneDocument(good.stdout).schema).toMatch(/^segment-evidence\/[a-z-]+\/v1$/);
    expect(oneDocument(bad.stdout).schema).toMatch(/^segment-evidence\/[a-z-]+\/v1$/);
    expect(oneDocument(unknown.stdout)).toMatchObject({
      schema: 'segment-evidence/error/v1',
      code: 'USAGE_INVALID',
    });
    for (const { stdout, stderr } of [good, bad, unknown]) expect(stdout + stderr).not.toMatch(ANSI);
  });

  it('takes the configuration that it is given', async () => {
    await arrange(place);

    expect(await run(...args, '--config', './evidence.config.yaml')).toMatchObject({ code: ends });
  });

  it('refuses an option that there is not, in words and with exit 2', async () => {
    const ran = await run(...args, '--no-such-option');

    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain("unknown option '--no-such-option'");
    expect(ran.stderr).not.toContain('    at ');
  });
});

describe('without a command that exists', () => {
  it.each([
    { title: 'no command', args: [], says: 'Usage: segment-evidence' },
    { title: 'an unknown command', args: ['evidence'], says: "unknown command 'evidence'" },
    { title: 'a mistyped command', args: ['verfy'], says: 'Did you mean verify?' },
    {
      title: 'a command of config that there is not',
      args: ['config', 'shwo'],
      says: "unknown command 'shwo'",
    },
    { title: 'config alone', args: ['config'], says: 'Usage: segment-evidence config' },
  ])('exits 2 and says what there is: $title', async ({ args, says }) => {
    const [text, json] = await Promise.all([place.run(args), place.run([...args, '--json'])]);

    expect([text.code, text.stdout, json.code]).toEqual([2, '', 2]);
    expect(text.stderr).toContain(says);
    expect(oneDocument(json.stdout)).toMatchObject({ schema: 'segment-evidence/error/v1' });
  });
});
