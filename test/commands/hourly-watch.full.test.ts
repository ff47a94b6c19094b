/** The watch within a schedule process: what is stuck there is told by the process itself. */
import { afterEach, expect, it } from 'vitest';
import { startHourlyWatch } from '../support/hourly-watch.ts';
import { HOUR_MS, startWatched, type Watched } from '../support/watched.ts';

let watched: Watched | undefined;
afterEach(() => watched?.close());

it('tells that a run does not come to its end, and what it found of each connection', async () => {
  watched = await startWatched({ collect: { maxMinutes: 30 } });
  const { clock } = watched;
  await watched.run('schedule', '--once');
  const { hourly, problems } = await startHourlyWatch(watched);
  expect(hourly.of('acme')).toEqual({ watchedAt: null, problems: null });

  clock.advance(25.2 * HOUR_MS);
  await hourly.act();
  expect(hourly.of('acme')).toEqual({ watchedAt: clock.now().toISOString(), problems: 0 });
  clock.advance(0.5 * HOUR_MS);
  await hourly.act();

  expect(hourly.of('acme')).toMatchObject({ problems: 1 });
  expect(problems).toEqual(['watched']);
  expect(watched.told()).toEqual(['opened run-overdue']);
  expect(watched.receiver.accepted()[0]?.summary).toContain('A run is under way in this process');
});
