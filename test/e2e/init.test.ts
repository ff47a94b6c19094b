import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { QUESTIONS } from '../../src/commands/init-answers.ts';
import { askOn } from '../../src/commands/init-ask.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createWorkplace, type Workplace } from '../support/cli.ts';

let simulator: Simulator;
let place: Workplace;

beforeAll(async () => {
  simulator = await startSimulator({ now: () => new Date() });
});
afterAll(() => simulator.close());
beforeEach(async () => {
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
  for (const path of ['keys', 'evidence.config.yaml']) rmSync(join(place.dir, path), { recursive: true });
});
afterEach(() => place.remove());

const path = (name: string) => join(place.dir, name);
const flags = () => ['--name', 'acme', '--region', 'us', '--base-url', simulator.url, '--no-input'];

describe('init by flags', () => {
  it('writes a commented configuration, makes both keys, and everything is usable at once', async () => {
    const ran = await place.run(['init', ...flags(), '--make-keys']);
    const config = readFileSync(path('evidence.config.yaml'), 'utf8');

    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toContain('acme: everything usable');
    expect(config.match(/^ *# /gm)?.length).toBeGreaterThan(8);
    expect(statSync(path('keys/signing-key.pem')).mode & 0o777).toBe(0o600);
    expect(statSync(path('keys/fingerprint-key.txt')).mode & 0o777).toBe(0o600);
    expect(existsSync(place.store)).toBe(false);

    const collected = await place.run(['collect']);
    expect([collected.code, (await place.run(['verify'])).code]).toEqual([0, 0]);
  });

  it('writes what the flags say, whatever YAML makes of it', async () => {
    const store = './evi: dence #1';
    const args = ['--store', store, '--schedule', '*/5 * * * 1-5', '--timezone', 'Europe/Berlin'];
    await place.run(['init', ...flags(), ...args, '--make-keys']);
    const { stdout } = await place.run(['config', 'show', '--json']);
    const [{ settings }] = JSON.parse(stdout).connections;

    expect([settings.schedule.value, settings.timezone.value]).toEqual(['*/5 * * * 1-5', 'Europe/Berlin']);
    expect(settings.store.value).toBe(join(place.dir, store));
  });

  it('lists every problem at once, repeats no value, exits 2 and writes nothing', async () => {
    const token = 'sgp_thisIsNoReferenceButATokenItself';
    const args = ['--region', 'mars', '--token-ref', token, '--schedule', '61 3 * * *', '--timezone', 'Moon'];
    const ran = await place.run(['init', ...args, '--no-input', '--make-keys']);

    expect(ran.code).toBe(2);
    for (const flag of ['--name', '--region', '--token-ref', '--schedule', '--timezone'])
      expect(ran.stderr).toContain(flag);
    expect(ran.stderr + ran.stdout).not.toContain(token);
    expect([existsSync(path('evidence.config.yaml')), existsSync(path('keys'))]).toEqual([false, false]);
  });

  it('asks nothing where nobody can answer, and says which flags it needs', async () => {
    const ran = await place.run(['init']);

    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/--name: expected a value[\s\S]*--region: expected a value/);
  });

  it('overwrites no configuration without --force, and never a key', async () => {
    await place.run(['init', ...flags(), '--make-keys']);
    const key = readFileSync(path('keys/signing-key.pem'), 'utf8');
    writeFileSync(path('evidence.config.yaml'), '# mine\n');
    const refused = await place.run(['init', ...flags(), '--make-keys']);
    const mine = readFileSync(path('evidence.config.yaml'), 'utf8');
    const forced = await place.run(['init', ...flags(), '--make-keys', '--force', '--json']);

    expect([refused.code, mine, forced.code]).toEqual([2, '# mine\n', 0]);
    expect(JSON.parse(forced.stdout)).toMatchObject({ schema: 'segment-evidence/init/v1', keys: [] });
    expect(readFileSync(path('keys/signing-key.pem'), 'utf8')).toBe(key);
  });

  it('ends as test does: without a token it says so and exits 4, with the configuration written', async () => {
    const ran = await place.run(['init', ...flags(), '--make-keys'], { env: { SEGMENT_TOKEN: '' } });

    expect([ran.code, existsSync(path('evidence.config.yaml'))]).toEqual([4, true]);
    expect(ran.stdout).toContain('env:SEGMENT_TOKEN');
  });
});

describe('the wizard', () => {
  /** A terminal on which somebody types. */
  function terminal(typed: string) {
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
    const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
    let shown = '';
    output.on('data', (chunk) => {
      shown += chunk;
    });
    setImmediate(() => input.write(typed));
    return { ask: askOn(input, output), shown: () => shown };
  }
  const [name, region] = QUESTIONS;
  const schedule = QUESTIONS.find(({ key }) => key === 'schedule');

  it('takes what is typed, on the given streams', async () => {
    if (name === undefined) throw new Error('no question');
    const { ask, shown } = terminal('acme\r');

    expect(await ask.text(name, () => undefined)).toBe('acme');
    expect(shown()).toContain(name.ask);
  });

  it('takes the usual answer for an empty one', async () => {
    if (schedule === undefined) throw new Error('no question');
    const { ask } = terminal('\r');

    expect(await ask.text(schedule, () => undefined)).toBe('0 3 * * *');
  });

  it('lets one choose where there is a choice, and stops at Ctrl-C', async () => {
    if (region === undefined) throw new Error('no question');

    expect(await terminal('\r').ask.text(region, () => undefined)).toBe('us');
    await expect(terminal('\u0003').ask.text(region, () => undefined)).rejects.toThrow('interrupted');
  });
});
