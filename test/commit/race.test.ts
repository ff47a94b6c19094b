/** Runs at the same time, on one connection: numbers without holes decide, and nothing is lost. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { commitSnapshot } from '../../src/commit/commit.ts';
import { findSettled } from '../../src/run/earlier-records.ts';
import type { ChainRecord } from '../../src/seal/record.ts';
import { toContent } from '../../src/store/content.ts';
import { readFolder, withFolder } from '../support/folder.ts';
import {
  CHAIN,
  commitOnce,
  type DepsChanges,
  depsIn,
  draftOf,
  meetingOf,
  openStore,
  placeOf,
  SLOT,
} from './committing.ts';

const bagsIn = (folder: string) =>
  [...readFolder(folder).keys()].filter((key) => key.endsWith('/tagmanifest-sha256.txt'));

/** Commits after everybody at the meeting has seen the same history. */
async function commitTogether(
  folder: string,
  meet: () => Promise<void>,
  slot = SLOT,
  changes: DepsChanges = {},
) {
  const deps = depsIn(folder, changes);
  const draft = await draftOf({ slot });
  return commitSnapshot(deps, {
    ...draft,
    manifestAfter: async (history, runId) => {
      await meet();
      return draft.manifestAfter(history, runId);
    },
    isSettled: (history) => findSettled(deps, history, slot),
  });
}

function expectOneChain(records: readonly ChainRecord[]): void {
  const sorted = [...records].sort((a, b) => (placeOf(a)[1] ?? 0) - (placeOf(b)[1] ?? 0));
  for (const [seq, { statement }] of sorted.entries()) {
    const { chain } = statement.predicate;
    const before = sorted[seq - 1];
    expect([chain.number, chain.seq, chain.logId]).toEqual([
      1,
      seq,
      sorted[0]?.statement.predicate.chain.logId,
    ]);
    const digest = before && createHash('sha256').update(before.payload).digest('hex');
    expect(chain.prev).toEqual(before === undefined ? null : { seq: seq - 1, sha256: digest });
  }
}

describe('two runs at once', () => {
  it('on one slot commit once; the second finds the slot answered', async () => {
    await withFolder(async (folder) => {
      const meet = meetingOf(2);

      const results = await Promise.all([commitTogether(folder, meet), commitTogether(folder, meet)]);

      expect(results.map(({ kind }) => kind).sort()).toEqual(['committed', 'settled']);
      expect(placeOf(results[0].record)).toEqual(placeOf(results[1].record));
      expect(readFolder(`${folder}/${CHAIN}`).size).toBe(1);
    });
  });

  it('that are the first ever both commit, into one chain', async () => {
    await withFolder(async (folder) => {
      const meet = meetingOf(2);

      const results = await Promise.all([
        commitTogether(folder, meet, '2026-11-22T03:00:00.000Z'),
        commitTogether(folder, meet, '2026-11-22T04:00:00.000Z'),
      ]);

      expect(results.map(({ kind }) => kind)).toEqual(['committed', 'committed']);
      expectOneChain(results.map(({ record }) => record));
      // The loser's first bag was for a record that does not exist: it stays, uncommitted.
      expect(bagsIn(folder)).toHaveLength(3);
    });
  });
});

describe('many runs at once', () => {
  it('all commit, one number each, each bag its own', async () => {
    await withFolder(async (folder) => {
      const records = await Promise.all(Array.from({ length: 12 }, () => commitOnce(folder)));

      expectOneChain(records);
      const paths = records.map(({ statement }) => statement.predicate.snapshotPath);
      expect(new Set(paths).size).toBe(12);
    });
  });

  it('make a run give up after thirty conflicts: then it says so, and has committed nothing', async () => {
    await withFolder(async (folder) => {
      const waited: number[] = [];
      const others = openStore(folder);
      const runIds = new Set<string>();
      const draft = await draftOf();
      const deps = depsIn(folder, {
        backOff: async (attempt) => {
          waited.push(attempt);
        },
      });

      const attempt = commitSnapshot(deps, {
        ...draft,
        manifestAfter: async (history, runId) => {
          runIds.add(runId);
          // Somebody else is faster each time.
          await commitOnce(folder, { store: others });
          return draft.manifestAfter(history, runId);
        },
      });

      await expect(attempt).rejects.toMatchObject({
        code: 'WRITE_FAILED',
        exitCode: 5,
        message: 'commit: acme: expected a free number in the chain, got 30 conflicts',
      });
      expect(waited).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
      expect(runIds.size).toBe(30);
      expect(readFolder(`${folder}/${CHAIN}`).size).toBe(30);
    });
  });
});

describe('rubbish that appears while a run commits', () => {
  it('is not overwritten; the run begins the next chain', async () => {
    await withFolder(async (folder) => {
      const key = `${CHAIN}/001/000000000000.sigstore.json`;
      let isFirst = true;
      const draft = await draftOf();

      const result = await commitSnapshot(depsIn(folder), {
        ...draft,
        manifestAfter: async (history, runId) => {
          if (isFirst) await openStore(folder).put(key, toContent('rubbish'));
          isFirst = false;
          return draft.manifestAfter(history, runId);
        },
      });

      expect(placeOf(result.record)).toEqual([2, 0]);
      expect(readFolder(folder).get(key)?.toString()).toBe('rubbish');
    });
  });
});
