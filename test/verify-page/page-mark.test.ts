/** Whether evidence that is handed to a page is that which the page was made from: told by the records, not by what it is called. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PAGE_MARK_SCHEMA, type PageMark } from '../../schemas/page-mark.ts';
import { newestRecords } from '../../src/answers/pages/made-from.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { readHistory } from '../../src/verify/read-history.ts';
import { markIn } from '../../src/verify-page/page-mark.ts';
import { treeOfFiles } from '../../src/verify-page/tree.ts';
import { verifyGiven } from '../../src/verify-page/verify-given.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { createSealedStore, type SealedStore } from '../support/sealed-store.ts';

const now = new Date('2026-12-01T00:00:00Z');
const { publicKey, keyId } = goldenSigner;

async function markOf(store: SealedStore, runs = 4): Promise<PageMark> {
  const request = { connection: 'golden', keys: [goldenSigner], now };
  const history = await readHistory(
    openFolderStore(store.root, () => 'never'),
    request,
  );
  const records = [...newestRecords(history.runs.slice(0, runs))];
  const of = { kind: 'period', from: '2026-11-22', to: '2026-11-25' } as const;
  return {
    schema: PAGE_MARK_SCHEMA,
    tool: 'x',
    connection: 'golden',
    of,
    records,
    keyIds: [],
    authorities: [],
    receipts: 0,
    sizes: [],
  };
}

async function judge(store: SealedStore, mark: PageMark) {
  const files = readdirSync(store.root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const evidence = treeOfFiles(
    files.map((path) => ({
      path: `store/${relative(store.root, path)}`,
      file: new Blob([readFileSync(path)]),
    })),
  );
  const held = [{ kind: 'key', name: 'key.pem', publicKey, keyId }] as const;
  const given = { evidence, held, connectionOf: new Map(), mark };
  const { kinship, output } = await verifyGiven(given, now, { onBytes: () => undefined });
  return { kind: kinship?.kind, words: kinship?.words, exitCode: output.exitCode };
}

type Change = (mark: PageMark) => PageMark;
const first = ({ records: [record] }: PageMark) => {
  if (record === undefined) throw new Error('expected a record, got none');
  return record;
};

const ROWS: readonly (readonly [string, Change, Awaited<ReturnType<typeof judge>>['kind'], RegExp])[] = [
  ['the same store', (mark) => mark, 'same', /was made from this evidence: record 3 of chain 1 of golden/],
  [
    'another snapshot in the place of its own',
    (mark) => ({ ...mark, records: [{ ...first(mark), manifestSha256: '00' }] }),
    'other',
    /made from other evidence: record 3 of chain 1/,
  ],
  [
    'other records before its own',
    (mark) => ({ ...mark, records: [{ ...first(mark), root: 'sha256:00' }] }),
    'other',
    /made from other evidence/,
  ],
  [
    'no such record',
    (mark) => ({ ...mark, records: [{ ...first(mark), seq: 4 }] }),
    'absent',
    /not made from this evidence.*record 4 of chain 1.*is not here/,
  ],
  [
    'one of its chains only',
    (mark) => ({ ...mark, records: [first(mark), { ...first(mark), chain: 2 }] }),
    'absent',
    /record 3 of chain 2/,
  ],
  ['another connection', (mark) => ({ ...mark, connection: 'other' }), 'absent', /of other/],
  ['no record at all', (mark) => ({ ...mark, records: [] }), 'absent', /not made from this evidence/],
];

describe('the evidence that is handed to a page', () => {
  let store: SealedStore;
  beforeEach(() => {
    store = createSealedStore();
  });
  afterEach(() => store.dispose());

  it.each(ROWS)('with %s', async (_, change, kind, says) => {
    const found = await judge(store, change(await markOf(store)));

    expect(found).toMatchObject({ kind, exitCode: 0 });
    expect(found.words).toMatch(says);
  });

  it('is the same when it has grown since, and when something in it was spoilt', async () => {
    const early = await markOf(store, 2);
    const grown = await judge(store, early);
    store.write(`${store.bag(3)}/data/notes.txt`, 'x');
    const spoilt = await judge(store, early);

    expect(grown).toMatchObject({ kind: 'same', exitCode: 0 });
    expect(spoilt).toMatchObject({ kind: 'same', exitCode: 6 });
  });
});

/** A page as the script sees it: whatever stands in its mark, nothing breaks, and nothing unreadable passes for none. */
describe('what a page says of itself', () => {
  const pageWith = (content: string | null) =>
    ({ querySelector: () => (content === null ? null : { getAttribute: () => content }) }) as never;

  it.each([
    ['nothing', null, undefined],
    ['no JSON', '{', 'unreadable'],
    ['another form', '{"schema":"segment-evidence/page/v2"}', 'unreadable'],
    ['an empty text', '', 'unreadable'],
  ])('is, of %s, as it stands there', (_title, content, expected) => {
    expect(markIn(pageWith(content))).toBe(expected);
  });
});
