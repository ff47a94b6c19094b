/** The watch within a schedule process: what is stuck there is told by the process itself. */
import { afterEach, expect, it } from 'vitest';
import { HourlyWatch } from '../../src/commands/hourly-watch.ts';
import { WatchMemory } from '../../src/commands/watch-memory.ts';
import { loadConfig } from '../../src/config/load.ts';
import { goldenPredicate } from '../support/alerts.ts';
import { HOUR_MS, startWatched, type Watched } from '../support/watched.ts';

let watched: Watched | undefined;
afterEach(() => watched?.close());

it('tells that a run does not come to its end, and what it found of each connection', async () => {
  watched = await startWatched({ collect: { maxMinutes: 30 } });
  const { clock, cli, env } = watched;
  await watched.run('schedule', '--once');
  const problems: string[] = [];
  const hourly = new HourlyWatch({
    connections: [],
    config: await loadConfig({ env, cwd: cli.dir }),
    surroundings: {
      env,
      now: clock.now,
      // Nothing here lasts until the time is over.
      sleep: () => new Promise(() => undefined),
      random: () => 0.5,
      newRunId: () => '00000001-0000-4000-8000-000000000000',
      newLogId: () => '0'.repeat(32),
      signal: new AbortController().signal,
    },
    extrasFor: () => ({
      log: { info: () => undefined, warn: () => undefined },
      onSecret: () => undefined,
    }),
    isRunning: () => true,
    log: { error: (_fields, message) => problems.push(message) },
  });
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

it('remembers how far each chain went, and says what is gone until it is back', () => {
  const memory = new WatchMemory();
  const at = (seq: number, logId = 'a', number = 1) =>
    ({
      statement: {
        predicate: { ...goldenPredicate, chain: { ...goldenPredicate.chain, seq, logId, number } },
      },
    }) as never;

  expect(memory.whatIsGone('acme', undefined)).toBeUndefined();
  expect(memory.whatIsGone('acme', at(4))).toBeUndefined();
  expect(memory.whatIsGone('acme', at(3))).toContain('record 4 of chain 1');
  expect(memory.whatIsGone('acme', undefined)).toContain('record 4 of chain 1');
  expect(memory.whatIsGone('acme', at(5))).toBeUndefined();
  expect(memory.whatIsGone('acme', at(0, 'b', 2))).toBeUndefined();
  expect(memory.whatIsGone('other', at(0))).toBeUndefined();
});
