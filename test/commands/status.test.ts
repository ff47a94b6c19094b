/** What `status` says when schedules are exchanged, clocks are wrong and slots are filled late; time is made up. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { statusDocument } from '../../schemas/commands/status.ts';
import { resources } from '../../schemas/resources/index.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { recordOf, recordsOf } from '../e2e/stored.ts';
import { FEW } from '../support/few.ts';
import { createInProcessCli, createStillClock, type InProcessCli } from '../support/in-process-cli.ts';

const DAILY = '0 3 * * *';
const DAY_MS = 24 * 60 * 60 * 1000;
const exclude = resources.map(({ name }) => name).filter((name) => !['workspace', 'users'].includes(name));

const clock = createStillClock('2026-11-01T00:00:00.000Z');
const goTo = (instant: string) => clock.advance(Date.parse(instant) - clock.now().getTime());
let simulator: Simulator;
let cli: InProcessCli;

beforeAll(async () => {
  simulator = await startSimulator({ size: FEW, now: clock.now });
});
afterAll(() => simulator.close());
beforeEach(async () => {
  cli = await createInProcessCli({ url: simulator.url, token: simulator.tokens.owner, clock });
});
afterEach(() => cli.remove());

const configure = (connection: Readonly<Record<string, unknown>> = {}) =>
  cli.writeConfig({}, { collect: { exclude }, ...connection });

/** Collects at an instant, by hand or for a slot. */
async function collectAt(instant: string, ...args: readonly string[]): Promise<void> {
  goTo(instant);
  expect(await cli.run(['collect', ...args])).toMatchObject({ code: 0 });
}

/** Fills the slot of three o'clock of a day in time. */
const fill = (day: string) => collectAt(`${day}T03:00:05.000Z`, '--slot', `${day}T03:00:00Z`);

async function statusAt(instant: string) {
  goTo(instant);
  const { code, stdout } = await cli.run(['status', '--json']);
  const document = JSON.parse(stdout);
  expect(statusDocument.safeParse(document).error?.issues ?? []).toEqual([]);
  return { code, state: document.connections[0], text: (await cli.run(['status'])).stdout };
}

describe('when the schedule is not the one that the last record knew', () => {
  it.each([
    ['that had none', undefined],
    ['that was yearly', '0 3 1 1 *'],
  ])('a connection %s is overdue by the one it has now', async (_title, before) => {
    configure(before === undefined ? {} : { schedule: before });
    await collectAt('2026-11-02T12:00:00.000Z');
    configure({ schedule: DAILY });

    const { code, state, text } = await statusAt('2026-12-02T12:00:00.000Z');

    expect(code).toBe(4);
    expect(state).toMatchObject({ overdueSince: '2026-11-03T04:00:00.000Z', expectedSlots: 30 });
    expect(state.missingSlots).toHaveLength(30);
    expect(text).toContain('overdue     a run was expected by 2026-11-03T04:00:00.000Z');
  });

  it('is not overdue before the time of grace of its first slot has passed', async () => {
    configure();
    await collectAt('2026-11-02T12:00:00.000Z');
    configure({ schedule: DAILY });

    const during = await statusAt('2026-11-03T04:00:00.000Z');
    const after = await statusAt('2026-11-03T04:00:00.001Z');

    expect([during.code, during.state.overdueSince]).toEqual([0, null]);
    expect([after.code, after.state.overdueSince]).toEqual([4, '2026-11-03T04:00:00.000Z']);
  });

  it('still holds the last record to its promise when the slots have become fewer', async () => {
    configure({ schedule: DAILY });
    await fill('2026-11-02');
    configure({ schedule: '0 3 1 1 *' });

    const { code, state } = await statusAt('2026-11-05T12:00:00.000Z');

    expect([code, state.overdueSince]).toEqual([4, '2026-11-03T04:00:00.000Z']);
  });

  it('cannot tell of a connection that has no record at all, as before', async () => {
    configure({ schedule: DAILY });

    const { code, state } = await statusAt('2026-11-05T12:00:00.000Z');

    expect(code).toBe(7);
    expect(state).toMatchObject({ last: null, overdueSince: null, expectedSlots: null });
  });

  it('counts the whole window when the only runs lie before it', async () => {
    configure({ schedule: DAILY });
    await fill('2026-01-02');

    const { code, state } = await statusAt('2026-11-05T12:00:00.000Z');

    expect(code).toBe(4);
    expect(state).toMatchObject({ expectedSlots: 90, overdueSince: '2026-01-03T04:00:00.000Z' });
    expect(state.missingSlots).toHaveLength(90);
  });
});

