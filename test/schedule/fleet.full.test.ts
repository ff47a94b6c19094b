/**
 * A week of many connections in which summer begins in the north and ends in the south; ten in fleet.test.ts. By hand
 * with two hundred, about 3,000 runs: FLEET_CONNECTIONS=200 npm run test:full -- test/schedule/fleet.full.test.ts
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, expect, it } from 'vitest';
import { type Lived, live } from '../support/fleet-life.ts';
import { expectEachCauseOnce, expectEverySlotOnce } from './fleet-claims.ts';

const CONNECTIONS = Number(process.env['FLEET_CONNECTIONS'] ?? 20);
let lived: Lived;

beforeAll(async () => {
  setFlagsFromString('--expose-gc');
  Object.assign(globalThis, { gc: runInNewContext('gc') });
  lived = await live({
    connections: CONNECTIONS,
    zones: [
      ...['Etc/UTC', 'Europe/Berlin', 'Australia/Sydney', 'America/New_York', 'Asia/Kolkata'],
      ...[
        'Asia/Kathmandu',
        'Pacific/Auckland',
        'America/St_Johns',
        'Australia/Lord_Howe',
        'Africa/Cairo',
        'Atlantic/Azores',
      ],
    ],
    lives: ['2026-03-28T12:00:00Z', '2026-04-05T18:00:00Z'],
    segmentAway: ['2026-03-30T22:00:00Z', '2026-03-31T20:00:00Z'],
    storeAway: ['2026-04-02T00:00:00Z', '2026-04-02T05:00:00Z'],
    stopped: ['2026-04-03T06:00:00Z', '2026-04-04T02:00:00Z'],
  });
  console.log(
    `${CONNECTIONS} connections: ${lived.connections.reduce((sum, { records }) => sum + records.length, 0)} records, ${lived.alerts.length} alerts, heap ${lived.heapMb.join(', ')} MB`,
  );
}, 1_800_000);

it('every slot has its record or is named as missed, once', () => {
  expectEverySlotOnce(lived);
});

it('each trouble is told once, and its end once', () => {
  expectEachCauseOnce(lived);
});

it('nothing is left over at the end', () => {
  expect([lived.exitCode, lived.fleet]).toMatchObject([0, { connections: CONNECTIONS, fresh: CONNECTIONS }]);
});

it('memory does not grow from day to day', () => {
  const [second = 0] = lived.heapMb.slice(1);
  expect(lived.heapMb.at(-1)).toBeLessThan(second + 60);
});
