/** The watch within a schedule process. What it tells of a run that is stuck is in the full tier. */
import { afterEach, expect, it } from 'vitest';
import { WatchMemory } from '../../src/commands/watch-memory.ts';
import { goldenPredicate } from '../support/alerts.ts';
import { startHourlyWatch } from '../support/hourly-watch.ts';
import { startWatched, type Watched } from '../support/watched.ts';

let watched: Watched | undefined;
afterEach(() => watched?.close());

it('says when it looked at a connection, and what it found', async () => {
  watched = await startWatched();
  const { hourly, problems } = await startHourlyWatch(watched);
  expect(hourly.of('acme')).toEqual({ watchedAt: null, problems: null });

  await hourly.act();

  expect(hourly.of('acme')).toEqual({ watchedAt: watched.clock.now().toISOString(), problems: 0 });
  expect(problems).toEqual([]);
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
