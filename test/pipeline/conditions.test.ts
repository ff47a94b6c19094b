/**
 * Conditions over several runs: opened once, carried with their `since` through runs that could not
 * look, resolved only by a run that looked.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SecretError } from '../../src/errors.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { FEW } from '../support/few.ts';
import { createWorkbench, type Ran, type RunSettings, type Workbench } from '../support/run.ts';

const DAY_MS = 24 * 3_600_000;
let bench: Workbench;
beforeEach(async () => {
  bench = await createWorkbench({ size: FEW });
});
afterEach(async () => {
  expect((await bench.verify()).exitCode).toBe(0);
  await bench.close();
});

const fail = (operationId: string, status: number) =>
  bench.simulator.addFault({ match: { operationId }, effect: { kind: 'status', status } });
const unfetchable: RunSettings = {
  fetchToken: async () => {
    throw new SecretError({ reference: 'env:TOKEN', message: 'fetch secret: env:TOKEN: gone' });
  },
};
const sinceOf = (ran: Ran, name: string) =>
  ran.record.conditions.find(({ condition, resource = '' }) => `${condition} ${resource}`.trim() === name)
    ?.since;
const startOf = ({ record }: Ran) => record.run.startedAt;

/** A run that cannot look at any resource, by what keeps it from looking. */
const BLIND: readonly [string, () => RunSettings, string[]][] = [
  ['the token cannot be fetched', () => unfetchable, ['token-unavailable']],
  [
    'the token is refused',
    () => {
      bench.simulator.revoke();
      return {};
    },
    ['token-refused'],
  ],
  [
    'Segment does not answer',
    () => {
      fail('getWorkspace', 500);
      return {};
    },
    [
      'collection-incomplete source-settings',
      'collection-incomplete sources',
      'collection-incomplete users',
      'collection-incomplete workspace',
    ],
  ],
];

describe('a condition about a resource', () => {
  it('is opened once, keeps its since while it lasts, and ends with the run that reads the resource', async () => {
    const before = await bench.run();
    fail('listUsers', 403);
    const opened = await bench.run();
    const ongoing = await bench.run();
    bench.simulator.clearFaults();
    const after = await bench.run();

    expect([before, opened, ongoing, after].map(({ conditions }) => conditions)).toEqual([
      [],
      ['scope-gap users'],
      ['scope-gap users'],
      [],
    ]);
    expect(startOf(ongoing)).not.toBe(startOf(opened));
    expect([opened, ongoing].map((ran) => sinceOf(ran, 'scope-gap users'))).toEqual([
      startOf(opened),
      startOf(opened),
    ]);
  });

  it.each(BLIND)(
    'is carried with its since while %s, and resolved only afterwards',
    async (_title, blind, its) => {
      fail('listUsers', 404);
      const opened = await bench.run();
      bench.simulator.clearFaults();
      const carried = await bench.run(blind());
      bench.simulator.clearFaults();
      bench.simulator.restore();
      const after = await bench.run();

      expect(opened.conditions).toEqual(['feature-unavailable users']);
      expect(carried.conditions).toEqual([...its, 'feature-unavailable users'].sort());
      expect(sinceOf(carried, 'feature-unavailable users')).toBe(startOf(opened));
      expect(after.conditions).toEqual([]);
    },
  );

  it('is carried through a trial run that leaves the resource out', async () => {
    fail('listUsers', 403);
    const opened = await bench.run();
    bench.simulator.clearFaults();
    const trial = await bench.run({ only: ['sources'] });

    expect(trial.conditions).toEqual(['scope-gap users']);
    expect(sinceOf(trial, 'scope-gap users')).toBe(startOf(opened));
  });

  it('is opened anew, with a new since, when it comes back', async () => {
    fail('listUsers', 403);
    await bench.run();
    bench.simulator.clearFaults();
    await bench.run();
    fail('listUsers', 403);
    const again = await bench.run();

    expect(sinceOf(again, 'scope-gap users')).toBe(startOf(again));
  });

  it('about hidden fields is not ended by a run that read the resource in part', async () => {
    bench.simulator.addFault({
      match: { operationId: 'listSources' },
      effect: { kind: 'empty-field', field: 'writeKeys' },
    });
    const opened = await bench.run();
    bench.simulator.clearFaults();
    bench.simulator.addFault({ match: { operationId: 'listSources' }, effect: { kind: 'repeat-record' } });
    const inPart = await bench.run();

    expect(inPart.conditions).toEqual(['collection-incomplete sources', 'field-hidden sources']);
    expect(sinceOf(inPart, 'field-hidden sources')).toBe(startOf(opened));
  });
});

