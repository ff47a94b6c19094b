/** Whole runs, one after the other and at once: slots, clocks, and what the records carry along. */
import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/pipeline.ts';
import { newSigner } from '../seal/keys.ts';
import { readFolder, withFolder } from '../support/folder.ts';
import { CHAIN, placeOf } from './committing.ts';
import { type RunChanges, runAt } from './running.ts';

const DAY = '2026-11-22T03:00:04.000Z';
const SLOT = '2026-11-22T03:00:00.000Z';
const predicateOf = ({ record }: RunResult) => record.statement.predicate;
const named = (result: RunResult) => predicateOf(result).conditions.map(({ condition }) => condition);

describe('a slot', () => {
  const inSlot = (changes: Partial<RunChanges> = {}): RunChanges => ({
    at: DAY,
    ...changes,
    request: { slot: SLOT, ...changes.request },
  });

  it('that is complete is not collected again, unless it is forced', async () => {
    await withFolder(async (folder) => {
      const first = await runAt(folder, inSlot());
      const again = await runAt(folder, inSlot({ at: '2026-11-22T04:00:00.000Z' }));
      const forced = await runAt(folder, inSlot({ request: { force: true } }));

      expect(predicateOf(first)).toMatchObject({ status: 'complete', run: { slot: SLOT } });
      expect(again.kind).toBe('already-collected');
      expect(placeOf(again.record)).toEqual(placeOf(first.record));
      expect([forced.kind, placeOf(forced.record)]).toEqual(['committed', [1, 1]]);
    });
  });

  it('that is the same instant in another spelling is the same slot', async () => {
    await withFolder(async (folder) => {
      await runAt(folder, inSlot());

      const again = await runAt(folder, inSlot({ request: { slot: '2026-11-22T03:00:00Z' } }));

      expect(again.kind).toBe('already-collected');
    });
  });

  it.each(['member', 'revoked'] as const)(
    'that only a %s token answered may be collected again',
    async (role) => {
      await withFolder(async (folder) => {
        const first = await runAt(folder, inSlot({ role }));
        const second = await runAt(folder, inSlot());

        expect(predicateOf(first).status).not.toBe('complete');
        expect([second.kind, predicateOf(second).status]).toEqual(['committed', 'complete']);
        expect(placeOf(second.record)).toEqual([1, 1]);
      });
    },
  );

  it('is found behind later ones', async () => {
    await withFolder(async (folder) => {
      await runAt(folder, inSlot());
      await runAt(folder, { at: '2026-11-23T03:00:04.000Z', request: { slot: '2026-11-23T03:00:00.000Z' } });

      expect((await runAt(folder, inSlot({ at: '2026-11-23T05:00:00.000Z' }))).kind).toBe(
        'already-collected',
      );
    });
  });

  it('asked for by two runs at once is committed once', async () => {
    await withFolder(async (folder) => {
      const results = await Promise.all([runAt(folder, inSlot()), runAt(folder, inSlot())]);

      expect(results.map(({ kind }) => kind).sort()).toEqual(['already-collected', 'committed']);
      expect(readFolder(`${folder}/${CHAIN}`).size).toBe(1);
    });
  });

  it('is filled by no run for trying things out, and by hand is the second of the start', async () => {
    await withFolder(async (folder) => {
      const tried = await runAt(folder, inSlot({ request: { only: ['users'] } }));
      const byHand = await runAt(folder, { at: '2026-11-22T09:30:15.678Z', request: { trigger: 'manual' } });

      expect(predicateOf(tried)).toMatchObject({
        status: 'partial',
        run: { slot: null },
        lastComplete: null,
      });
      expect(predicateOf(byHand).run.slot).toBe('2026-11-22T09:30:15.000Z');
      expect(predicateOf(byHand)).toMatchObject({ status: 'complete', lastComplete: { seq: 1 } });
    });
  });
});

describe('the clock', () => {
  it('that went back opens `clock-skew`, and the chain does not follow it', async () => {
    await withFolder(async (folder) => {
      await runAt(folder, { at: '2026-11-22T05:00:00.000Z' });

      const back = await runAt(folder, { at: '2026-11-22T03:00:00.000Z' });
      const right = await runAt(folder, { at: '2026-11-22T06:00:00.000Z' });

      expect(named(back)).toEqual(['clock-skew']);
      expect(predicateOf(back).chain.recordedAt).toBe('2026-11-22T05:00:00.000Z');
      expect(predicateOf(back).run.startedAt).toBe('2026-11-22T03:00:00.000Z');
      expect(named(right)).toEqual([]);
    });
  });

  it.each([
    ['behind the server', 120_000, -120_000],
    ['ahead of the server', -120_000, 120_000],
  ])('that is %s opens it too, and the record says by how much', async (_name, serverAheadMs, skewMs) => {
    await withFolder(async (folder) => {
      const result = await runAt(folder, { at: DAY, serverAheadMs });

      expect(named(result)).toEqual(['clock-skew']);
      expect(predicateOf(result).clock?.skewMs).toBe(skewMs);
    });
  });
});

describe('what one record carries to the next', () => {
  it('are open conditions with their `since`, through a run that could not look', async () => {
    await withFolder(async (folder) => {
      const member = await runAt(folder, { at: '2026-11-22T03:00:00.000Z', role: 'member' });
      const revoked = await runAt(folder, { at: '2026-11-23T03:00:00.000Z', role: 'revoked' });
      const owner = await runAt(folder, { at: '2026-11-24T03:00:00.000Z' });

      const gaps = predicateOf(member).conditions.filter(({ resource }) => resource !== undefined);
      expect(gaps.length).toBeGreaterThan(0);
      expect(predicateOf(revoked).conditions).toEqual(expect.arrayContaining(gaps));
      expect(named(revoked)).toContain('token-refused');
      // Another token than the member's; every gap was looked at and is gone.
      expect(named(owner)).toEqual(['token-changed']);
    });
  });

  it('is where the last complete one is, and since when bytes are equal', async () => {
    await withFolder(async (folder) => {
      await runAt(folder, { at: '2026-11-22T03:00:00.000Z' });
      await runAt(folder, { at: '2026-11-23T03:00:00.000Z' });
      const failed = await runAt(folder, { at: '2026-11-24T03:00:00.000Z', role: 'revoked' });

      const { lastComplete, status } = predicateOf(failed);
      expect(status).toBe('failed');
      expect(lastComplete).toEqual({ seq: 1, at: '2026-11-23T03:00:00.000Z' });
    });
  });

  it('begins anew with a lost key, which people hear of until it is mended', async () => {
    await withFolder(async (folder) => {
      await runAt(folder, { at: '2026-11-22T03:00:00.000Z' });
      const signer = newSigner();

      const first = await runAt(folder, { at: '2026-11-23T03:00:00.000Z', signer });
      const second = await runAt(folder, { at: '2026-11-24T03:00:00.000Z', signer });

      expect([placeOf(first.record), placeOf(second.record)]).toEqual([
        [2, 0],
        [2, 1],
      ]);
      expect(predicateOf(first).conditions).toMatchObject([
        {
          condition: 'verification-failed',
          severity: 'critical',
          summary: expect.stringContaining('another key'),
        },
      ]);
      expect(named(second)).toEqual([]);
    });
  });
});
