/** Six connections over the end of summer in the south, with every kind of trouble; two hundred in fleet.full.test.ts. */
import { beforeAll, expect, it } from 'vitest';
import { type Lived, live } from '../support/fleet-life.ts';
import { expectEachCauseOnce, expectEverySlotOnce } from './fleet-claims.ts';

let lived: Lived;

beforeAll(async () => {
  lived = await live({
    connections: 6,
    zones: ['Etc/UTC', 'Australia/Sydney'],
    lives: ['2026-04-04T12:00:00Z', '2026-04-05T18:00:00Z'],
    segmentAway: ['2026-04-04T12:10:00Z', '2026-04-04T14:30:00Z'],
    storeAway: ['2026-04-04T15:00:00Z', '2026-04-04T17:00:00Z'],
    stopped: ['2026-04-04T20:00:00Z', '2026-04-05T02:00:00Z'],
  });
}, 60_000);

it('every slot has its record or is named as missed, once', () => {
  expectEverySlotOnce(lived);
});

it('each trouble is told once, and its end once', () => {
  expectEachCauseOnce(lived);
  const conditions = new Set(lived.alerts.map(({ condition }) => condition));
  expect(conditions).toEqual(new Set(['collection-incomplete', 'commit-failed']));
});

it('nothing is left over at the end', () => {
  expect([lived.exitCode, lived.fleet]).toMatchObject([0, { connections: 6, fresh: 6, freshButOpen: 0 }]);
});
