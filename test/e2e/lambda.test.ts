/** The packaged function, taken from its ZIP, under a Runtime API on loopback. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { realSurroundings } from '../../src/deps.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { functions } from '../jobs/template.ts';
import { startAuthority, type TestAuthority } from '../support/authority.ts';
import { createProcessWorkplace, type Workplace } from '../support/cli.ts';
import { FEW } from '../support/few.ts';
import { runInside } from '../support/inside.ts';
import { type LambdaRuntime, startLambda } from '../support/lambda-runtime.ts';
import { IS_FULL } from '../support/tier.ts';

const BUILD = resolve(import.meta.dirname, '../../scripts/build-lambda.mjs');
let simulator: Simulator;
let place: Workplace;
let lambda: LambdaRuntime;
let authority: TestAuthority;

beforeAll(async () => {
  simulator = await startSimulator({ size: FEW, now: () => new Date() });
  place = await createProcessWorkplace(simulator.url, simulator.tokens.owner);
  authority = await startAuthority({ behaviour: 'rejects' });
  const timestamp = { url: authority.url, ca: authority.caPem };
  const whole = { ...connection('whole'), anchors: { timestamp } };
  place.writeConfig({ connections: [...['acme', 'late', 'gap'].map(connection), whole] });
  writeFileSync(join(place.dir, 'packaged.yaml'), PACKAGED);
  mkdirSync(join(place.dir, 'hr'));
  writeFileSync(join(place.dir, 'hr/roster.csv'), 'email,status\nada@acme.example,active\n');
  writeFileSync(join(place.dir, 'vendors.csv'), 'vendor\nBraze\n');
  for (const out of ['first', 'second']) build(out);
  lambda = await startLambda(join(place.dir, 'first'), 'jobs/collect.handler', {
    SEGMENT_TOKEN: simulator.tokens.owner,
    FINGERPRINT_KEY: 'a fingerprint key for tests, long enough',
    // The one in the package can work in AWS only.
    SEGMENT_EVIDENCE_CONFIG: join(place.dir, 'evidence.config.yaml'),
    SEGMENT_EVIDENCE_STORE: place.store,
    SEGMENT_EVIDENCE_SIGNING_KEY: `file:${join(place.dir, 'keys/signing-key.pem')}`,
  });
  if (lambda.client !== 'aws-lambda-ric') {
    console.warn(
      'AWS_LAMBDA_RIC names no aws-lambda-ric: the documented Runtime API is spoken by our own bootstrap',
    );
  }
}, 120_000);
afterAll(async () => {
  await lambda.close();
  await authority.close();
  place.remove();
  await simulator.close();
});
afterEach(() => {
  simulator.clearFaults();
  simulator.restore();
});

const PACKAGED = `connections:
  - { name: acme, region: us, token: "secretsmanager:acme", schedule: "0 3 * * *" }
alerts: [{ channel: sns, url: "env:ALERT_TOPIC_ARN" }]
policy: { files: { roster: { path: ./hr/roster.csv, asOf: 2026-11-22 }, vendors: vendors.csv } }
`;
const build = (out: string) =>
  execFileSync(process.execPath, [BUILD, '--out', out, '--config', 'packaged.yaml'], {
    cwd: place.dir,
    encoding: 'utf8',
  });
const records = () => readdirSync(join(place.store, 'segment-evidence/v1/acme/chain/001')).length;
/** A slot of every day, some hours ago: no test runs across it. */
const HOUR = (new Date().getUTCHours() + 18) % 24;
const connection = (name: string) => ({
  name,
  region: 'us',
  token: 'env:SEGMENT_TOKEN',
  baseUrl: simulator.url,
  requestsPerMinute: 10_000,
  schedule: `0 ${HOUR} * * *`,
});
/** As EventBridge sends it; with a connection, as nobody but a test does. */
const scheduled = (time: string, only: { readonly connection?: string } = { connection: 'acme' }) => ({
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '123456789012',
  time,
  region: 'eu-central-1',
  resources: ['arn:aws:events:eu-central-1:123456789012:rule/collect'],
  detail: {},
  ...only,
});
const latest = () => {
  const now = new Date();
  const slot = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), HOUR));
  return (slot > now ? new Date(slot.getTime() - 86_400_000) : slot).toISOString();
};

/** Runs a command as it would have run then, without waiting for anything. */
const tenMinutesAgo = (args: readonly string[]) => {
  const env = {
    SEGMENT_TOKEN: simulator.tokens.owner,
    FINGERPRINT_KEY: 'a fingerprint key for tests, long enough',
  };
  const surroundings = realSurroundings(env, new AbortController().signal);
  const now = () => new Date(Date.now() - 600_000);
  return runInside(args, {
    dir: place.dir,
    surroundings: { ...surroundings, now, sleep: async () => undefined },
  });
};