describe('a condition about the token', () => {
  it.each([
    ['the token cannot be fetched', () => unfetchable],
    [
      'Segment does not answer',
      () => {
        fail('getWorkspace', 500);
        return { token: bench.simulator.tokens.revoked };
      },
    ],
  ])('is carried while %s', async (_title, blind) => {
    const opened = await bench.run({ token: bench.simulator.tokens.revoked });
    const carried = await bench.run(blind());

    expect(carried.conditions).toContain('token-refused');
    expect(sinceOf(carried, 'token-refused')).toBe(startOf(opened));
  });

  it('says that it was exchanged, once, also across a run without a token', async () => {
    await bench.run({ token: bench.simulator.tokens.member });
    await bench.run(unfetchable);
    const exchanged = await bench.run();
    const later = await bench.run();

    expect(exchanged.conditions).toEqual(['token-changed']);
    expect(later.conditions).toEqual([]);
    expect(exchanged.record.token?.firstSeenAt).toBe(startOf(exchanged));
    expect(later.record.token?.firstSeenAt).toBe(startOf(exchanged));
  });

  it('says that it is due to be rotated, graver with its age, and ends with a new token', async () => {
    const { clock } = bench;
    const first = await bench.run({ token: bench.simulator.tokens.member });
    clock.advance(75 * DAY_MS);
    const due = await bench.run({ token: bench.simulator.tokens.member });
    clock.advance(15 * DAY_MS);
    const overdue = await bench.run({ token: bench.simulator.tokens.member });
    const renewed = await bench.run();

    const severityOf = ({ record }: Ran) =>
      record.conditions.find((c) => c.condition === 'token-rotation-due')?.severity;
    expect([first, due, overdue, renewed].map(severityOf)).toEqual([undefined, 'medium', 'high', undefined]);
    expect(sinceOf(overdue, 'token-rotation-due')).toBe(startOf(due));
  });

  it('counts its age from the day it was issued, where that is said', async () => {
    const ran = await bench.run({ config: { tokenIssuedAt: '2026-08-01' } });

    expect(ran.conditions).toEqual(['token-rotation-due']);
  });

  it('says that it belongs to the other region, and ends when it works', async () => {
    const other = await startSimulator({ now: bench.clock.now, seed: 2 });
    const wrong = await bench.run({ token: other.tokens.owner, otherRegionUrl: other.url });
    await other.close();
    const right = await bench.run();

    expect([wrong.conditions, right.conditions]).toEqual([['wrong-region'], ['token-changed']]);
    expect(wrong.record).toMatchObject({ status: 'failed', workspace: null, lastComplete: null });
  });

  it('says that it belongs to another workspace than before, of which nothing more is read', async () => {
    const mine = bench.simulator.workspace.id;
    await bench.run();
    bench.simulator.addFault({
      match: { operationId: 'getWorkspace' },
      effect: { kind: 'transform-text', transform: (text) => text.replace(mine, 'another-workspace') },
    });
    const foreign = await bench.run();
    const stillForeign = await bench.run();
    bench.simulator.clearFaults();
    const back = await bench.run();

    expect([foreign, stillForeign, back].map(({ conditions }) => conditions)).toEqual([
      ['wrong-workspace'],
      ['wrong-workspace'],
      [],
    ]);
    expect(foreign.requests.map(({ path }) => path)).toEqual(['/']);
    expect(foreign.record).toMatchObject({ status: 'failed', workspace: { id: 'another-workspace' } });
    expect(back.record).toMatchObject({ status: 'complete', workspace: { id: mine } });
  });
});
