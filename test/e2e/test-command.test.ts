import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { functions } from '../../schemas/resources/functions.ts';
import { insertFunctionInstances } from '../../schemas/resources/insert-function-instances.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { ALL, byDefault as resources } from '../support/by-default.ts';
import { createWorkplace, type Workplace } from '../support/cli.ts';
import { FEW } from '../support/few.ts';
import { digestsIn } from '../support/folder.ts';
import { everyNth } from '../support/tier.ts';
import { chainOf } from './stored.ts';

let simulator: Simulator;
let other: Simulator;
let place: Workplace;

beforeAll(async () => {
  simulator = await startSimulator({ size: FEW, now: () => new Date() });
  other = await startSimulator({ size: FEW, now: () => new Date(), seed: 2 });
});
afterAll(async () => {
  await simulator.close();
  await other.close();
});
beforeEach(async () => {
  place = await createWorkplace(simulator.url, simulator.tokens.owner, ALL);
});
afterEach(() => {
  place.remove();
  simulator.clearFaults();
});

interface Row {
  readonly title: string;
  readonly arrange?: () => void;
  readonly env?: () => Record<string, string>;
  readonly code: number;
  readonly failed: string | undefined;
  readonly says: readonly string[];
}

/** Whatever is wrong, each is looked at, or said to have been made impossible. */
const STEPS = ['keys', 'store', 'token', 'identity', 'access'];

const rows: readonly Row[] = [
  {
    title: 'everything usable',
    code: 0,
    failed: undefined,
    says: [
      'acme: everything usable',
      `ok      access    ${resources.length} of ${resources.length} resources readable`,
    ],
  },
  {
    title: 'a member token',
    env: () => ({ SEGMENT_TOKEN: simulator.tokens.member }),
    code: 4,
    failed: 'access',
    says: [
      'users            denied (scope)  needs: Workspace Owner',
      'sources          field-hidden  needs: Source Admin on all sources',
    ],
  },
  {
    title: 'a right that is missing for nothing but what the configuration leaves out',
    arrange: () => {
      simulator.addFault({
        match: { operationId: 'listAuditEvents' },
        effect: { kind: 'status', status: 403 },
      });
      place.writeConfig({}, { collect: { exclude: ['audit-events'] } });
    },
    code: 0,
    failed: undefined,
    says: [`${resources.length - 1} of ${resources.length - 1} resources readable`],
  },
  {
    title: 'a revoked token',
    env: () => ({ SEGMENT_TOKEN: simulator.tokens.revoked }),
    code: 3,
    failed: 'identity',
    says: ['Segment refuses the token', 'Make a new token as Workspace Owner'],
  },
  {
    title: 'a token of the other region',
    arrange: () => place.writeConfig({}, { otherRegionUrl: other.url }),
    env: () => ({ SEGMENT_TOKEN: other.tokens.owner }),
    code: 3,
    failed: 'identity',
    says: ['the token works only in the other region', 'Set `region` to the other region.'],
  },
  {
    title: 'a token of another workspace than the pinned one',
    arrange: () => place.writeConfig({}, { workspace: other.workspace.id }),
    code: 3,
    failed: 'identity',
    says: ['the token belongs to workspace', 'Store the token of the workspace'],
  },
  {
    title: 'a token that cannot be fetched',
    arrange: () => place.writeConfig({}, { token: 'env:NO_SUCH_TOKEN' }),
    code: 4,
    failed: 'token',
    says: ['fetch secret: env:NO_SUCH_TOKEN', 'Set the variable'],
  },
  {
    title: 'a Segment that does not answer',
    arrange: () => place.writeConfig({}, { baseUrl: 'http://127.0.0.1:9' }),
    code: 4,
    failed: 'identity',
    says: ['Check the network and `baseUrl`'],
  },
  {
    title: 'no signing key',
    arrange: () => rmSync(join(place.dir, 'keys/signing-key.pem')),
    code: 5,
    failed: 'keys',
    says: ['read signing key', 'Create the file'],
  },
  {
    title: 'no fingerprint key',
    env: () => ({ FINGERPRINT_KEY: 'short' }),
    code: 5,
    failed: 'keys',
    says: ['a trial signature verifies', 'expected a fingerprint key of 32 bytes or more'],
  },
  {
    title: 'a file where the store should be',
    arrange: () => writeFileSync(place.store, 'in the way'),
    code: 5,
    failed: 'store',
    says: ['FAILED  store', 'expected a folder to write in', 'Give this user write access to the store.'],
  },
];

