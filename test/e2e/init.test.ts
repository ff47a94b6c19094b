import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import { init } from '../../src/commands/init.ts';
import { askOn } from '../../src/commands/init-ask.ts';
import { type Answers, QUESTIONS } from '../../src/commands/init-questions.ts';
import type { LoadedConfig } from '../../src/config/effective.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { startAuthority } from '../support/authority.ts';
import { createWorkplace, type Workplace } from '../support/cli.ts';
import { FEW } from '../support/few.ts';

let simulator: Simulator;
let place: Workplace;

beforeAll(async () => {
  simulator = await startSimulator({ size: FEW, now: () => new Date() });
});
afterAll(() => simulator.close());
beforeEach(async () => {
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
  for (const path of ['keys', 'evidence.config.yaml']) rmSync(join(place.dir, path), { recursive: true });
});
afterEach(() => place.remove());

const SENDING = ['--type', 'write-key'];
const path = (name: string) => join(place.dir, name);
const flags = (name = 'acme') => [
  '--name',
  name,
  '--region',
  'us',
  '--base-url',
  simulator.url,
  '--no-input',
];

describe('init by flags', () => {
  it('writes a commented configuration, makes both keys, and everything is usable at once', async () => {
    const ran = await place.run(['init', ...flags(), '--make-keys']);
    const config = readFileSync(path('evidence.config.yaml'), 'utf8');

    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toContain('acme: everything usable');
    expect(config.match(/^ *# /gm)?.length).toBeGreaterThan(8);
    expect(config).toContain('\n# report: true\n');
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
    expect(ran.stdout).toContain('It is written, and does not work yet');
    expect(ran.stdout).not.toContain('collect  ');
  });

  it('makes both keys unless told not to, and keeps every secret out of git', async () => {
    writeFileSync(path('.gitignore'), 'mine\n/keys/signing-key.pem');
    const without = await place.run(['init', ...flags(), '--no-make-keys']);
    const keysWithout = existsSync(path('keys'));
    const made = await place.run(['init', ...flags(), '--force', '--token-ref', 'file:secrets/token']);
    await place.run(['init', ...flags(), '--force', '--token-ref', 'file:secrets/token']);

    expect([without.code, keysWithout, made.code]).toEqual([5, false, 4]);
    expect(statSync(path('keys/fingerprint-key.txt')).mode & 0o777).toBe(0o600);
    expect(readFileSync(path('.gitignore'), 'utf8')).toBe(
      'mine\n/keys/signing-key.pem\n/keys/fingerprint-key.txt\n/secrets/token\n',
    );
  });

  it('writes the bucket, its owner and lock, the role and an alert channel as they were given', async () => {
    const bucket = ['--store', 's3://acme-evidence/audit', '--bucket-owner', '012345678901'];
    const lock = ['--retention-mode', 'GOVERNANCE', '--retention-days', '400'];
    const alert = [
      '--alert-channel',
      'webhook',
      '--alert-url',
      'env:HOOK',
      '--alert-secret',
      'env:HOOK_SECRET',
    ];
    // Nothing answers there, so the trial at the end is over at once.
    const env = { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9', AWS_REGION: 'eu-west-1', AWS_MAX_ATTEMPTS: '1' };
    const all = [...flags(), ...bucket, ...lock, ...alert, '--role', 'Source Admin'];
    const refused = await place.run(['init', ...all, '--retention-days', '0'], { env });
    await place.run(['init', ...all, '--make-keys', '--force'], { env });
    const { stdout } = await place.run(['config', 'show', '--json'], { env });
    const [{ settings }] = JSON.parse(stdout).connections;

    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--retention-days: expected');
    expect(settings.bucketOwner.value).toBe('012345678901');
    expect(settings['retention.mode'] ?? settings.retention).toBeDefined();
    expect(readFileSync(path('evidence.config.yaml'), 'utf8')).toMatch(
      /retention: \{ mode: GOVERNANCE, days: 400 \}[\s\S]*declaredRole: Source Admin[\s\S]*- channel: webhook\n {4}url: env:HOOK\n {4}secret: env:HOOK_SECRET/,
    );
  });

  it.each([
    [
      ['--retention-mode', 'GOVERNANCE', '--retention-days', '400'],
      '--retention-mode: expected no retention: a folder',
    ],
    [['--retention-days', '400'], '--retention-days: expected a retention as well'],
    [['--alert-url', 'env:HOOK'], '--alert-url: expected a channel that needs this as well'],
    [
      ['--alert-channel', 'webhook', '--alert-url', 'env:HOOK'],
      '--alert-secret: expected a reference for this channel',
    ],
    [
      ['--alert-channel', 'slack', '--alert-url', 'https://hooks.example/secret'],
      '--alert-url: expected a reference',
    ],
    [['--alert-channel', 'pigeon'], '--alert-channel: expected'],
    [
      ['--alert-channel', 'pagerduty', '--alert-url', 'env:EU'],
      '--alert-secret: expected a reference for this channel',
    ],
    [['--bucket-owner', '12'], '--bucket-owner: expected the 12 digits'],
    [
      ['--timestamp-url', 'https://tsa.example'],
      "--timestamp-ca: expected the file with the authority's root",
    ],
    [['--timestamp-ca', 'tsa.pem'], '--timestamp-ca: expected an authority as well'],
    [['--type', 'pigeon'], '--type: expected public-api or write-key'],
    [['--write-key', 'env:KEY'], '--write-key: expected --type write-key with it'],
    [['--share-limits-with', 'other'], '--share-limits-with: expected --add with it'],
    [['--concurrency', '26'], '--concurrency: expected a whole number from 1 to 25'],
    [[...SENDING, '--write-key', 'PastedKey0123456789PastedKey0123'], '--write-key: expected a reference'],
    [[...SENDING, '--token-ref', 'env:TOKEN'], '--token-ref: expected --write-key in its place'],
    [[...SENDING, '--store', './evidence'], '--store: expected none: a write-key connection reads nothing'],
    [[...SENDING, '--schedule', '0 3 * * *'], '--schedule: expected none: a write-key connection'],
    [[...SENDING, '--make-keys'], '--make-keys: expected none with a write-key connection'],
    [
      ['--timestamp-url', 'https://me:hooks.example@tsa.example', '--timestamp-ca', 'tsa.pem'],
      '--timestamp-url: expected an address without user name and password',
    ],
  ])('says what does not fit together: %j', async (args, said) => {
    const ran = await place.run(['init', ...flags(), ...args]);

    expect([ran.code, existsSync(path('evidence.config.yaml'))]).toEqual([2, false]);
    expect(ran.stderr).toContain(said);
    expect(ran.stderr).not.toMatch(/hooks\.example|PastedKey/);
  });
});

describe('a time stamp authority', () => {
  it('is named by flags, and tried', async () => {
    const authority = await startAuthority({ behaviour: 'rejects' });
    onTestFinished(() => authority.close());
    writeFileSync(path('tsa.pem'), authority.caPem);
    const args = ['--timestamp-url', authority.url, '--timestamp-ca', 'tsa.pem'];
    const ran = await place.run(['init', ...flags(), ...args]);
    const { stdout } = await place.run(['config', 'show', '--json']);
    const [{ settings }] = JSON.parse(stdout).connections;

    expect(ran.code).toBe(4);
    expect(ran.stdout).toContain(`FAILED  stamp     time stamp: ${authority.host}: expected`);
    expect(settings['anchors.timestamp.url'].value).toBe(authority.url);
    expect(settings['anchors.timestamp.ca'].value).toBe(path('tsa.pem'));
  });

  it('is offered in a comment otherwise, with what it gives away', async () => {
    await place.run(['init', ...flags()]);
    const config = readFileSync(path('evidence.config.yaml'), 'utf8');

    expect(config.replaceAll(/\n# /g, ' ')).toContain('It learns a digest and the moment, nothing else.');
    // As a reader would put it to use.
    writeFileSync(
      path('evidence.config.yaml'),
      config.replace(/# (anchors:\n)# (.*\n)# (.*\n)# (.*\n)/, '$1$2$3$4'),
    );
    const { stdout } = await place.run(['config', 'show', '--json']);
    const [{ settings }] = JSON.parse(stdout).connections;
    expect(settings['anchors.timestamp.url'].value).toBe('https://tsa.example/stamp');
  });
});

describe('init --add', () => {
  it.each([
    ['alone leaves nothing behind', []],
    ['added to a configuration leaves that as it was', ['--add']],
  ])('of what cannot be used, %s', async (_title, add) => {
    const config = path('evidence.config.yaml');
    if (add.length === 0) rmSync(config, { force: true });
    else await place.run(['init', ...flags(), '--force']);
    const before = existsSync(config) ? readFileSync(config) : undefined;

    const elsewhere = [
      '--name',
      'two',
      '--region',
      'us',
      '--base-url',
      'https://proxy.example',
      '--no-input',
    ];
    const ran = await place.run(['init', ...elsewhere, ...add]);

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('trustBaseUrl');
    expect(existsSync(config) ? readFileSync(config) : undefined).toEqual(before);
  });

  const second = (name = 'second') => [
    'init',
    '--add',
    '--name',
    name,
    '--region',
    'eu',
    '--base-url',
    simulator.url,
    '--no-input',
  ];
  const env = () => ({ SEGMENT_TOKEN_SECOND: simulator.tokens.owner });

  it('adds a connection behind the last one, and leaves every other byte', async () => {
    await place.run(['init', ...flags()]);
    const before = readFileSync(path('evidence.config.yaml'), 'utf8');
    const ran = await place.run(second(), { env: env() });
    const after = readFileSync(path('evidence.config.yaml'), 'utf8');
    const { stdout } = await place.run(['config', 'show', '--json'], { env: env() });

    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toContain('added second to evidence.config.yaml');
    expect(ran.stdout).not.toContain('acme: ');
    const at = after.indexOf('  # The name is', after.indexOf('name: acme'));
    const end = after.indexOf('\n# Where changes of a condition', at);
    expect(after.slice(0, at) + after.slice(end)).toBe(before);
    expect(JSON.parse(stdout).connections.map(({ name }: { name: string }) => name)).toEqual([
      'acme',
      'second',
    ]);
  });

  it.each([
    ['a list in one line', (text: string) => text],
    ['JSON', (text: string) => JSON.stringify(parse(text))],
    ['a list that is not indented', (text: string) => stringify(parse(text), { indentSeq: false })],
    ['lines that end in CRLF', (text: string) => stringify(parse(text)).replaceAll('\n', '\r\n')],
    ['no final line break', (text: string) => stringify(parse(text)).trimEnd()],
  ])('adds to %s', async (_title, written) => {
    const settings = {
      store: './evidence',
      signing: { key: 'file:./keys/signing-key.pem' },
      fingerprintKey: 'env:FINGERPRINT_KEY',
    };
    const first = `connections: [{ name: acme, region: us, token: "env:SEGMENT_TOKEN", baseUrl: "${simulator.url}" }]`;
    writeFileSync(path('evidence.config.yaml'), written(`${stringify(settings)}${first}\n`));
    await place.run(['keygen']);

    expect((await place.run(second(), { env: env() })).code).toBe(0);
    const sending = ['--type', 'write-key', '--share-limits-with', 'acme'];
    await place.run([...second('third'), ...sending, '--concurrency', '3']);
    expect((await place.run(['config', 'validate'])).stdout).toContain('3 connections');
    const { connections } = parse(readFileSync(path('evidence.config.yaml'), 'utf8'));
    expect(connections[2]).toEqual({
      ...{ name: 'third', type: 'write-key', region: 'eu', writeKey: 'env:SEGMENT_WRITE_KEY_THIRD' },
      ...{ baseUrl: simulator.url, concurrency: 3, shareLimitsWith: 'acme' },
    });
  });

  it('takes no name that is there, nothing of the whole, and no configuration that is not there', async () => {
    const none = await place.run(second());
    await place.run(['init', ...flags()]);
    const before = readFileSync(path('evidence.config.yaml'), 'utf8');
    const taken = await place.run(second('acme'));
    const whole = await place.run([...second(), '--store', './other']);

    expect([none.code, taken.code, whole.code]).toEqual([2, 2, 2]);
    expect(none.stderr).toContain('find configuration');
    expect(taken.stderr).toContain('expected a name that is new');
    expect(whole.stderr).toContain('--store: expected no setting of the whole with --add');
    expect(readFileSync(path('evidence.config.yaml'), 'utf8')).toBe(before);
  });
});

describe('a write-key connection', () => {
  it('needs no store and no keys in a file of its own, and its key is nowhere', async () => {
    const file = ['--write-key', 'file:secrets/write-key'];
    mkdirSync(path('secrets'));
    writeFileSync(path('secrets/write-key'), simulator.writeKey, { mode: 0o600 });
    const ran = await place.run(['init', ...flags(), ...SENDING, ...file]);
    const config = readFileSync(path('evidence.config.yaml'), 'utf8');

    expect([ran.code, ran.stderr, existsSync(path('keys'))]).toEqual([0, '', false]);
    expect(ran.stdout).toMatch(/canary acme .*\n.* test acme /);
    expect(ran.stdout).not.toContain('collect  ');
    expect(config.match(/^ *# /gm)?.length).toBeGreaterThan(8);
    expect(Object.keys(parse(config))).toEqual(['connections']);
    expect(readFileSync(path('.gitignore'), 'utf8')).toContain('/secrets/write-key\n');
    expect(ran.stdout + config).not.toContain(simulator.writeKey);
    expect((await place.run(['config', 'validate'])).code).toBe(0);
  });

  it('is added by the words that canary prints where there is none', async () => {
    await place.run(['init', ...flags()]);
    const before = readFileSync(path('evidence.config.yaml'), 'utf8');
    const { stderr } = await place.run(['canary', 'acme']);
    const words = / (init --add .*)\.\n/.exec(stderr)?.[1]?.split(' ') ?? [];
    const env = { SEGMENT_WRITE_KEY_ACME_CANARY: simulator.writeKey };
    const args = [...words, ...flags('acme-canary')];
    const lender = await place.run([...args, '--share-limits-with', 'nobody'], { env });
    const unchanged = readFileSync(path('evidence.config.yaml'), 'utf8');
    const added = await place.run([...args, '--share-limits-with', 'acme', '--concurrency', '2'], { env });
    const after = readFileSync(path('evidence.config.yaml'), 'utf8');

    expect([lender.code, unchanged, added.code]).toEqual([2, before, 0]);
    expect(lender.stderr).toContain('--share-limits-with: expected a connection of the file');
    const at = after.indexOf('  # Only sends');
    expect(after.slice(0, at) + after.slice(after.indexOf('\n# Where changes of', at))).toBe(before);
    expect(parse(after).connections[1]).toMatchObject({
      ...{ type: 'write-key', writeKey: 'env:SEGMENT_WRITE_KEY_ACME_CANARY' },
      ...{ concurrency: 2, shareLimitsWith: 'acme' },
    });
    expect(added.stdout + after).not.toContain(simulator.writeKey);
  });
});

describe('the wizard', () => {
  /** Runs it with somebody who answers what `said` says, else what is usual; returns what was asked. */
  async function asksOf(add: boolean, given: Answers, said: Readonly<Record<string, string>>) {
    const asked: string[] = [];
    const there = [{ name: 'acme' }, { name: 'borrower', shareLimitsWith: 'acme' }];
    await init({
      ...{ given, file: 'evidence.config.yaml', force: false, add, makeKeys: undefined },
      ...{ cwd: place.dir, typed: 'segment-evidence' },
      load: async () => ({ connections: add ? there : [], senders: [] }) as unknown as LoadedConfig,
      ask: {
        text: async ({ ask, initial = '', choices }, problem) => {
          asked.push(`${ask.split(/[:;,(]/)[0]}${add && choices !== undefined ? `: ${choices}` : ''}`);
          const answer = Object.entries(said).find(([start]) => ask.startsWith(start))?.[1] ?? initial;
          expect(problem(answer === '' ? undefined : answer)).toBeUndefined();
          return answer;
        },
        confirm: async (message) => {
          asked.push(message);
          return false;
        },
      },
      test: async () => ({ exitCode: 0, json: { schema: 'none' }, text: '' }),
    });
    return asked;
  }

  it('asks what the answers so far make sensible, and nothing that a flag has said', async () => {
    const given: Answers = { name: 'acme', region: 'us', store: 's3://acme/audit', baseUrl: simulator.url };
    const asked = await asksOf(false, given, { 'Object Lock': 'COMPLIANCE', 'Where to tell': 'slack' });

    expect(asked).toEqual([
      'Type of the connection',
      'Where the Public API token is kept',
      'Role that was chosen for the token',
      'AWS account that owns the bucket',
      'Object Lock for each snapshot',
      'Days until a snapshot may be deleted',
      'When to collect',
      'Time zone of the schedule',
      'Key that seals snapshots',
      'Key of the fingerprints',
      'Where to tell what changes',
      'Where the address of the channel is kept',
      'Time stamp authority',
      'Create the missing keys?',
    ]);
    expect(existsSync(path('keys'))).toBe(false);
    expect(readFileSync(path('evidence.config.yaml'), 'utf8')).toMatch(
      /mode: COMPLIANCE, days: 400[\s\S]*declaredRole: Workspace Owner[\s\S]*channel: slack\n {4}url: env:ALERT_URL\n {4}#/,
    );
  });

  it('asks of a write-key connection only what that needs', async () => {
    const said = { Type: 'write-key', Name: 'acme-canary', Region: 'us', Connection: 'no other' };
    const alone = await asksOf(false, {}, { ...said, 'Where to tell': 'none' });
    const added = await asksOf(true, {}, said);
    const { connections } = parse(readFileSync(path('evidence.config.yaml'), 'utf8'));

    const first = ['Type of the connection', 'Name of the connection', 'Region of the workspace'];
    const key = 'Where the write key of the source is kept';
    expect(alone).toEqual([...first, key, 'Where to tell what changes']);
    expect(added.map((ask) => ask.split(':')[0])).toEqual([
      ...[...first, key],
      'Connection whose limits it shares',
    ]);
    expect([added[0], added.at(-1)]).toEqual([
      'Type of the connection: public-api,write-key',
      'Connection whose limits it shares: no other,acme',
    ]);
    const entry = { name: 'acme-canary', type: 'write-key', region: 'us' };
    expect(connections).toEqual([
      { ...entry, writeKey: 'env:SEGMENT_WRITE_KEY' },
      { ...entry, writeKey: 'env:SEGMENT_WRITE_KEY_ACME_CANARY' },
    ]);
  });

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
  const [name, region, schedule] = ['name', 'region', 'schedule'].map((wanted) =>
    QUESTIONS.find(({ key }) => key === wanted),
  );

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
