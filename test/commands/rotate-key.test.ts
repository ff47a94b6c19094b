/** `rotate-key` as somebody types it, follows what it prints, and looks at what came of it with each set of keys. */
import { execSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { resources } from '../../schemas/resources/index.ts';
import { readPublicKey } from '../../src/crypto/node.ts';
import { keyIdOf } from '../../src/seal/dsse.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { documentedCommands } from '../docs/documented-commands.ts';
import { chainOf, recordOf } from '../e2e/stored.ts';
import { FEW } from '../support/few.ts';
import { createInProcessCli, createStillClock, type InProcessCli } from '../support/in-process-cli.ts';

const clock = createStillClock();
let simulator: Simulator;
let cli: InProcessCli;

beforeAll(async () => {
  simulator = await startSimulator({ size: FEW, now: clock.now, sleep: clock.sleep });
});
afterAll(() => simulator.close());
beforeEach(async () => {
  cli = await createInProcessCli({ url: simulator.url, token: simulator.tokens.owner, clock });
  cli.writeConfig({}, { collect: { exclude: LEFT_OUT } });
  await cli.run(['keygen', '--out', 'keys/next.pem']);
});
afterEach(() => {
  cli.remove();
});

/** What is read is tried elsewhere. */
const LEFT_OUT = resources.map(({ name }) => name).filter((name) => !['workspace', 'users'].includes(name));

const ROTATE = ['rotate-key', '--new', 'file:./keys/next.pem'];
const OLD = 'keys/signing-key.pub.pem';
const NEW = 'keys/next.pub.pem';
const idOf = (file: string) => keyIdOf(readPublicKey(readFileSync(join(cli.dir, file), 'utf8')));

async function run(...args: readonly string[]) {
  clock.advance(60_000);
  const ran = await cli.run([...args, '--json']);
  return { ...JSON.parse(ran.stdout), code: ran.code };
}

/** Writes into the configuration what the command said. */
function configure(signing: unknown, name?: string): void {
  const file = join(cli.dir, 'evidence.config.yaml');
  const config = parse(readFileSync(file, 'utf8'));
  const place =
    name === undefined ? config : config.connections.find((each: { name: string }) => each.name === name);
  Object.assign(place, { signing });
  writeFileSync(file, stringify(config));
}

async function verified(...keys: readonly string[]) {
  const { code, stores } = await run('verify', './evidence', ...keys.flatMap((key) => ['--key', key]));
  const [{ failures, notes }] = stores;
  const kinds = notes.map(({ kind }: { kind: string }) => kind);
  return [
    code,
    ...new Set(failures.map((failure: { code: string }) => failure.code)),
    ...kinds.filter((kind: string) => kind === 'signer-not-judged'),
  ];
}

describe('rotate-key', () => {
  it('names the new key in a record of the old one, and prints what lets the next run go on with it', async () => {
    await run('collect');

    const text = await cli.run(ROTATE);
    const between = await verified(OLD);
    const again = await run(...ROTATE);
    configure(again.configure[0].signing);
    const after = await run('collect');

    expect(text.code).toBe(0);
    expect(text.stdout).toContain('acme: complete');
    expect(text.stdout).toContain(`The next record must be signed by key ${idOf(NEW)}.`);
    expect(text.stdout).toContain(
      'signing:\n    key: file:./keys/next.pem\n    previousKeys:\n      - ./keys/signing-key.pub.pem\n',
    );
    expect(text.stdout).toContain(`The old public key, ${idOf(OLD)}, is in ./keys/signing-key.pub.pem`);
    expect(between).toEqual([0]);
    expect(after.code).toBe(0);
    expect(chainOf(cli.store).map((path) => path.slice(0, 16))).toEqual([
      '001/000000000000',
      '001/000000000001',
      '001/000000000002',
    ]);
    expect(recordOf(cli.store, 1).chain).toMatchObject({ nextKey: idOf(NEW) });
    expect(recordOf(cli.store, 1).run.trigger).toBe('manual');
    expect(recordOf(cli.store, 2).chain).toMatchObject({ rotatedFrom: idOf(OLD) });
    expect(recordOf(cli.store, 2).conditions).toEqual([]);

    expect(await verified(OLD)).toEqual([0]);
    expect(await verified(OLD, NEW)).toEqual([0]);
    expect(await verified(NEW)).toEqual([0, 'signer-not-judged']);
    expect((await run('verify')).code).toBe(0);
    expect((await run('status')).code).toBe(0);
  });

  it('done again with the same key commits nothing, and says the lines again', async () => {
    await run(...ROTATE);

    const again = await run(...ROTATE);
    const text = await cli.run(ROTATE);

    expect(again).toMatchObject({
      code: 0,
      connections: [{ connection: 'acme', exitCode: 0, isNamed: true, namedBy: { chain: 1, seq: 0 } }],
      configure: [{ signing: { key: 'file:./keys/next.pem' } }],
    });
    expect(text.stdout).toContain('acme: record 0 of chain 1 names this key already; nothing was committed');
    expect(chainOf(cli.store)).toHaveLength(1);
  });

  it('done again with another key is refused, and so is every run under the old one', async () => {
    await run(...ROTATE);
    await cli.run(['keygen', '--out', 'keys/third.pem']);

    const other = await run('rotate-key', '--new', 'file:./keys/third.pem');
    const collected = await run('collect');

    expect(other).toMatchObject({
      code: 5,
      connections: [{ isNamed: false, run: { result: 'not-committed' } }],
      configure: [],
    });
    for (const { error } of [other.connections[0].run, collected.runs[0]]) {
      expect(error).toMatchObject({
        code: 'KEY_UNUSABLE',
        message: expect.stringContaining(`expected key ${idOf(NEW)}`),
      });
    }
    expect(collected.code).toBe(5);
    expect(chainOf(cli.store)).toHaveLength(1);
  });

  it('after which the old key is refused also behind records of the new one', async () => {
    const {
      configure: [{ signing }],
    } = await run(...ROTATE);
    configure(signing);
    await run('collect');
    configure({ key: 'file:./keys/signing-key.pem' });

    expect(await run('collect')).toMatchObject({ code: 5, runs: [{ error: { code: 'KEY_UNUSABLE' } }] });

    // Also where the new key is called the one of before.
    configure({ key: 'file:./keys/signing-key.pem', previousKeys: ['./keys/next.pub.pem'] });

    expect(await run('collect')).toMatchObject({ code: 5, runs: [{ error: { code: 'KEY_UNUSABLE' } }] });
    expect(chainOf(cli.store)).toHaveLength(2);
  });

  it('twice in a row, each key vouches for the next', async () => {
    await run('collect');
    configure((await run(...ROTATE)).configure[0].signing);
    await cli.run(['keygen', '--out', 'keys/third.pem']);
    const second = await run('rotate-key', '--new', 'file:./keys/third.pem');
    configure(second.configure[0].signing);
    await run('collect');

    expect(second.configure[0].signing.previousKeys).toEqual([
      './keys/signing-key.pub.pem',
      './keys/next.pub.pem',
    ]);
    expect(await verified(OLD)).toEqual([0]);
    expect(await verified('keys/third.pub.pem')).toEqual([0, 'signer-not-judged']);
    expect((await run('verify')).code).toBe(0);
  });

  it('goes through although the snapshot is partial, and says so', async () => {
    cli.writeConfig();

    const ran = await cli.run([...ROTATE, '--json'], { SEGMENT_TOKEN: simulator.tokens.member });

    expect(ran.code).toBe(4);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      connections: [{ isNamed: true, run: { status: 'partial' } }],
      configure: [{ connections: ['acme'] }],
    });
  });

  it('commits nothing where the store cannot be written, and has nothing to configure', async () => {
    writeFileSync(cli.store, 'in the way');

    expect(await run(...ROTATE)).toMatchObject({ code: 5, connections: [{ isNamed: false }], configure: [] });
  });

  it.each([
    [
      'the key in force',
      ['--new', 'file:./keys/signing-key.pem'],
      2,
      /expected another key than the one in force/,
    ],
    ['what is no reference', ['--new', './keys/next.pem'], 2, /expected a reference to a key/],
    ['a file that is not there', ['--new', 'file:./keys/none.pem'], 5, /read signing key: file:\S+none\.pem/],
    ['a public key', ['--new', 'file:./keys/next.pub.pem'], 5, /got a public key/],
    [
      'a connection that is not there',
      ['acne', '--new', 'file:./keys/next.pem'],
      2,
      /choose connection: acne/,
    ],
  ])('refuses %s before anything is committed', async (_, args, code, says) => {
    const ran = await run('rotate-key', ...args);

    expect(ran.code).toBe(code);
    expect(ran.message).toMatch(says);
    expect(chainOf(cli.store)).toEqual([]);
  });

  it('refuses a key that signed before', async () => {
    configure({ key: 'file:./keys/signing-key.pem', previousKeys: ['./keys/next.pub.pem'] });

    const ran = await run(...ROTATE);

    expect([ran.code, ran.message]).toEqual([2, expect.stringContaining('one of `signing.previousKeys`')]);
  });

  it('prints the old public key where no file has it', async () => {
    rmSync(join(cli.dir, OLD));

    const { stdout } = await cli.run(ROTATE);
    const [, file = ''] = /Save the old public key, \S+, as (\S+), /.exec(stdout) ?? [];
    const [pem = ''] = /-----BEGIN PUBLIC KEY-----[\s\S]*-----END PUBLIC KEY-----/.exec(stdout) ?? [];
    writeFileSync(join(cli.dir, file), `${pem.replace(/^ +/gm, '')}\n`);
    configure({ key: 'file:./keys/next.pem', previousKeys: [file] });

    expect((await run('collect')).code).toBe(0);
    expect(recordOf(cli.store, 1).chain.rotatedFrom).toBe(idOf(file));
  });
});

