/** What every store must do: create, whole or not at all, and never change. Run on each implementation. */
import { createHash, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import { readWhole, toContent } from '../../src/store/content.ts';
import type { Content, Store, StoredKey } from '../../src/store/store.ts';

/** An empty store, opened twice as two machines would. */
export interface StorePlace {
  readonly store: Store;
  readonly other: Store;
  close(): Promise<void>;
}

export async function listed(store: Store, prefix = ''): Promise<readonly StoredKey[]> {
  const keys: StoredKey[] = [];
  for await (const key of store.list(prefix)) keys.push(key);
  return keys;
}

const keysIn = async (store: Store, prefix = '') => (await listed(store, prefix)).map(({ key }) => key);
const textOf = async (store: Store, key: string) => (await readWhole(store, key)).toString();

/** What a promise was refused with, by its code; `done` when it was not. */
export async function outcomeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'done';
  } catch (error) {
    return error instanceof StoreError ? error.code : `not a StoreError: ${error}`;
  }
}

/** Content that is not what it promises to be, or that breaks off. */
const broken: readonly (readonly [string, Content])[] = [
  ['other bytes than promised', { ...toContent('promised'), open: () => toContent('provided').open() }],
  ['fewer bytes than promised', { ...toContent('promised'), open: () => toContent('prom').open() }],
  ['more bytes than promised', { ...toContent('promised'), open: () => toContent('promised!').open() }],
  [
    'a source that fails half-way',
    {
      ...toContent('promised'),
      async *open() {
        yield Buffer.from('prom');
        throw new Error('the source broke off');
      },
    },
  ],
];

const escaping = [
  '../outside',
  'a/../../outside',
  '..',
  'a/..',
  './a',
  'a//b',
  '/etc/outside',
  'a/',
  '',
  '..\\outside',
  'a\0b',
] as const;

/** Declares the tests for one kind of store. `open` makes a new empty place each time. */
export function describeStore(open: () => Promise<StorePlace>): void {
  const place = (title: string, run: (place: StorePlace) => Promise<void>) =>
    it(title, async () => {
      const opened = await open();
      try {
        await run(opened);
      } finally {
        await opened.close();
      }
    });

  describeCreating(place);
  describeReading(place);
  describeListing(place);
}

type Declare = (title: string, run: (place: StorePlace) => Promise<void>) => void;

function describeCreating(place: Declare): void {
  place('keeps an object byte for byte, for whoever opens the store', async ({ store, other }) => {
    const bytes = randomBytes(200_000);

    await store.put('a/b/c.bin', toContent(bytes));

    expect(await readWhole(other, 'a/b/c.bin')).toEqual(bytes);
  });

  place('keeps an empty object', async ({ store }) => {
    await store.put('empty', toContent(''));

    expect(await textOf(store, 'empty')).toBe('');
    expect(await listed(store)).toEqual([{ key: 'empty', bytes: 0, isRegular: true }]);
  });

  for (const [name, second] of [
    ['equal', 'first'],
    ['other', 'second, and longer'],
  ] as const) {
    place(
      `refuses ${name} bytes under a key that is taken, and keeps the first`,
      async ({ store, other }) => {
        await store.put('k', toContent('first'));

        expect(await outcomeOf(other.put('k', toContent(second)))).toBe('ALREADY_EXISTS');

        expect(await textOf(store, 'k')).toBe('first');
        expect(await keysIn(store)).toEqual(['k']);
      },
    );
  }

  place('lets exactly one of eight writers have a key, whole', async ({ store, other }) => {
    const texts = Array.from({ length: 8 }, (_, i) => `${i}`.repeat(50_000));

    const outcomes = await Promise.all(
      texts.map((text, i) => outcomeOf((i % 2 === 0 ? store : other).put('raced', toContent(text)))),
    );

    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'ALREADY_EXISTS')).toHaveLength(7);
    expect(await textOf(store, 'raced')).toBe(texts[outcomes.indexOf('done')]);
    expect(await keysIn(store)).toEqual(['raced']);
  });

  for (const [name, content] of broken) {
    place(`gives no name to ${name}`, async ({ store }) => {
      expect(await outcomeOf(store.put('k', content))).toBe('WRITE_FAILED');

      expect(await keysIn(store)).toEqual([]);
      await store.put('k', toContent('good'));
      expect(await textOf(store, 'k')).toBe('good');
    });
  }

  for (const key of escaping) {
    place(`takes no key that leads elsewhere: ${JSON.stringify(key)}`, async ({ store }) => {
      await store.put('a/b', toContent('inside'));

      expect(await outcomeOf(store.put(key, toContent('outside')))).toBe('WRITE_FAILED');
      expect(await outcomeOf(readWhole(store, key))).toMatch(/^(READ_FAILED|NOT_FOUND)$/);
      expect(await keysIn(store)).toEqual(['a/b']);
    });
  }

  place('keeps an object under a very long key, or refuses it and keeps nothing', async ({ store }) => {
    for (const key of [
      `${'d/'.repeat(100)}k`,
      'k'.repeat(300),
      `${'x'.repeat(200)}/`.repeat(30).slice(0, -1),
    ]) {
      const outcome = await outcomeOf(store.put(key, toContent('x')));

      expect(outcome).toMatch(/^(done|WRITE_FAILED)$/);
      expect(await keysIn(store, key.slice(0, 1))).toEqual(outcome === 'done' ? [key] : []);
    }
  });
}