describe('when one run had its clock far ahead', () => {
  const DAYS = Array.from({ length: 8 }, (_, index) => `2026-11-${String(index + 3).padStart(2, '0')}`);

  beforeEach(async () => {
    configure({ schedule: DAILY });
    await collectAt('2027-02-09T03:00:05.000Z', '--slot', '2027-02-09T03:00:00Z');
  });

  it('the slots that were missed are named all the same, in the record and in the status', async () => {
    await fill('2026-11-02');
    await fill('2026-11-11');

    const { code, state, text } = await statusAt('2026-11-11T12:00:00.000Z');

    const missed = DAYS.map((day) => `${day}T03:00:00.000Z`);
    expect(recordOf(cli.store, 2).run.missedSlots).toEqual(missed);
    expect(state).toMatchObject({ expectedSlots: 9, missingSlots: missed, runs: { complete: 2 } });
    expect(state.aheadRecords).toEqual([
      { chain: 1, seq: 0, at: '2027-02-09T03:00:05.000Z', slot: '2027-02-09T03:00:00.000Z' },
    ]);
    expect(text).toContain('ahead       1 record is dated after now');
    expect(text).toContain('2027-02-09T03:00:05.000Z (record 0 of chain 1)');
    expect([code, state.overdueSince]).toEqual([0, null]);
  });

  it('a run is overdue as it would be without that one', async () => {
    await fill('2026-11-02');
    await collectAt('2027-02-10T03:00:05.000Z', '--slot', '2027-02-10T03:00:00Z');

    const { code, state } = await statusAt('2026-11-05T12:00:00.000Z');

    expect([code, state.overdueSince]).toEqual([4, '2026-11-03T04:00:00.000Z']);
    expect(state.lastGood.users).toBe('2026-11-02T03:00:05.000Z');
  });

  it('and there is no other, whether evidence is fresh is unknown, and it is not called good', async () => {
    const { code, state, text } = await statusAt('2026-11-05T12:00:00.000Z');

    expect(code).toBe(4);
    expect(state).toMatchObject({
      countedFrom: null,
      overdueSince: null,
      expectedSlots: null,
      lastGood: {},
    });
    expect(text).toContain('overdue     unknown: every record is dated after now');
  });

  it('the age of a token that only that one saw is unknown, until a run sees it by the right clock', async () => {
    const before = await statusAt('2026-11-05T12:00:00.000Z');
    await fill('2026-11-06');
    const after = await statusAt('2026-11-08T12:00:00.000Z');

    expect(before.state.tokenAgeDays).toBeNull();
    expect(before.text).toContain('token age   unknown');
    expect(after.state.tokenAgeDays).toBe(2);
    expect(recordOf(cli.store, 1).token?.firstSeenAt).toBe('2026-11-06T03:00:05.000Z');
  });
});

it('a day that the token is declared to be issued on, and that is still to come, makes no age', async () => {
  configure({ tokenIssuedAt: '2026-11-10' });
  goTo('2026-11-02T03:00:00.000Z');
  await cli.run(['collect'], { SEGMENT_TOKEN: '' });

  const { state, text } = await statusAt('2026-11-05T12:00:00.000Z');

  expect(state.tokenAgeDays).toBeNull();
  expect(text).toContain('token age   unknown');
});

describe('a slot that is filled after its time', () => {
  beforeEach(() => configure({ schedule: DAILY }));

  it('is filled, and is said to have been collected late', async () => {
    await fill('2026-11-14');
    await fill('2026-11-16');
    await collectAt('2026-11-16T10:00:00.000Z', '--slot', '2026-11-15T03:00:00Z');

    const { code, state, text } = await statusAt('2026-11-16T12:00:00.000Z');

    const late = { slot: '2026-11-15T03:00:00.000Z', collectedAt: '2026-11-16T10:00:00.000Z' };
    expect(state).toMatchObject({ expectedSlots: 2, missingSlots: [], lateSlots: [late] });
    expect(text).toContain('2 expected, 0 without a complete record, 1 collected late');
    expect(text).toContain(`late ${late.slot}, collected ${late.collectedAt}`);
    // The newest slot is filled: what the older one promised is fulfilled.
    expect([code, state.overdueSince]).toEqual([0, null]);
  });

  it.each([
    ['within the time of grace', '2026-11-15T04:00:00.000Z', 0],
    ['a moment after it', '2026-11-15T04:00:00.001Z', 1],
  ])('%s', async (_title, at, count) => {
    await fill('2026-11-14');
    await collectAt(at, '--slot', '2026-11-15T03:00:00Z');

    expect((await statusAt('2026-11-15T12:00:00.000Z')).state.lateSlots).toHaveLength(count);
  });

  it('is not late when a complete run had answered it in time before', async () => {
    await fill('2026-11-14');
    await collectAt('2026-11-15T12:00:00.000Z', '--slot', '2026-11-14T03:00:00Z', '--force');

    const { state, text } = await statusAt('2026-11-15T13:00:00.000Z');

    expect(recordsOf(cli.store)).toHaveLength(2);
    expect(state.lateSlots).toEqual([]);
    expect(text).not.toContain('collected late');
  });

  it('may be ever so old', async () => {
    await fill('2026-11-14');
    await collectAt('2026-11-14T10:00:00.000Z', '--slot', '1999-01-01T00:00:00Z');

    const { code, state } = await statusAt('2026-11-14T12:00:00.000Z');

    expect([code, state.expectedSlots, state.overdueSince]).toEqual([0, 0, null]);
    expect(state.lateSlots).toMatchObject([{ slot: '1999-01-01T00:00:00.000Z' }]);
  });
});

it('a record of a clock that was far behind hides no older one, and makes no slots due before it', async () => {
  configure({ schedule: DAILY });
  await fill('2026-11-02');
  goTo(new Date(Date.parse('2026-11-02T03:00:00Z') - 400 * DAY_MS).toISOString());
  await cli.run(['collect']);

  const { state } = await statusAt('2026-11-04T12:00:00.000Z');

  expect(state).toMatchObject({ runs: { complete: 1 }, expectedSlots: 2 });
});
