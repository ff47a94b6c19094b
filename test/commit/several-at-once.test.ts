/** The files of a snapshot are written several at once; what is left when something stops in between is as before. */
import { describe, expect, it } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import { finishLines } from '../../src/evidence/artifact.ts';
import { artifactEntries } from '../../src/evidence/manifest.ts';
import type { Store } from '../../src/store/store.ts';
import { manifestWith } from '../evidence/manifests.ts';
import { readFolder, withFolder } from '../support/folder.ts';
import { commitOnce, draftOf, openStore } from './committing.ts';

const FILES = 20;
const nameOf = (index: number) => `data/resources/list-${String(index).padStart(2, '0')}.jsonl`;

async function draftOfMany() {
  const artifacts = await Promise.all(
    Array.from({ length: FILES }, async (_, index) => {
      const source = async function* () {
        yield [{ key: 'x', line: '{"data":{"id":"x"},"id":"x"}' }];
      };
      return (await finishLines(nameOf(index), source)).artifact;
    }),
  );
  const base = await draftOf();
  return {
    ...base,
    artifacts,
    manifestAfter: async (_history: unknown, runId: string) => {
      const manifest = manifestWith({ artifacts: artifactEntries(artifacts, undefined) });
      return { ...manifest, run: { ...manifest.run, id: runId } };
    },
  };
}

/** A store that takes some turns for each file, and says what it was asked and what has ended. */
function slowStore(folder: string, failsAt: (name: string) => boolean = () => false) {
  const real = openStore(folder);
  const begun: string[] = [];
  const ended: string[] = [];
  let mostAtOnce = 0;
  const put: Store['put'] = async (key, content) => {
    const name = key.split('/').slice(8).join('/') || key;
    begun.push(name);
    mostAtOnce = Math.max(mostAtOnce, begun.length - ended.length);
    try {
      await new Promise((resolve) => setTimeout(resolve, name.endsWith('-02.jsonl') ? 1 : 8));
      if (failsAt(name)) throw new StoreError({ code: 'WRITE_FAILED', key, message: `store: ${name}: no` });
      await real.put(key, content);
    } finally {
      ended.push(name);
    }
  };
  return { store: { ...real, put }, begun, ended, mostAtOnce: () => mostAtOnce };
}

describe('the files of a snapshot', () => {
  it('are written eight at once: those that others name first, the record after all of them', async () => {
    await withFolder(async (folder) => {
      const slow = slowStore(folder);

      await commitOnce(folder, { store: slow.store }, await draftOfMany());

      expect(slow.mostAtOnce()).toBe(8);
      const lastData = slow.ended.findLastIndex((name) => name.startsWith('data/'));
      expect(slow.ended.slice(0, lastData + 1).sort()).toEqual(
        Array.from({ length: FILES }, (_, at) => nameOf(at)),
      );
      const record = slow.begun.findIndex((name) => name.includes('/chain/'));
      expect(record).toBe(FILES + 5);
      expect(slow.ended.slice(0, record).sort()).toEqual(slow.begun.slice(0, record).sort());
    });
  });

  it('stop at the first that fails: it is the one told, nothing is begun behind it, and nothing goes on', async () => {
    await withFolder(async (folder) => {
      const slow = slowStore(folder, (name) => name.endsWith('-02.jsonl') || name.endsWith('-05.jsonl'));

      const committing = commitOnce(folder, { store: slow.store }, await draftOfMany());

      await expect(committing).rejects.toThrow(`store: ${nameOf(2)}: no`);
      expect(slow.begun).toEqual(Array.from({ length: 8 }, (_, at) => nameOf(at)));
      expect([...slow.ended].sort()).toEqual(slow.begun);
      expect([...readFolder(folder).keys()].filter((key) => key.startsWith('.tmp'))).toEqual([]);
    });
  });
});