function describeReading(place: Declare): void {
  place('says that nothing is there', async ({ store }) => {
    await store.put('a/b', toContent('x'));

    for (const key of ['nothing', 'a', 'a/b/c', 'a/bb']) {
      expect(await outcomeOf(readWhole(store, key)), key).toMatch(/^(NOT_FOUND|READ_FAILED)$/);
    }
    expect(await outcomeOf(readWhole(store, 'nothing'))).toBe('NOT_FOUND');
  });

  place('can be asked before anything was ever stored', async ({ store }) => {
    expect(await listed(store)).toEqual([]);
    expect(await listed(store, 'segment-evidence/v1/')).toEqual([]);
    expect(await outcomeOf(readWhole(store, 'k'))).toBe('NOT_FOUND');
  });

  place('gives content that can be stored again as it is', async ({ store }) => {
    await store.put('from', toContent('bytes'));
    const bytes = 5;
    const sha256 = createHash('sha256').update('bytes').digest('hex');

    await store.put('to', { bytes, sha256, open: () => store.get('from') });

    expect(await textOf(store, 'to')).toBe('bytes');
  });
}

function describeListing(place: Declare): void {
  const keys = ['a', 'a-b/x', 'a.b', 'a/1', 'a/10', 'a/2', 'a/b/c', 'a0', 'aa', 'B', 'b/_', 'z'];

  place('lists keys in UTF-16 code unit order, each once, with their sizes', async ({ store }) => {
    const files = keys.filter((key) => key !== 'a');
    for (const key of [...files].reverse()) await store.put(key, toContent(key));

    const found = await listed(store);

    expect(found.map(({ key }) => key)).toEqual([...files].sort());
    for (const { key, bytes, isRegular } of found)
      expect({ bytes, isRegular }).toEqual({ bytes: key.length, isRegular: true });
  });

  for (const [prefix, expected] of [
    ['a', ['a-b/x', 'a.b', 'a/1', 'a/10', 'a/2', 'a/b/c', 'a0', 'aa']],
    ['a/', ['a/1', 'a/10', 'a/2', 'a/b/c']],
    ['a/1', ['a/1', 'a/10']],
    ['a/b/', ['a/b/c']],
    ['a/b/c', ['a/b/c']],
    ['a/b/c/', []],
    ['nothing/', []],
    ['../', []],
    ['a/../', []],
  ] as const) {
    place(`lists what begins with ${JSON.stringify(prefix)}`, async ({ store }) => {
      for (const key of keys.slice(1)) await store.put(key, toContent('x'));

      expect(await outcomeOf(keysIn(store, prefix))).toMatch(/^(done|READ_FAILED)$/);
      const found = await keysIn(store, prefix).catch(() => []);
      expect(found).toEqual(expected);
    });
  }
}
