/** `status --alert` as a user of cron meets it: a clean week says nothing, and each trouble is told once and ended once. */
import { afterEach, expect, it } from 'vitest';
import { runs } from '../support/tier.ts';
import { HOUR_MS, startWatched, type Watched } from '../support/watched.ts';

let watched: Watched;
afterEach(() => watched.close());

const collect = () => watched.run('schedule', '--once');
const later = (hours: number) => watched.clock.advance(hours * HOUR_MS);

it('says nothing of days in which every run came', async () => {
  watched = await startWatched();
  for (let day = 0; day < runs({ fast: 2, full: 7 }); day += 1) {
    expect((await collect()).code).toBe(0);
    for (let hour = 0; hour < 24; hour += 8) {
      const { code, watch } = await watched.watch();
      expect([code, watch.connections[0]?.state, watch.connections[0]?.problems]).toEqual([0, 'watched', []]);
      later(8);
    }
  }
  expect(watched.told()).toEqual([]);
});

it('tells once that no run came, again after the reminder interval, and that one has come', async () => {
  watched = await startWatched();
  await collect();
  later(24.9);
  expect((await watched.watch()).code).toBe(0);
  later(0.2);

  const first = await watched.watch();
  const second = await watched.watch();
  later(24);
  await watched.watch();
  await watched.watch();
  await collect();
  await watched.watch();

  expect([first.code, second.code]).toEqual([4, 4]);
  expect(first.watch.connections[0]?.overdueSince).toBe('2026-11-23T04:00:00.000Z');
  expect(watched.told()).toEqual(['opened run-overdue', 'ongoing run-overdue', 'resolved run-overdue']);
  expect(watched.receiver.accepted()[0]).toMatchObject({
    severity: 'high',
    since: '2026-11-23T04:00:00.000Z',
    workspace: { slug: watched.simulator.workspace.slug },
  });
});
