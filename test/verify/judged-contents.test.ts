/**
 * Files that are the same day after day are looked into once. Each is hashed every time, and each manifest is held
 * against what its file counts to.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectionLogLine, recordLine } from '../../schemas/lines.ts';
import type { ContentFacts } from '../../src/verify/content-check.ts';
import { JudgedContents } from '../../src/verify/judged-contents.ts';
import { isPlainLogLine, isPlainRecordLine } from '../../src/verify/plain-lines.ts';
import { createSealedStore, reseal, type SealedStore } from '../support/sealed-store.ts';
import { verifySealed } from './tampering/row.ts';

const USERS = 'data/resources/users.jsonl';

let store: SealedStore;
beforeEach(() => {
  store = createSealedStore();
});
afterEach(() => store.dispose());

describe('a file with the bytes of the day before', () => {
  beforeEach(() => {
    expect(store.read(`${store.bag(1)}/${USERS}`)).toEqual(store.read(`${store.bag(0)}/${USERS}`));
  });

  it('is hashed again', async () => {
    const text = store.text(`${store.bag(1)}/${USERS}`);
    store.write(`${store.bag(1)}/${USERS}`, text.replace('a', 'b'));

    const { failures } = await verifySealed(store);

    expect(failures.map(({ code, where }) => [code, where.endsWith(`${store.bag(1)}/${USERS}`)])).toEqual([
      ['DIGEST_MISMATCH', true],
    ]);
  });

  it('is held against what its own manifest says of it', async () => {
    await reseal(store, 1, {
      manifest: ({ artifacts, resources }) => {
        for (const artifact of artifacts) if (artifact.path === USERS) artifact.records = 99;
        for (const resource of resources) {
          if (resource.name !== 'users' || resource.completeness === undefined) continue;
          resource.records = 99;
          resource.completeness.distinctIds = 98;
        }
      },
    });

    const { failures } = await verifySealed(store);

    const found = failures.filter(({ where }) => where.endsWith(`${store.bag(1)}/${USERS}`));
    expect(found.map(({ message }) => message.replace(/:.*:/, ''))).toEqual([
      expect.stringContaining('expected 99, as the manifest says'),
      expect.stringContaining('expected 98, as the manifest says'),
    ]);
  });

  it('is reported again where its bytes are no evidence', async () => {
    const lines = store.text(`${store.bag(0)}/${USERS}`).replace('{', '{ ');
    for (const seq of [0, 1]) await reseal(store, seq, { artifacts: { [USERS]: lines } });

    const { failures } = await verifySealed(store);

    const found = failures.filter(({ code }) => code === 'CONTENT_INVALID');
    expect(found.map(({ where }) => where.endsWith(USERS))).toEqual([true, true]);
  });
});

describe('what is remembered', () => {
  const facts: ContentFacts = { lines: 1, problems: [] };

  it('is what was met last, and not more than so much', () => {
    const judged = new JudgedContents(2);
    judged.keep('records', 'a', facts);
    judged.keep('records', 'b', facts);
    judged.recall('records', 'a');
    judged.keep('records', 'c', facts);

    expect(['a', 'b', 'c'].map((digest) => judged.recall('records', digest))).toEqual([
      facts,
      undefined,
      facts,
    ]);
  });

  it('counts for the rules by which it was judged, and no others', () => {
    const judged = new JudgedContents();
    judged.keep('lines', 'a', facts);

    expect(judged.recall('records', 'a')).toBeUndefined();
  });

  it('is nothing of any size', () => {
    const judged = new JudgedContents();
    judged.keep('json', 'a', { value: {}, problems: [] });
    judged.keep('records', 'b', { lines: 1, problems: [{ what: 'x', expected: 'y', found: 'z' }] });

    expect([judged.recall('json', 'a'), judged.recall('records', 'b')]).toEqual([undefined, undefined]);
  });
});

describe.each([
  { of: 'the log', path: 'data/collection-log.jsonl', schema: collectionLogLine, isPlain: isPlainLogLine },
  { of: 'a resource', path: USERS, schema: recordLine, isPlain: isPlainRecordLine },
  {
    of: 'a resource below another',
    path: 'data/resources/source-settings.jsonl',
    schema: recordLine,
    isPlain: isPlainRecordLine,
  },
])('a line of $of', ({ path, schema, isPlain }) => {
  const lines = () =>
    store
      .text(`${store.bag(0)}/${path}`)
      .trimEnd()
      .split('\n');

  it('plainly fits as it is written by a run', () => {
    expect(lines().map((line) => isPlain(JSON.parse(line)))).not.toContain(false);
  });

  it('plainly fits only where the schema says so too', () => {
    const [line = ''] = lines();
    const odd = [
      null,
      true,
      '',
      'x',
      0,
      -1,
      1.5,
      2 ** 53,
      [],
      {},
      { a: 1 },
      '2026-02-30T00:00:00Z',
      '2026-11-22T03:00:04+01:00',
    ];
    const names = [...Object.keys(schema.shape), 'other', '__proto__', 'constructor'];
    const spoilt = names.flatMap((name) => {
      const without = JSON.stringify({ ...JSON.parse(line), [name]: undefined });
      return [
        without,
        ...odd.map((value) => `{${JSON.stringify(name)}:${JSON.stringify(value)},${without.slice(1)}`),
      ];
    });

    for (const text of spoilt) {
      const value: unknown = JSON.parse(text);
      if (isPlain(value)) expect(schema.safeParse(value).success, text).toBe(true);
    }
    expect(isPlain([])).toBe(false);
  });
});
