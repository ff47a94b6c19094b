import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { readWith } from '../support/by-default.ts';
import { createWorkplace, type Ran, type Workplace } from '../support/cli.ts';
import { FEW } from '../support/few.ts';
import { recordOf, withoutFindings } from './stored.ts';

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
  simulator.clearFaults();
  simulator.restore();
});

const DAY_MS = 24 * 60 * 60 * 1000;
const statesIn = ({ stdout }: Ran) => JSON.parse(stdout).connections;
const status = async () => {
  const ran = await place.run(['status', '--json']);
  return { code: ran.code, state: statesIn(ran)[0] };
};

it('cannot tell anything before the first run, and does not call it good', async () => {
  const { code, state } = await status();

  expect(code).toBe(7);
  expect(state).toMatchObject({ last: null, lastGood: {}, runs: { complete: 0, partial: 0, failed: 0 } });
  expect((await place.run(['status'])).stdout).toBe('acme: nothing has been collected yet\n');
});

it('calls a fresh complete run good and names the last good evidence of each resource', async () => {
  await place.run(['collect']);

  const { code, state } = await status();

  const at = recordOf(place.store, 0).run.startedAt;
  expect(code).toBe(0);
  expect(state).toMatchObject({
    last: { status: 'complete', seq: 0, at },
    overdueSince: null,
    tokenAgeDays: 0,
  });
  expect(state.lastGood).toEqual(Object.fromEntries(readWith([]).map((name) => [name, at])));
});

it('keeps naming the older evidence of what a later run could not read', async () => {
  await place.run(['collect']);
  simulator.addFault({ match: { path: '/users' }, effect: { kind: 'status', status: 403 } });
  const partial = await place.run(['collect', '--slot', '2026-01-01T04:00:00Z']);

  const { code, state } = await status();

  const [first, second] = [recordOf(place.store, 0), recordOf(place.store, 1)];
  expect([partial.code, code]).toEqual([4, 4]);
  expect(state).toMatchObject({ last: { status: 'partial', seq: 1 }, runs: { complete: 1, partial: 1 } });
  expect(state.lastGood.users).toBe(first.run.startedAt);
  expect(state.lastGood.sources).toBe(second.run.startedAt);
  expect((await place.run(['status'])).stdout).toContain('high: scope-gap: The token may not read users');
});

it('shows a failed run as failed, and what is still the last good evidence', async () => {
  await place.run(['collect']);
  simulator.revoke();
  await place.run(['collect', '--slot', '2026-01-01T04:00:00Z']);

  const { code, state } = await status();

  expect(code).toBe(4);
  expect(state).toMatchObject({
    last: { status: 'failed' },
    runs: { complete: 1, partial: 0, failed: 1 },
  });
  expect(withoutFindings(state.last.conditions)).toMatchObject([
    { condition: 'token-refused', severity: 'critical' },
  ]);
  expect(state.lastGood.users).toBe(recordOf(place.store, 0).run.startedAt);
});

it('calls a run overdue that the schedule asked for and that did not come', async () => {
  place.writeConfig({}, { schedule: '0 3 * * *' });
  const slot = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - 3 * DAY_MS + 3 * 60 * 60 * 1000);
  expect((await place.run(['collect', '--slot', slot.toISOString()])).code).toBe(0);

  const { code, state } = await status();

  // The next one was due a day later; an hour of grace.
  const due = new Date(slot.getTime() + DAY_MS + 60 * 60 * 1000).toISOString();
  expect(code).toBe(4);
  expect(state).toMatchObject({ last: { status: 'complete' }, overdueSince: due });
  expect((await place.run(['status'])).stdout).toContain(`overdue     a run was expected by ${due}`);
});

it('is not overdue while the next slot is still to come', async () => {
  place.writeConfig({}, { schedule: '0 3 * * *' });
  await place.run(['collect']);

  expect(await status()).toMatchObject({ code: 0, state: { overdueSince: null, expectedSlots: 0 } });
});

it('counts the age of the token from the declared day', async () => {
  const issued = new Date(Date.now() - 80 * DAY_MS).toISOString().slice(0, 10);
  place.writeConfig({}, { tokenIssuedAt: issued });
  await place.run(['collect']);

  const { state } = await status();

  expect(state.tokenAgeDays).toBe(80);
  expect(withoutFindings(state.last.conditions)).toMatchObject([
    { condition: 'token-rotation-due', severity: 'medium' },
  ]);
});

describe('when there are several connections', () => {
  const connection = () => ({
    region: 'us',
    token: 'env:SEGMENT_TOKEN',
    baseUrl: simulator.url,
    requestsPerMinute: 10_000,
  });

  it('shows each of them, and ends as the worst', async () => {
    place.writeConfig({
      connections: [
        { ...connection(), name: 'acme' },
        { ...connection(), name: 'beta' },
      ],
    });
    await place.run(['collect', 'acme']);

    const all = await place.run(['status', '--json']);
    const one = await place.run(['status', 'acme', '--json']);

    expect([all.code, one.code]).toEqual([4, 0]);
    expect(statesIn(all).map((state: { last: unknown }) => state.last !== null)).toEqual([true, false]);
  });

  it('tells of the others when one cannot be looked at', async () => {
    place.writeConfig({
      connections: [
        { ...connection(), name: 'beta', signing: { key: 'file:./keys/none.pem' } },
        { ...connection(), name: 'acme' },
      ],
    });
    await place.run(['collect', 'acme']);

    const ran = await place.run(['status', '--json']);
    const text = await place.run(['status']);

    expect([ran.code, text.code]).toEqual([5, 5]);
    expect(statesIn(ran)).toMatchObject([
      { connection: 'beta', error: { code: 'KEY_UNUSABLE' } },
      { connection: 'acme', last: { status: 'complete' } },
    ]);
    expect(text.stdout.replace(/\n +/g, ' ')).toContain(
      `beta: status unknown: read signing key: file:${join(place.dir, 'keys/none.pem')}`,
    );
  });
});
