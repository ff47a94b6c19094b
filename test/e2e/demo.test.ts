import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { byDefault as resources } from '../support/by-default.ts';
import { CLI, ended, runCommand } from '../support/cli.ts';
import { digestsIn, readFolder } from '../support/folder.ts';
import { everyNth, IS_FULL } from '../support/tier.ts';
import { chainOf } from './stored.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'evidence-demo-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

/** A newcomer's machine: no home, no cloud, and a proxy that leads nowhere. */
const BARE = {
  PATH: process.env['PATH'] ?? '',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  HTTP_PROXY: 'http://127.0.0.1:9',
};

const run = (args: readonly string[]) => runCommand(args, { cwd: dir, env: BARE });
const shell = (line: string) => spawnSync('sh', ['-c', line], { cwd: dir, env: BARE, encoding: 'utf8' });

/** The lines under TRY that a newcomer may paste, with this build in place of the installed command. */
const suggestions = (stdout: string) =>
  [...stdout.matchAll(/^ {2}((?:node|segment-evidence|\(cd) .*)$/gm)].map(([, line = '']) =>
    line.replace(/^segment-evidence/, `"${process.execPath}" "${CLI}"`),
  );

describe('demo', () => {
  it('needs nothing but an empty folder, and says in a few lines what was made', async () => {
    const { code, stdout, stderr } = await run(['demo']);

    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(36);
    expect(stdout).toContain('nothing here is about a real company');
    expect(stdout).toMatch(
      new RegExp(
        `COLLECTED: complete[^]*${resources.length} resources complete[^]*users 14, [^]*VERIFIED: INTACT`,
      ),
    );
    for (const [, path = ''] of stdout.matchAll(
      /^ {2}(?:evidence|snapshot|receipt|public key|settings) +(\S+)$/gm,
    ))
      expect(existsSync(join(dir, path)), path).toBe(true);
    expect(existsSync(join(dir, 'segment-evidence-demo/evidence'))).toBe(true);
    const page = /^The page of it, for a browser: (\S+\.html)$/.exec(
      stdout.trimEnd().split('\n').at(-1) ?? '',
    )?.[1];
    expect(readFileSync(join(dir, String(page)), 'utf8')).toContain('Snapshot of a Segment workspace');
  });

  const folders = [
    { title: 'the usual folder', folder: undefined },
    { title: 'a folder with blanks and a quote in its name', folder: "it's a demo" },
  ];

  it.runIf(IS_FULL).each(folders)(
    'suggests commands that work when they are pasted: $title',
    async ({ folder }) => {
      const { stdout } = await run(['demo', ...(folder === undefined ? [] : ['--dir', folder])]);

      const lines = suggestions(stdout);
      expect(lines).toHaveLength(5);
      for (const line of lines) {
        if (line.includes('sha256sum') && shell('command -v sha256sum').status !== 0) {
          console.warn('SKIPPED: no sha256sum here, so the suggestion with it is not tried');
          continue;
        }
        const ran = shell(line);
        expect([line, ran.status, ran.stderr]).toEqual([line, 0, '']);
      }
    },
  );

  it('leaves the configuration of somebody alone', async () => {
    const config = join(dir, 'evidence.config.yaml');
    writeFileSync(config, 'store: ./evidence\n');

    const ran = await run(['demo', '--dir', '.']);

    expect([ran.code, readFileSync(config, 'utf8')]).toEqual([2, 'store: ./evidence\n']);
    expect(existsSync(join(dir, 'evidence'))).toBe(false);
  });

  it.runIf(IS_FULL)('adds to the same chain when it runs again, and leaves the keys', async () => {
    await run(['demo']);
    const folder = join(dir, 'segment-evidence-demo');
    const before = digestsIn(join(folder, 'keys'));

    const again = await run(['demo', '--json']);

    const { collect, verify } = JSON.parse(again.stdout);
    expect(again.code).toBe(0);
    expect(collect.runs).toMatchObject([{ result: 'committed', seq: 1, chain: 1 }]);
    expect(verify).toMatchObject({ exitCode: 0, stores: [{ connections: [{ chains: [{ records: 2 }] }] }] });
    expect(digestsIn(join(folder, 'keys'))).toEqual(before);
    expect(chainOf(join(folder, 'evidence'), 'demo-small-1')).toHaveLength(2);
  });

  it.each(
    everyNth(
      [
        ['seed', ['--seed', '7'], 'demo-small-7', /^.*/],
        ['size', ['--size', 'medium'], 'demo-medium-1', /users \d+/],
      ] as const,
      2,
    ),
  )('makes another company of another %s, in a connection of its own', async (_what, options, name, told) => {
    const first = await run(['demo', '--dir', 'd']);
    const other = await run(['demo', '--dir', 'd', ...options]);

    const store = join(dir, 'd/evidence');
    expect([first.code, other.code]).toEqual([0, 0]);
    const [before, after] = [first, other].map(({ stdout }) => told.exec(stdout)?.[0]);
    expect(before).toEqual(expect.any(String));
    expect(after).not.toBe(before);
    expect(['demo-small-1', name].map((each) => chainOf(store, each).length)).toEqual([1, 1]);
  });

  it.each(everyNth(['text', 'json'], 2))('prints and keeps no secret of the workspace: %s', async (form) => {
    const ran = await run(['demo', '--log-level', 'debug', ...(form === 'json' ? ['--json'] : [])]);

    const simulator = await startSimulator({ now: () => new Date(), seed: 1 });
    const secrets = [
      ...Object.values(simulator.tokens),
      ...simulator.world.sources.flatMap((s) => s.writeKeys),
    ];
    await simulator.close();
    const files = [...readFolder(dir).values()].map((bytes) => bytes.toString('latin1'));
    expect(secrets.length).toBeGreaterThan(10);
    for (const secret of secrets) {
      expect(ran.stdout + ran.stderr).not.toContain(secret);
      expect(files.filter((text) => text.includes(secret))).toEqual([]);
    }
    expect(ran.stderr).toContain('run committed');
    const keys = readFolder(join(dir, 'segment-evidence-demo/keys'));
    const hex = String(keys.get('fingerprint-key.txt')).trim().replace('hex:', '');
    expect(ran.stdout + ran.stderr).not.toContain(hex);
    expect(ran.stdout + ran.stderr).not.toContain('PRIVATE KEY');
  });

  it.each([
    { title: 'a file where the folder should be', arrange: () => writeFileSync(join(dir, 'd'), ''), code: 5 },
    {
      title: 'a folder where the settings should be',
      arrange: () => mkdirSync(join(dir, 'd/evidence.config.yaml'), { recursive: true }),
      code: 5,
    },
    { title: 'a file where the evidence should be', arrange: () => evidenceInTheWay(), code: 5 },
  ])('says what is in the way, and what to do: $title', async ({ arrange, code }) => {
    arrange();

    const text = await run(['demo', '--dir', 'd']);
    const json = await run(['demo', '--dir', 'd', '--json']);

    const said = text.stdout + text.stderr;
    expect([text.code, json.code]).toEqual([code, code]);
    expect(said).toMatch(/expected .* got E\w+/);
    expect(said).toMatch(/--dir|`store`/);
    expect(said).not.toContain('    at ');
    expect(said).not.toContain('INTACT,');
    expect(() => JSON.parse(json.stdout)).not.toThrow();
  });

  it.each([
    ['--seed', 'x'],
    ['--seed', '-1'],
    ['--size', 'huge'],
  ])('refuses %s %s, and makes nothing', async (flag, value) => {
    expect((await run(['demo', flag, value])).code).toBe(2);
    expect(readFolder(dir).size).toBe(0);
  });
});

function evidenceInTheWay(): void {
  mkdirSync(join(dir, 'd'));
  writeFileSync(join(dir, 'd/evidence'), '');
}

describe('demo --serve', () => {
  it('keeps the simulator, says how to use it, and ends cleanly when it is asked to', async () => {
    const child = spawn(process.execPath, [CLI, 'demo', '--serve'], { cwd: dir, env: BARE });
    let stdout = '';
    const isReady = new Promise<void>((done) => {
      child.stdout.on('data', (chunk) => {
        stdout += chunk;
        if (stdout.includes('SERVING')) done();
      });
    });
    const end = ended(child);
    await isReady;
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(stdout) ?? [];
    const [, token = ''] = /export SEGMENT_TOKEN=(\S+)/.exec(stdout) ?? [];
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    child.kill('SIGINT');

    expect([answer.status, (await end).code]).toEqual([200, 0]);
    expect(stdout).toContain(`init --name trial --region us --base-url ${url}`);
  });

  it.each(['x', '0', '70000'])('refuses the port %s, and makes nothing', async (port) => {
    expect((await run(['demo', '--serve', port])).code).toBe(2);
    expect(readFolder(dir).size).toBe(0);
  });

  it('says that a port is taken', async () => {
    const other = await startSimulator({ now: () => new Date() });
    const { code, stderr } = await run(['demo', '--serve', new URL(other.url).port]);
    await other.close();

    expect([code, readFolder(dir).size]).toEqual([2, 0]);
    expect(stderr).toContain('expected a free port on 127.0.0.1, got EADDRINUSE');
  });
});