describe('test', () => {
  it.each(everyNth(rows, 4))(
    'exits $code with $title, and says what to do',
    async ({ arrange, env, code, failed, says }) => {
      arrange?.();
      const before = digestsIn(place.dir);

      const text = await place.run(['test'], { env: env?.() ?? {} });
      const json = await place.run(['test', '--json'], { env: env?.() ?? {} });

      const [tested] = JSON.parse(json.stdout).connections;
      const steps: { step: string; ok: boolean }[] = tested.steps;
      expect([text.code, json.code]).toEqual([code, code]);
      expect([...new Set(steps.map(({ step }) => step))]).toEqual(STEPS);
      expect(steps.find(({ ok }) => !ok)?.step).toBe(failed);
      for (const said of says) expect(text.stdout.replace(/ +/g, ' ')).toContain(said.replace(/ +/g, ' '));
      expect(text.stdout + text.stderr + json.stdout).not.toContain(simulator.tokens.owner);
      expect(digestsIn(place.dir)).toEqual(before);
    },
  );

  it('changes nothing in a store with evidence, and asks one small question per resource', async () => {
    await place.run(['collect']);
    const before = digestsIn(place.dir);
    const asked = simulator.requests.length;

    const ran = await place.run(['test']);

    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain(': 1 record\n');
    expect(digestsIn(place.dir)).toEqual(before);
    const requests = simulator.requests.slice(asked);
    expect(requests.map(({ method }) => method)).toEqual(requests.map(() => 'GET'));
    // What comes with another answer needs none. Functions come by kind: asked for until one can have instances.
    const needed = resources.filter(({ within }) => within === undefined);
    const having: readonly string[] = insertFunctionInstances.parent.where.in;
    const kindsWithout = functions.variants.values.findIndex((kind) => having.includes(kind));
    const expected = [
      ...needed.map(({ operationId }) => operationId),
      ...Array.from({ length: kindsWithout }, () => functions.operationId),
    ];
    expect(requests.map(({ operationId }) => operationId).sort()).toEqual(expected.sort());
  });

  it('goes on after a missing key: the token and what it reads are looked at all the same', async () => {
    await place.run(['collect']);
    rmSync(join(place.dir, 'keys/signing-key.pem'));

    const ran = await place.run(['test']);

    expect(ran.code).toBe(5);
    expect(ran.stdout).toContain(`ok      access    ${resources.length} of ${resources.length}`);
    expect(ran.stdout).toMatch(/- {7}store {5}not tried: .* can only be judged with the signing key/);
    expect(ran.stdout).not.toContain('signed by another key');
  });

  it.runIf(process.platform !== 'win32').each([
    [0o644, 'everybody on this machine can read it (mode 0644)'],
    [0o640, 'its group can read it (mode 0640)'],
    [0o600, undefined],
  ])('names a private key that others can read: mode %o', async (mode, said) => {
    chmodSync(join(place.dir, 'keys/signing-key.pem'), mode);

    const ran = await place.run(['test']);

    expect(ran.code).toBe(0);
    expect(ran.stdout.includes('can read it')).toBe(said !== undefined);
    expect(ran.stdout).toContain(said ?? 'everything usable');
  });

  it('refuses another workspace than the evidence has been of so far', async () => {
    await place.run(['collect']);
    place.writeConfig({}, { baseUrl: other.url });

    const ran = await place.run(['test'], { env: { SEGMENT_TOKEN: other.tokens.owner } });

    expect(ran.code).toBe(3);
    expect(ran.stdout).toContain(`expected ${simulator.workspace.id}`);
  });
});

describe('when one of several connections is bad', () => {
  const good = () => ({
    region: 'us',
    token: 'env:SEGMENT_TOKEN',
    baseUrl: simulator.url,
    requestsPerMinute: 10_000,
  });
  const bad: readonly { title: string; changes: Record<string, unknown>; code: number; records: number }[] = [
    { title: 'a refused token', changes: { token: 'env:REVOKED' }, code: 3, records: 1 },
    { title: 'a token that cannot be fetched', changes: { token: 'env:NONE' }, code: 4, records: 1 },
    { title: 'no signing key', changes: { signing: { key: 'env:NONE' } }, code: 5, records: 0 },
  ];

  it.each(everyNth(bad, 4))(
    'tests and collects the good ones all the same: $title',
    async ({ changes, code, records }) => {
      place.writeConfig({
        connections: [
          { ...good(), name: 'bad', ...changes },
          { ...good(), name: 'acme' },
          { ...good(), name: 'beta' },
        ],
      });
      const env = { REVOKED: simulator.tokens.revoked };

      const tested = await place.run(['test', '--json'], { env });
      expect(existsSync(place.store)).toBe(false);
      const collected = await place.run(['collect', '--json'], { env });

      const exits = JSON.parse(collected.stdout).runs.map((run: { exitCode: number }) => run.exitCode);
      expect([tested.code, collected.code]).toEqual([code, code]);
      expect(exits).toEqual([code, 0, 0]);
      expect(['bad', 'acme', 'beta'].map((name) => chainOf(place.store, name).length)).toEqual([
        records,
        1,
        1,
      ]);
    },
  );
});
