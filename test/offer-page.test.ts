/** After a demo its page is offered to whoever sits at the terminal, and opened for nobody else. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { isSomebodyThere, offerPage } from '../src/offer-page.ts';
import { openerOf, openPage } from '../src/open-page.ts';
import { CLI } from './support/cli.ts';
import { everyNth } from './support/tier.ts';

const dir = mkdtempSync(join(tmpdir(), 'evidence-offer-'));
afterAll(() => rmSync(dir, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

describe('who is asked', () => {
  const terminal = { isTTY: true } as PassThrough & { isTTY: boolean };
  const pipe = {} as PassThrough;

  it.each([
    ['somebody at a terminal', terminal, terminal, {}, true],
    ['nobody, where the input is no terminal', pipe, terminal, {}, false],
    ['nobody, where the output is no terminal', terminal, pipe, {}, false],
    ['nobody on a machine that builds and tests', terminal, terminal, { CI: 'true' }, false],
    ['somebody, where CI says nothing', terminal, terminal, { CI: '' }, true],
  ])('%s', (_who, stdin, stdout, env, isThere) => {
    expect(isSomebodyThere({ stdin, stdout, env })).toBe(isThere);
  });
});

describe('the answer', () => {
  async function opened(typed: string | null, isOpened = true) {
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    const files: string[] = [];
    const offer = offerPage({ stdin, stdout }, '/pages/one.html', async (file) => {
      files.push(file);
      return isOpened;
    });
    if (typed === null) stdin.end();
    else stdin.write(typed);
    await offer;
    return { files, said: String(stdout.read() ?? '') };
  }

  it.each(['y\n', 'Y\n', ' yes \n', 'YES\r\n'])('%j opens the page', async (typed) => {
    expect((await opened(typed)).files).toEqual(['/pages/one.html']);
  });

  it.each(['\n', 'n\n', 'no\n', 'yesterday\n', 'x\n', null])('%j opens nothing', async (typed) => {
    const { files, said } = await opened(typed);

    expect(files).toEqual([]);
    expect(said).toContain('Open it now? [y/N]');
  });

  it('is told where there is nothing that opens pages', async () => {
    expect((await opened('y\n', false)).said).toContain('open the file yourself');
  });
});

describe('what opens a page', () => {
  it.each([
    ['darwin', 'open', ['/a b/one.html']],
    ['win32', 'cmd', ['/d', '/s', '/c', '"start "" "/a b/one.html""']],
    ['linux', 'sh', ['-c', expect.stringContaining('xdg-open "$1"'), 'sh', '/a b/one.html']],
  ] as const)('on %s is %s', (platform, command, args) => {
    expect(openerOf(platform, '/a b/one.html')).toMatchObject({ command, args });
  });

  it('is handed the path as it is, whatever is in it', async ({ skip }) => {
    skip(process.platform !== 'linux', 'the opener of this system is another one');
    const bin = fakeOpener('plain');
    vi.stubEnv('PATH', `${bin}:/usr/bin:/bin`);
    const path = join(dir, `it's $(touch "${join(dir, 'made')}") & more; --x.html`);

    expect(await openPage(path, 'linux')).toBe(true);
    expect(await written(join(bin, 'opened'))).toBe(`${path}\n`);
    expect(existsSync(join(dir, 'made'))).toBe(false);
  });

  it('is missed where there is none', async ({ skip }) => {
    skip(process.platform !== 'linux', 'the opener of this system is another one');
    const bin = join(dir, 'none');
    mkdirSync(bin);
    writeFileSync(join(bin, 'sh'), '#!/bin/sh\nexec /bin/sh "$@"\n');
    chmodSync(join(bin, 'sh'), 0o755);
    vi.stubEnv('PATH', bin);

    expect(await openPage('/one.html', 'linux')).toBe(false);
  });
});

describe('a demo on a terminal', () => {
  const hasTerminals = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes(
    'util-linux',
  );

  const rows: readonly (readonly [string, Record<string, string>, boolean])[] = [
    ['y', {}, true],
    ['n', {}, false],
    ['y', { CI: 'true' }, false],
  ];

  it.each(everyNth(rows, 3))('answered %j, with %j', async (typed, env, isOpened) => {
    if (!hasTerminals)
      return console.warn('SKIPPED a demo on a terminal: there is no `script` of util-linux');
    const name = `${typed}${Object.keys(env).join('')}`;
    const bin = fakeOpener(name);
    const place = join(dir, `demo-${name}`);
    const line = `"${process.execPath}" "${CLI}" demo --dir "${place}"`;
    const ran = spawnSync('script', ['-qec', line, '/dev/null'], {
      input: `${typed}\n`,
      encoding: 'utf8',
      env: { PATH: `${bin}:/usr/bin:/bin`, TERM: 'dumb', ...env },
    });

    expect([ran.status, ran.stdout.includes('Open it now?')]).toEqual([0, !('CI' in env)]);
    const page = /The page of it, for a browser: (\S+\.html)/.exec(ran.stdout)?.[1] ?? 'none';
    if (isOpened) expect(await written(join(bin, 'opened'))).toContain(page.split('/').at(-1));
    else expect(existsSync(join(bin, 'opened'))).toBe(false);
  });
});

/** Puts an `xdg-open` into a folder of its own that writes down what it was asked to open. */
function fakeOpener(name: string): string {
  const bin = join(dir, `bin-${name}`);
  mkdirSync(bin);
  const file = join(bin, 'xdg-open');
  writeFileSync(
    file,
    `#!/bin/sh\nprintf '%s\\n' "$1" >"${join(bin, 'part')}"\nmv "${join(bin, 'part')}" "${join(bin, 'opened')}"\n`,
  );
  chmodSync(file, 0o755);
  return bin;
}

/** It is left behind, and may write later. */
async function written(file: string): Promise<string> {
  for (let times = 0; times < 100 && !existsSync(file); times += 1) await wait(20);
  return readFileSync(file, 'utf8');
}
