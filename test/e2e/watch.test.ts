/** `status --alert` as a user of cron meets it: each trouble is told once and ended once. Weeks are in the full tier. */
import { renameSync, writeFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { HOUR_MS, startWatched, type Watched } from '../support/watched.ts';

let watched: Watched;
afterEach(() => watched.close());

const collect = () => watched.run('schedule', '--once');
const later = (hours: number) => watched.clock.advance(hours * HOUR_MS);

it('tells once what is wrong and once that it is over: a changed file, no run, a store that is away', async () => {
  watched = await startWatched();
  // Nothing has been collected: not overdue, however long ago it was configured.
  expect((await watched.watch()).watch.connections[0]).toMatchObject({
    state: 'nothing-there',
    problems: [],
  });
  expect((await collect()).code).toBe(0);
  expect((await watched.watch()).code).toBe(0);

  watched.breakNewest();
  const changed = [await watched.watch(), await watched.watch()];
  watched.mendBroken();
  const restored = [await watched.watch(), await watched.watch()];
  expect(changed.map(({ code }) => code)).toEqual([6, 6]);
  expect(restored.map(({ code }) => code)).toEqual([0, 0]);
  expect(watched.told()).toEqual(['opened verification-failed', 'resolved verification-failed']);
  expect(watched.receiver.accepted()[0]).toMatchObject({
    severity: 'critical',
    snapshotPath: expect.stringMatching(/^snapshots\//),
  });

  later(25.1);
  const late = [await watched.watch(), await watched.watch()];
  later(24);
  await watched.watch();
  await watched.watch();
  await collect();
  await watched.watch();
  expect(late.map(({ code }) => code)).toEqual([4, 4]);
  expect(late[0]?.watch.connections[0]?.overdueSince).toBe('2026-11-23T04:00:00.000Z');
  expect(watched.told().slice(2)).toEqual([
    'opened run-overdue',
    'ongoing run-overdue',
    'resolved run-overdue',
  ]);

  renameSync(watched.cli.store, `${watched.cli.store}-away`);
  writeFileSync(watched.cli.store, 'a file in the way');
  expect((await watched.watch()).code).toBe(5);
  expect(watched.told().slice(5)).toEqual(['opened store-not-write-once']);
});