/** Entries of a ZIP by its central directory, as any program reads it. */
function unzip(zip: Buffer): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = zip.readUInt32LE(zip.length - 6); zip.toString('latin1', at, at + 4) === 'PK\x01\x02'; ) {
    const length = zip.readUInt16LE(at + 28);
    const local = zip.readUInt32LE(at + 42);
    const data = local + 30 + zip.readUInt16LE(local + 26);
    const name = zip.toString('utf8', at + 46, at + 46 + length);
    files.set(name, inflateRawSync(zip.subarray(data, data + zip.readUInt32LE(at + 20))));
    at += 46 + length;
  }
  return files;
}

describe('the package', () => {
  it.each(['segment-evidence.zip', 'template.json'])(
    'has the same bytes whenever it is built: %s',
    (file) => {
      const [first, second] = ['first', 'second'].map((out) => readFileSync(join(place.dir, out, file)));

      expect(first?.equals(second ?? Buffer.alloc(0))).toBe(true);
    },
  );

  it('is not built around a configuration that cannot work there: all its problems are told, exit 2', () => {
    const args = [BUILD, '--out', 'refused', '--config', 'evidence.config.yaml'];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: place.dir, encoding: 'utf8' });

    expect(status).toBe(2);
    expect(existsSync(join(place.dir, 'refused'))).toBe(false);
    for (const setting of ['store', 'signing', 'fingerprintKey', 'connections.0.token', 'alerts'])
      expect(stderr).toMatch(new RegExp(`^  evidence\\.config\\.yaml:\\d+:\\d+: ${setting}: expected`, 'm'));
  });

  it('holds what was tried here, the configuration, the files that it names, and nothing else', () => {
    const files = unzip(readFileSync(join(place.dir, 'first/segment-evidence.zip')));

    expect([...files.keys()]).toEqual([
      'evidence.config.yaml',
      'hr/roster.csv',
      'vendors.csv',
      'jobs/collect.mjs',
      'jobs/dispatch.mjs',
      'jobs/watchdog.mjs',
      'jobs/segment-evidence.mjs',
      'package.json',
    ]);
    for (const { handler } of Object.values(functions))
      expect(files.has(String(handler).replace('.handler', '.mjs'))).toBe(true);
    for (const [path, content] of files) {
      expect(content.equals(readFileSync(join(place.dir, 'first', path)))).toBe(true);
      expect(content.includes(simulator.tokens.owner)).toBe(false);
    }
  });
});

