/** Weeks of watching: nothing is told of a clean one, and of each trouble its beginning and its end. */
import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { NO_CHECKS } from '../support/no-checks.ts';
import { HOUR_MS, startWatched, type Watched, WEBHOOK } from '../support/watched.ts';

let watched: Watched;
afterEach(() => watched.close());

const collect = () => watched.run('schedule', '--once');
const later = (hours: number) => watched.clock.advance(hours * HOUR_MS);

describe('days in which every run came', () => {
  it.each([
    ['every night', { schedule: '0 3 * * *' }, '2026-11-22T03:00:00.000Z', 3, 7],
    ['every six hours', { schedule: '0 */6 * * *' }, '2026-11-22T00:00:00.000Z', 3, 2],
    [
      'every night while clocks change',
      { schedule: '0 1 * * *', timezone: 'America/New_York' },
      '2026-10-31T05:00:00.000Z',
      1,
      3,
    ],
  ])(
    'are told as nothing: %s',
    async (_title, connection, start, hours, days) => {
      watched = await startWatched(connection, start);
      for (let hour = 0; hour < days * 24; hour += hours) {
        expect((await collect()).code).toBe(0);
        expect((await watched.watch()).watch.connections[0]?.problems).toEqual([]);
        later(hours);
      }
      expect(watched.told()).toEqual([]);
    },
    180_000,
  );
});

describe('is not overdue', () => {
  it('a schedule that was added, made denser or made rarer just now', async () => {
    watched = await startWatched({ schedule: undefined });
    await watched.run('collect');
    later(24 * 30);
    watched.cli.writeConfig({ alerts: [WEBHOOK], policy: NO_CHECKS }, { schedule: '0 3 * * *' });
    await watched.watch();
    await collect();
    later(10);
    watched.cli.writeConfig({ alerts: [WEBHOOK], policy: NO_CHECKS }, { schedule: '0 * * * *' });
    await watched.watch();
    await collect();
    watched.cli.writeConfig({ alerts: [WEBHOOK], policy: NO_CHECKS }, { schedule: '0 3 * * 1' });
    later(4);
    await watched.watch();

    expect(watched.told()).toEqual([]);
  });

  it('a connection whose records are all dated after now; nobody can tell, and that is said', async () => {
    watched = await startWatched({}, '2026-12-22T03:00:00.000Z');
    await collect();
    later(-24 * 20);

    const { code } = await watched.watch();

    expect([code, watched.told()]).toEqual([4, []]);
  });
});

it('keeps watching a snapshot that was changed until it is whole again, however many have come since', async () => {
  watched = await startWatched();
  await collect();
  watched.breakNewest();
  await watched.watch();
  for (let day = 0; day < 3; day += 1) {
    later(24);
    await collect();
    await watched.watch();
  }
  expect(watched.told().filter((told) => !told.startsWith('ongoing'))).toEqual([
    'opened verification-failed',
  ]);
  watched.mendBroken();
  await watched.watch();
  await watched.watch();

  expect(watched.told().at(-1)).toBe('resolved verification-failed');
  expect(watched.told().filter((told) => told.startsWith('resolved'))).toHaveLength(1);
});

it('waits for the end of quiet hours, and not with what is critical', async () => {
  const quietHours = { from: '03:00', to: '08:00', timezone: 'Etc/UTC' };
  watched = await startWatched();
  watched.cli.writeConfig(
    { alerts: [{ ...WEBHOOK, quietHours }], policy: NO_CHECKS },
    { schedule: '0 3 * * *' },
  );
  await collect();
  later(25.1);
  await watched.watch();
  expect(watched.told()).toEqual([]);
  watched.breakNewest();
  await watched.watch();
  expect(watched.told()).toEqual(['opened verification-failed']);
  later(4);
  await watched.watch();

  expect(watched.told()).toEqual(['opened verification-failed', 'opened run-overdue']);
});

it('tells of a record that is gone, and of its return', async () => {
  watched = await startWatched();
  for (let day = 0; day < 3; day += 1) {
    await collect();
    later(24);
  }
  const record = join(watched.cli.store, 'segment-evidence/v1/acme/chain/001/000000000001.sigstore.json');
  renameSync(record, `${watched.cli.dir}/kept-elsewhere`);

  const gone = await watched.watch();
  renameSync(`${watched.cli.dir}/kept-elsewhere`, record);
  const back = await watched.watch();

  expect([gone.code, back.code]).toEqual([6, 0]);
  expect(watched.told()).toEqual(['opened verification-failed', 'resolved verification-failed']);
});

it('tells of a run that was late one beginning and one end, whoever looks while it comes', async () => {
  watched = await startWatched();
  await collect();
  for (let day = 0; day < 3; day += 1) {
    later(25.1);
    await Promise.all([watched.watch(), collect(), watched.watch()]);
    await watched.watch();
    later(-1.1);
  }
  const ids = new Set(watched.receiver.accepted().map(({ state, id }) => `${state} ${id}`));
  const states = [...ids].map((each) => each.split(' ')[0]);

  expect(states.filter((state) => state === 'opened').length).toBeGreaterThan(0);
  expect(states.filter((state) => state === 'opened').length).toBe(
    states.filter((state) => state === 'resolved').length,
  );
});

it('tells it under one id where two watch at once, or one was killed before it could write down what it told', async () => {
  watched = await startWatched();
  await collect();
  later(25.1);

  await Promise.all([watched.watch(), watched.watch()]);
  const alerts = join(watched.cli.store, 'segment-evidence/v1/acme/alerts');
  renameSync(alerts, `${alerts}-lost`);
  await watched.watch();
  await watched.watch();

  expect(new Set(watched.told())).toEqual(new Set(['opened run-overdue']));
  expect(watched.told().length).toBeLessThanOrEqual(3);
  expect(new Set(watched.receiver.accepted().map(({ id }) => id)).size).toBe(1);
  expect(readdirSync(alerts)).toHaveLength(1);
});
