/** The steps of deploy/container/Dockerfile, without a container engine: stages are folders, and each RUN a shell. */
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createProcessWorkplace, type Workplace } from '../support/cli.ts';
import { ROOT } from '../support/source-tree.ts';
import { IS_FULL } from '../support/tier.ts';

const USER = 65_532;
/** Whether another user can be taken on; else the one who runs the tests is that of the image. */
const isRoot = process.getuid?.() === 0;
let simulator: Simulator;
let place: Workplace;
let image: Image;

interface Image {
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly entry: readonly string[];
  readonly command: readonly string[];
}

beforeAll(async () => {
  simulator = await startSimulator({ now: () => new Date() });
  place = await createProcessWorkplace(simulator.url, simulator.tokens.owner);
  const context = join(place.dir, 'context');
  mkdirSync(context);
  pack(join(context, 'segment-evidence-0.1.0.tgz'));
  image = build(context, join(place.dir, 'stages'));
});
afterAll(async () => {
  execFileSync('chmod', ['-R', 'u+w', place.dir]);
  place.remove();
  await simulator.close();
});

/** As `npm pack` does, of what is built already. */
function pack(file: string): void {
  const files = ['dist/segment-evidence.mjs', 'package.json', 'README.md', 'LICENSE'];
  execFileSync('tar', ['-czf', file, '--transform', 's,^,package/,', ...files], { cwd: ROOT });
}

/** Goes through the Dockerfile. @throws Error on an instruction that this test does not know */
function build(context: string, stages: string): Image {
  const text = readFileSync(join(ROOT, 'deploy/container/Dockerfile'), 'utf8').replaceAll(/\\\n/g, ' ');
  let image: Image = { root: '', env: {}, user: '0', entry: [], command: [] };
  let workdir = '/';
  for (const line of text.split('\n')) {
    const [, instruction, rest = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    if (instruction === undefined) continue;
    if (instruction === 'FROM') {
      const name = / AS (\w+)$/.exec(rest)?.[1] ?? 'last';
      image = { root: join(stages, name), env: {}, user: '0', entry: [], command: [] };
      mkdirSync(image.root, { recursive: true });
    } else if (instruction === 'WORKDIR') {
      workdir = rest;
      mkdirSync(join(image.root, workdir), { recursive: true });
    } else if (instruction === 'COPY') copy(rest.split(' '), { context, stages, workdir, root: image.root });
    else if (instruction === 'RUN')
      execFileSync('sh', ['-ec', rest], { cwd: join(image.root, workdir), stdio: 'pipe' });
    else if (instruction === 'ENV') {
      const [name = '', ...value] = rest.split('=');
      image = { ...image, env: { ...image.env, [name]: value.join('=') } };
    } else if (instruction === 'USER') image = { ...image, user: rest };
    else if (instruction === 'ENTRYPOINT') image = { ...image, entry: JSON.parse(rest) };
    else if (instruction === 'CMD') image = { ...image, command: JSON.parse(rest) };
    else throw new Error(`the Dockerfile says ${instruction}, which this test does not know`);
  }
  return image;
}

function copy(
  [first = '', second = '', third = '']: readonly string[],
  { context, stages, workdir, root }: Readonly<Record<'context' | 'stages' | 'workdir' | 'root', string>>,
): void {
  const from = /^--from=(\w+)$/.exec(first)?.[1];
  if (from !== undefined) {
    cpSync(join(stages, from, second), join(root, third), { recursive: true });
    return;
  }
  const [start = '', end = ''] = first.split('*');
  const target = join(root, workdir, second);
  for (const name of readdirSync(context).filter((each) => each.startsWith(start) && each.endsWith(end)))
    cpSync(join(context, name), join(target, name));
}

/** Runs the image's program as its user, who can write to one folder and to no part of the image. */
function run(args: readonly string[], more: Readonly<Record<string, string>>) {
  const writable = join(place.dir, 'writable');
  mkdirSync(writable, { recursive: true });
  if (isRoot) execFileSync('chown', [String(USER), writable]);
  // The folder of the test itself is closed to others, and so may be the one where Node.js lies.
  chmodSync(place.dir, 0o755);
  const node = join(place.dir, 'node');
  copyFileSync(process.execPath, node);
  const [, script = ''] = image.entry;
  // Not waited for in place: the simulated workspace answers in this very process.
  return new Promise<{ readonly code: unknown; readonly stderr: string }>((done) => {
    const options = {
      cwd: place.dir,
      env: { ...image.env, TMPDIR: writable, SEGMENT_EVIDENCE_STORE: join(writable, 'evidence'), ...more },
      ...(isRoot ? { uid: USER, gid: USER } : {}),
    };
    execFile(node, [join(image.root, script), ...args], options, (error, _stdout, stderr) =>
      done({ code: error?.code ?? 0, stderr }),
    );
  });
}

describe('the image', () => {
  it('holds the program, what says its version, its licence, and nothing else', () => {
    const files = execFileSync('find', ['.', '-type', 'f'], { cwd: image.root, encoding: 'utf8' });

    expect(files.trim().split('\n').sort()).toEqual([
      './app/LICENSE',
      './app/dist/segment-evidence.mjs',
      './app/package.json',
    ]);
  });

  it('is run as a user who is not root, with a path of its own to Node.js, and collects on schedule', () => {
    expect(image.user).toBe(`${USER}:${USER}`);
    expect(image.entry).toEqual(['/nodejs/bin/node', '/app/dist/segment-evidence.mjs']);
    expect(existsSync(join(image.root, image.entry[1] ?? ''))).toBe(true);
    expect(image.command).toEqual(['schedule']);
  });

  // The fast tier only starts it: what a run needs is tried everywhere else.
  it(`${IS_FULL ? 'collects' : 'starts'}, writing to the store and to the temporary folder alone`, async () => {
    const before = execFileSync('find', [image.root, '-printf', '%p %m %T@\\n'], { encoding: 'utf8' });
    chmodSync(join(place.dir, 'keys'), 0o755);
    if (isRoot) execFileSync('chown', [String(USER), join(place.dir, 'keys/signing-key.pem')]);
    const collected = await run(IS_FULL ? ['collect'] : ['config', 'validate'], {
      SEGMENT_TOKEN: simulator.tokens.owner,
      FINGERPRINT_KEY: 'a fingerprint key for tests, long enough',
      SEGMENT_EVIDENCE_CONFIG: join(place.dir, 'evidence.config.yaml'),
    });

    expect([collected.code, collected.stderr.includes('EACCES')]).toEqual([0, false]);
    expect(execFileSync('find', [image.root, '-printf', '%p %m %T@\\n'], { encoding: 'utf8' })).toBe(before);
  });
});