describe('the function', () => {
  it('begins no other connection when little time is left: the next wake does', async () => {
    const { kind, body } = await lambda.invoke(scheduled(latest(), {}), 300_000);

    expect([kind, body['runs']]).toEqual(['response', [expect.objectContaining({ connection: 'acme' })]]);
    expect(lambda.log()).toContain('left for the next time');
  });
  it('collects the slot that is due at the time of the event', async () => {
    const { kind, body } = await lambda.invoke(scheduled(latest(), { connection: 'whole' }));

    expect([kind, body]).toMatchObject([
      'response',
      {
        runs: [
          {
            connection: 'whole',
            slot: latest(),
            trigger: 'catch-up',
            exitCode: 0,
            result: 'committed',
            status: 'complete',
            stamp: { result: 'none', reason: expect.stringContaining('got a refusal') },
          },
        ],
      },
    ]);
    const evidence = join(place.store, 'segment-evidence/v1/whole');
    expect((await place.run(['verify', evidence, '--key', place.publicKey])).code).toBe(0);
  });

  it('has the newest record stamped by the next wake, by certificates that stand in the configuration', async () => {
    authority.behave('stamps');
    const wakes = [1, 2].map(() => () => lambda.invoke(scheduled(latest(), { connection: 'whole' })));
    const answers: unknown[] = [];
    for (const wake of wakes) answers.push((await wake()).body['runs']);

    expect(answers).toMatchObject([
      [{ result: 'already-collected', stamp: { result: 'stamped', authority: 'Test Time Stamping' } }],
      [{ result: 'already-collected', stamp: { result: 'present' } }],
    ]);
    expect(readdirSync(join(place.store, 'segment-evidence/v1/whole/anchors'))).toHaveLength(1);
  });

  it('says in the record which bytes ran, for which function and request, and for no account', () => {
    const chain = join(place.store, 'segment-evidence/v1/acme/chain/001/000000000000.sigstore.json');
    const { dsseEnvelope } = JSON.parse(readFileSync(chain, 'utf8'));
    const payload = Buffer.from(dsseEnvelope.payload, 'base64').toString('utf8');
    const { tool, run } = JSON.parse(payload).predicate;
    const code = readFileSync(join(place.dir, 'first/jobs/segment-evidence.mjs'));

    expect(tool.digest).toBe(`sha256:${createHash('sha256').update(code).digest('hex')}`);
    expect(run.executor).toEqual({ kind: 'lambda', id: expect.stringMatching(/^[\w-]+\/[\w-]+$/) });
    expect(payload).not.toContain('123456789012');
  });

  it('does nothing for the same event again, or for one a moment too early', async () => {
    const asked = simulator.requests.length;
    const early = new Date(Date.parse(latest()) - 1_000).toISOString();
    const again = [await lambda.invoke(scheduled(latest())), await lambda.invoke(scheduled(early))];

    for (const { kind, body } of again) {
      expect(kind).toBe('response');
      expect(body['runs']).toMatchObject([{ slot: latest(), result: 'already-collected' }]);
    }
    expect([records(), simulator.requests.length]).toEqual([1, asked]);
  });

  const noUsers = () => simulator.addFault({ match: { operationId: 'listUsers' }, effect: { kind: 'html' } });

  it('tells a gap once, not at every wake until the next slot', async () => {
    noUsers();
    const wake = () => lambda.invoke(scheduled(latest(), { connection: 'gap' }));
    const made = await wake();
    const asked = simulator.requests.length;
    const after = await wake();

    expect([made.kind, made.body['errorType'], after.kind]).toEqual([
      'error',
      'EvidenceIncomplete',
      'response',
    ]);
    expect(after.body['runs']).toMatchObject([{ result: 'already-collected', status: 'partial' }]);
    expect(simulator.requests.length).toBe(asked);
  });

  it('tries a slot again that an outage spoilt, once it is time', async () => {
    const wake = () => lambda.invoke(scheduled(latest(), { connection: 'late' }));
    noUsers();
    const spoilt = await tenMinutesAgo(['schedule', 'late', '--once']);
    simulator.clearFaults();
    const again = await wake();
    const asked = simulator.requests.length;
    const after = await wake();

    expect([spoilt.code, again.kind, after.kind]).toEqual([4, 'response', 'response']);
    expect(again.body['runs']).toMatchObject([{ trigger: 'retry', result: 'committed', status: 'complete' }]);
    expect(after.body['runs']).toMatchObject([{ result: 'already-collected', status: 'complete' }]);
    expect(simulator.requests.length).toBe(asked);
  });

  it.each([
    { title: 'a refused token', arrange: () => simulator.revoke(), error: 'TokenRefused', adds: 1 },
    {
      title: 'something that cannot be read',
      arrange: () => simulator.addFault({ match: { operationId: 'listUsers' }, effect: { kind: 'html' } }),
      error: 'EvidenceIncomplete',
      adds: 1,
    },
  ])(
    'fails, so that the platform sees it, but keeps the record: $title',
    async ({ arrange, error, adds }) => {
      arrange();
      const before = records();
      const { kind, body } = await lambda.invoke({ connection: 'acme' });

      expect([kind, body['errorType'], records()]).toEqual(['error', error, before + adds]);
      expect(JSON.stringify(body)).not.toContain(simulator.tokens.owner);
    },
  );

  it.runIf(IS_FULL)(
    'keeps what it could read in the time allowed less a minute, and defers the rest',
    async () => {
      simulator.addFault({ match: { operationId: 'listUsers' }, effect: { kind: 'never-answer' } });
      const before = records();
      const startedMs = Date.now();
      const { kind, body } = await lambda.invoke({ connection: 'acme' }, 70_000);

      expect([kind, body['errorType'], records()]).toEqual(['error', 'EvidenceIncomplete', before + 1]);
      expect(Date.now() - startedMs).toBeLessThan(40_000);
    },
  );

  it('stops by itself before its time is over, and leaves no record of half a run', async () => {
    simulator.addFault({ match: { operationId: 'getWorkspace' }, effect: { kind: 'never-answer' } });
    const before = records();
    const { kind, body } = await lambda.invoke({ connection: 'acme' }, 21_500);

    expect([kind, body['errorType'], records()]).toEqual(['error', 'TimeNearlyOver', before]);
  });

  it.each([
    ['an event that is none of ours', { slot: 5 }, 'EventInvalid'],
    ['a connection that there is not', { connection: 'acne' }, 'UsageError'],
    ['a run by hand of more connections than there is time for', {}, 'EventInvalid'],
  ])('refuses %s', async (_title, event, error) => {
    const { kind, body } = await lambda.invoke(event);

    expect([kind, body['errorType']]).toEqual(['error', error]);
  });

  it('says as itself, for its own permissions, what doctor finds', async () => {
    const { kind, body } = await lambda.invoke({ doctor: true });

    expect([kind, body['doctor']]).toMatchObject([
      'response',
      { schema: 'segment-evidence/doctor/v1', stores: [{ store: place.store }] },
    ]);
  });

  it('logs JSON lines, and never the token', () => {
    const lines = lambda
      .log()
      .split('\n')
      .filter((line) => line.includes('run started'));

    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.parse(lines[0]?.slice(lines[0].indexOf('{')) ?? '')).toMatchObject({ connection: 'acme' });
    expect(lambda.log()).not.toContain(simulator.tokens.owner);
  });
});
