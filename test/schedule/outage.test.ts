/** A week of virtual time in which Segment is away three times: real collecting, real folder, real chain, real alerts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Predicate } from '../../schemas/chain.ts';
import { resources } from '../../schemas/resources/index.ts';
import { verifyCommand } from '../../src/commands/verify.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createWorkplace, type Workplace } from '../support/cli.ts';
import { FEW } from '../support/few.ts';
import { createStillClock, type StillClock } from '../support/in-process-cli.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { recordsOf, startService } from '../support/service.ts';

const MINUTE_MS = 60_000;
const START = '2026-11-22T02:50:00.000Z';
const ms = (instant: string) => Date.parse(instant);
/** Each lies around or begins at a slot. */
const OUTAGES = [
  ['2026-11-23T03:00:00Z', 10_000],
  ['2026-11-25T02:58:00Z', 10 * MINUTE_MS],
  ['2026-11-27T02:00:00Z', 600 * MINUTE_MS],
] as const;

let simulator: Simulator;
let place: Workplace;
let receiver: Receiver;
let records: readonly Predicate[];

/** A clock by which Segment is away when it should be, also while somebody waits. */
function unluckyClock(still: StillClock): StillClock {
  const follow = () => {
    const nowMs = still.now().getTime();
    const isAway = OUTAGES.some(([from, lengthMs]) => nowMs >= ms(from) && nowMs < ms(from) + lengthMs);
    simulator.clearFaults();
    if (isAway) simulator.addFault({ match: {}, effect: { kind: 'status', status: 503 } });
  };
  return {
    ...still,
    advance: (by) => {
      still.advance(by);
      follow();
    },
    sleep: async (by) => {
      await still.sleep(by);
      follow();
    },
  };
}

async function liveThroughTheWeek(): Promise<void> {
  const still = createStillClock(START);
  simulator = await startSimulator({ now: still.now, size: FEW });
  receiver = await startReceiver();
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
  const exclude = resources.map(({ name }) => name).filter((name) => !['workspace', 'users'].includes(name));
  const alerts = [{ channel: 'webhook', url: 'env:ADDRESS', secret: 'env:SECRET', minSeverity: 'low' }];
  place.writeConfig({ alerts }, { schedule: '0 3 * * *', collect: { exclude } });
  const env = {
    SEGMENT_TOKEN: simulator.tokens.owner,
    ADDRESS: receiver.url,
    SECRET: `whsec_${Buffer.from('a signing secret for tests only').toString('base64')}`,
  };
  const clock = unluckyClock(still);
  let service = await startService(place, clock, env);
  const end = ms('2026-11-29T02:00:00Z');
  for (let count = 0; clock.now().getTime() < end; count += 1) {
    const minute = Math.floor((clock.now().getTime() / MINUTE_MS) % (24 * 60));
    // The watch comes every minute; in quiet hours fewer of its visits tell as much.
    clock.advance(minute >= 170 && minute < 280 ? MINUTE_MS : 20 * MINUTE_MS);
    await service.wake();
    if (count % 150 === 149) {
      // Killed and started, in an outage too: what counts is in the chain.
      await service.stop();
      service = await startService(place, clock, env);
    }
  }
  await service.stop();
  records = recordsOf(place);
}

beforeAll(liveThroughTheWeek, 120_000);
afterAll(async () => {
  place.remove();
  await receiver.close();
  await simulator.close();
});

const runsOf = (slot: string) =>
  records.filter(({ run }) => run.slot === slot).map(({ run, status }) => `${run.trigger} ${status}`);

describe('a week with outages of ten seconds, ten minutes and ten hours', () => {
  it('ends with every slot complete and none missed', () => {
    const newest = new Map(records.map(({ run, status }) => [run.slot, status]));
    const days = [22, 23, 24, 25, 26, 27, 28].map((day) => `2026-11-${day}T03:00:00.000Z`);

    expect([...newest]).toEqual(['2026-11-21T03:00:00.000Z', ...days].map((slot) => [slot, 'complete']));
    expect(records.flatMap(({ run }) => run.missedSlots)).toEqual([]);
  });

  it.each([
    ['ten seconds', 23, 1],
    ['ten minutes', 25, 2],
    ['ten hours', 27, 5],
  ])('tries the slot again that fell into the one of %s, and no other', (_name, day, tries) => {
    const runs = runsOf(`2026-11-${day}T03:00:00.000Z`);

    expect(runs).toEqual([
      'schedule failed',
      ...Array.from({ length: tries - 1 }, () => 'retry failed'),
      'retry complete',
    ]);
    expect(records).toHaveLength(8 + 1 + 2 + 5);
  });

  it('waits five, fifteen and sixty minutes and then four hours, though it was restarted', () => {
    const long = records.filter(({ run }) => run.slot === '2026-11-27T03:00:00.000Z');
    const starts = long.map(({ run }) => run.startedAt.slice(11, 16));

    expect(starts).toEqual(['03:00', '03:05', '03:20', '04:20', '08:20', '12:20']);
  });

  it('tells of each outage once that it began and once that it is over', () => {
    const told = receiver
      .accepted()
      .map(({ condition, state, resource }) => `${condition} ${resource} ${state}`);
    const counts = new Map<string, number>();
    for (const each of told) counts.set(each, (counts.get(each) ?? 0) + 1);

    expect(new Set([...counts.values()])).toEqual(new Set([OUTAGES.length]));
    expect(told.filter((each) => each.endsWith('opened'))).toHaveLength(told.length / 2);
  });

  it('verifies', async () => {
    const { exitCode, text } = await verifyCommand({
      location: place.store,
      key: [place.publicKey],
      cwd: place.dir,
      now: new Date('2027-06-01T00:00:00Z'),
      openConfigured: async () => [],
    });

    expect([exitCode, text]).toEqual([0, expect.any(String)]);
  });
});
