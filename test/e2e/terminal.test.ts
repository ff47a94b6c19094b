import { spawn, spawnSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { CLI, createWorkplace, type Workplace } from '../support/cli.ts';
import { FEW } from '../support/few.ts';
import { everyNth } from '../support/tier.ts';
import { chainOf } from './stored.ts';

let simulator: Simulator;
let place: Workplace;

beforeAll(async () => {
  simulator = await startSimulator({ size: FEW, now: () => new Date() });
});
afterAll(() => simulator.close());
beforeEach(async () => {
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
});
afterEach(() => {
  place.remove();
});

const ESCAPE = String.fromCharCode(27);
const ANSI = new RegExp(ESCAPE);
const COLOUR = new RegExp(`${ESCAPE}\\[[0-9;]*[1-9][0-9;]*m`);

describe('colour and progress', () => {
  /** Runs collect with a terminal for all its streams. */
  const onTerminal = (
    args: readonly string[],
    env: Record<string, string> = {},
    size = 'cols 100 rows 40',
  ) => {
    const command = [process.execPath, CLI, 'collect', ...args].map((word) => `'${word}'`).join(' ');
    // Not synchronous: the simulator has to answer meanwhile.
    const child = spawn('script', ['-qec', `stty ${size}; ${command}`, '/dev/null'], {
      cwd: place.dir,
      env: {
        PATH: process.env['PATH'],
        HOME: place.dir,
        TERM: 'xterm',
        SEGMENT_TOKEN: simulator.tokens.owner,
        FINGERPRINT_KEY: 'a fingerprint key for tests, long enough',
        ...env,
      },
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    return new Promise<{ code: number | null; output: string }>((done) =>
      child.once('close', (code) => done({ code, output })),
    );
  };
  const hasScript = (): boolean => {
    const isThere = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;
    if (!isThere) console.warn('SKIPPED: no script(1) of util-linux here, so no terminal is tried');
    return isThere;
  };

  it('are not there without a terminal, also when colour is asked for by nobody', async () => {
    const ran = await place.run(['collect']);

    expect(ran.code).toBe(0);
    expect(ran.stdout + ran.stderr).not.toMatch(ANSI);
    expect(ran.stderr).toContain('"msg":"run committed"');
  });

  it('show the resources on a terminal, in place of the log', async () => {
    if (!hasScript()) return;

    const shown = await onTerminal([]);

    expect(shown.code).toBe(0);
    expect(shown.output).toMatch(ANSI);
    expect(shown.output).toMatch(COLOUR);
    expect(shown.output).toMatch(/✔.*source-settings/);
    expect(shown.output).not.toContain('"msg"');
    expect(chainOf(place.store)).toHaveLength(1);
  });

  it('show nothing on a terminal that tells no width', async () => {
    if (!hasScript()) return;

    const shown = await onTerminal([], {}, 'cols 0 rows 0');

    expect([shown.code, shown.output.split('\n')[0]?.trim()]).toEqual([0, 'acme: complete']);
  });

  const switches: readonly { title: string; args: string[]; env: Record<string, string> }[] = [
    { title: 'NO_COLOR takes the colours away', args: [], env: { NO_COLOR: '1' } },
    { title: '--quiet shows no progress', args: ['--quiet'], env: {} },
    { title: '--json shows no progress', args: ['--json'], env: {} },
  ];

  it.each(everyNth(switches, 2))('can be switched off on a terminal: $title', async ({ args, env }) => {
    if (!hasScript()) return;

    const shown = await onTerminal(args, env);

    expect(shown.code).toBe(0);
    expect(shown.output).not.toMatch(COLOUR);
    if (args.length > 0) expect(shown.output).not.toMatch(ANSI);
  });
});