describe('the guide in docs/keys.md', () => {
  it('leads from one key to the next, line by line', async () => {
    const commands = documentedCommands().filter(({ page }) => page === 'docs/keys.md');
    await run('collect');

    for (const { command } of commands) {
      clock.advance(60_000);
      if (command.startsWith('openssl ')) {
        execSync(command, { cwd: cli.dir });
        continue;
      }
      const { code, stdout, stderr } = await cli.run(command.replace('segment-evidence ', '').split(' '));

      expect([command, code], stdout + stderr).toEqual([command, 0]);
      if (command.includes('rotate-key'))
        configure(parse(/^ {2}signing:(?:\n {4}.*)+/m.exec(stdout)?.[0] ?? '').signing);
    }

    expect(commands.map(({ command }) => command.split(' ')[1])).toEqual([
      'keygen',
      'rotate-key',
      'collect',
      'verify',
      'rand',
    ]);
    expect(readFileSync(join(cli.dir, 'keys/fingerprint-key-2027.txt'), 'utf8')).toMatch(
      /^hex:[0-9a-f]{64}\n$/,
    );
    expect(recordOf(cli.store, 2).chain.rotatedFrom).toBe(idOf(OLD));
  });
});

describe('rotate-key for some of several connections', () => {
  const connection = (name: string, more = {}) => ({
    name,
    region: 'us',
    token: 'env:SEGMENT_TOKEN',
    baseUrl: simulator.url,
    requestsPerMinute: 10_000,
    collect: { exclude: LEFT_OUT },
    ...more,
  });

  it('writes the key into those, and leaves the others with the old one', async () => {
    cli.writeConfig({ connections: [connection('acme'), connection('beta')] });

    const { code, configure: changes } = await run(...ROTATE, 'acme');
    const text = await cli.run([...ROTATE, 'acme']);
    configure(changes[0].signing, 'acme');

    expect(code).toBe(0);
    expect(changes).toMatchObject([{ connections: ['acme'], isOwn: true }]);
    expect(text.stdout).toContain(
      'In each of these connections (acme), since others go on with the old key:',
    );
    expect((await run('collect')).code).toBe(0);
    expect((await run('verify')).code).toBe(0);
  });

  it('says each place to change once, and ends as the worst of them', async () => {
    copyFileSync(join(cli.dir, 'keys/signing-key.pem'), join(cli.dir, 'keys/own.pem'));
    cli.writeConfig({
      connections: [
        connection('acme'),
        connection('beta'),
        connection('own', { signing: { key: 'file:./keys/own.pem' } }),
        connection('late', { token: 'env:NONE' }),
      ],
    });

    const ran = await run(...ROTATE);

    expect(ran.code).toBe(4);
    expect(ran.configure).toMatchObject([
      { connections: ['acme', 'beta', 'late'], isOwn: false },
      { connections: ['own'], isOwn: false, oldKey: { isThere: false } },
    ]);
    expect(ran.connections.map((each: { exitCode: number }) => each.exitCode)).toEqual([0, 0, 0, 4]);
  });
});

describe('a run at the same time as rotate-key', () => {
  it('comes before the change, or is refused; in any case the old key signs nothing after it', async () => {
    const [rotated, ...collected] = await Promise.all([
      cli.run([...ROTATE, '--json']),
      cli.run(['collect', '--slot', '2026-11-22T01:00:00Z', '--json']),
      cli.run(['collect', '--slot', '2026-11-22T02:00:00Z', '--json']),
    ]);

    expect(rotated.code).toBe(0);
    for (const { code, stdout } of collected) {
      if (code === 0) continue;
      expect([code, JSON.parse(stdout).runs[0].error.code]).toEqual([5, 'KEY_UNUSABLE']);
    }
    const records = chainOf(cli.store).map((_, seq) => recordOf(cli.store, seq).chain.nextKey);
    expect(records.slice(0, -1)).toEqual(records.slice(1).map(() => undefined));
    expect(records.at(-1)).toBe(idOf(NEW));
    expect(await verified(OLD)).toEqual([0]);
  });
});
