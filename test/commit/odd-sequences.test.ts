/**
 * Runs, things that somebody puts among the chains, and reads that fail, in any order: every record that was
 * committed is found again, none is lost or written over, and a new chain is begun only when its place is taken.
 */
import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readBackwards, readRecords } from '../../src/commit/history.ts';
import { StoreError } from '../../src/errors.ts';
import type { Store } from '../../src/store/store.ts';
import { readFolder, withFolder } from '../support/folder.ts';
import { runs } from '../support/tier.ts';
import { CHAIN, commitOnce, depsIn, openStore, placeOf } from './committing.ts';

type Place = readonly [chain: number, seq: number];

const nameOf = ([chain, seq]: Place) =>
  `${CHAIN}/${String(chain).padStart(3, '0')}/${String(seq).padStart(12, '0')}.sigstore.json`;

/** Where things are put, seen from the last record. */
const WHERE: Readonly<Record<string, (last: Place) => string>> = {
  next: ([chain, seq]) => nameOf([chain, seq + 1]),
  'after the next': ([chain, seq]) => nameOf([chain, seq + 2]),
  'far away': ([chain]) => nameOf([chain, 999_999]),
  'the next chain': ([chain]) => nameOf([chain + 1, 0]),
  'the folder of the next chain': ([chain]) => `${CHAIN}/${String(chain + 1).padStart(3, '0')}`,
  'later in the next chain': ([chain]) => nameOf([chain + 1, 3]),
  'the last chain': () => nameOf([999, 0]),
};

const WHAT: Readonly<Record<string, (path: string, lastFile: string) => unknown>> = {
  text: (path) => writeFileSync(path, 'rubbish'),
  nothing: (path) => writeFileSync(path, ''),
  'the last record': (path, lastFile) =>
    writeFileSync(path, existsSync(lastFile) ? readFileSync(lastFile) : ''),
  link: (path) => symlinkSync('nowhere', path),
  folder: (path) => mkdirSync(path),
};

const isThere = (path: string) => lstatSync(path, { throwIfNoEntry: false }) !== undefined;
const isFolder = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Where the next record belongs, by what lies in the folder. */
function dueIn(folder: string, committed: readonly Place[]): Place {
  const last = committed.at(-1);
  const isFree = (place: Place) => {
    const path = join(folder, nameOf(place));
    return isFolder(dirname(path)) ? !isThere(path) : !isThere(dirname(path));
  };
  const behind: Place | undefined = last && [last[0], last[1] + 1];
  if (behind !== undefined && isFree(behind)) return behind;
  let chain = (last?.[0] ?? 0) + 1;
  while (!isFree([chain, 0])) chain += 1;
  return [chain, 0];
}

const step = fc.oneof(
  fc.record({ kind: fc.constant('commit' as const) }),
  fc.record({
    kind: fc.constant('fail' as const),
    at: fc.nat(5),
    call: fc.constantFrom('get', 'list', 'put'),
  }),
  fc.record({
    kind: fc.constant('plant' as const),
    where: fc.constantFrom(...Object.keys(WHERE)),
    what: fc.constantFrom(...Object.keys(WHAT)),
  }),
);

/** A store of which one call to a chain fails: the one after so many. */
function failing(real: Store, call: string, at: number): Store {
  let calls = 0;
  const check = (name: string, key: string) => {
    if (name !== call || !key.startsWith(CHAIN) || calls++ < at) return;
    const code = name === 'put' ? 'WRITE_FAILED' : 'READ_FAILED';
    throw new StoreError({ code, key, message: `${name}: ${key}: made up by a test` });
  };
  return {
    ...real,
    async *get(key) {
      check('get', key);
      yield* real.get(key);
    },
    async *list(prefix, isClosed) {
      check('list', prefix);
      yield* real.list(prefix, isClosed);
    },
    put: async (key, content) => {
      check('put', key);
      await real.put(key, content);
    },
  };
}

async function placesBackwards(folder: string): Promise<readonly Place[]> {
  const { last } = await readRecords(depsIn(folder));
  const places: Place[] = [];
  for await (const record of readBackwards(depsIn(folder), last)) places.push(placeOf(record));
  return places;
}

it('every committed record is found again, whatever was put between them', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async (steps) => {
      await withFolder(async (folder) => {
        const committed: Place[] = [];
        for (const each of steps) {
          const last: Place = committed.at(-1) ?? [0, -1];
          if (each.kind === 'plant') {
            const path = join(folder, WHERE[each.where]?.(last) ?? '');
            if (isFolder(dirname(path)) ? isThere(path) : isThere(dirname(path))) continue;
            mkdirSync(dirname(path), { recursive: true });
            WHAT[each.what]?.(path, join(folder, nameOf(last)));
            continue;
          }
          const before = readFolder(join(folder));
          const due = dueIn(folder, committed);
          const changes =
            each.kind === 'fail' ? { store: failing(openStore(folder), each.call, each.at) } : {};
          const record = await commitOnce(folder, changes).catch((error: unknown) => {
            if (each.kind === 'fail' && error instanceof StoreError) return undefined;
            throw error;
          });
          const after = readFolder(folder);
          for (const [path, bytes] of before) expect(after.get(path)?.equals(bytes), path).toBe(true);
          const records = [...after.keys()].filter((path) => path.startsWith(CHAIN) && !before.has(path));
          expect(records).toEqual(record === undefined ? [] : [nameOf(due)]);
          if (record !== undefined) committed.push(placeOf(record));
        }
        expect(await placesBackwards(folder)).toEqual(committed.toReversed());
      });
    }),
    { numRuns: runs({ fast: 12, full: 300 }) },
  );
});
