/** `verify --page`: a page is what the evidence yields, or it is not, or nobody can tell; and a good one is never called bad. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyDocument } from '../../schemas/commands/verify.ts';
import { unpackedBag } from '../export/tampered-exports.ts';
import { exportInto, KEY_FILE, LAST_TWO, runIn, storeToExport } from '../support/exported.ts';
import { receiptPath, recordPath, type SealedStore } from '../support/sealed-store.ts';

/** Until the second day of the last three. */
const EARLY = ['--from', '2026-11-22', '--to', '2026-11-24'] as const;

let store: SealedStore;
const pages: Record<string, string> = {};

/** Returns the page that `report` writes of a store. */
async function reported(from: SealedStore, ...asked: readonly string[]): Promise<string> {
  const out = `pages-${Object.keys(pages).length}`;
  await runIn(from.root, 'report', ...asked, '--store', '.', '--key', KEY_FILE, '--out', out);
  const [name = ''] = readdirSync(join(from.root, out));
  return readFileSync(join(from.root, out, name), 'utf8');
}

beforeAll(async () => {
  store = storeToExport();
  pages['snapshot'] = await reported(store);
  pages['period'] = await reported(store, ...LAST_TWO);
  const bag = unpackedBag(await exportInto(store, 'export.zip'));
  pages['in the export'] = bag.text('data/report/period.html');
  bag.dispose();
  const early = storeToExport();
  early.remove(early.bag(3));
  early.remove(recordPath(3));
  early.remove(receiptPath(3));
  pages['snapshot, early'] = await reported(early);
  pages['period, early'] = await reported(early, ...EARLY);
  early.dispose();
});
afterAll(() => store.dispose());

async function judge(html: string, at = '.', of = store) {
  writeFileSync(join(of.root, 'page.html'), html);
  const args = ['verify', at, '--key', KEY_FILE, '--page', 'page.html'];
  const { code, stdout } = await runIn(of.root, ...args, '--json');
  const json = verifyDocument.parse(JSON.parse(stdout));
  const { stdout: text } = await runIn(of.root, ...args);
  return { code, page: json.page, stores: json.stores, text };
}

const VERDICTS: readonly (readonly [
  what: string,
  page: () => string,
  at: string,
  code: number,
  verdict: string,
  says: RegExp,
])[] = [
  ['a snapshot', () => pages['snapshot'] ?? '', '.', 0, 'same', /^byte for byte/],
  ['a period', () => pages['period'] ?? '', '.', 0, 'same', /^byte for byte/],
  ['an export, of its page', () => pages['in the export'] ?? '', 'export.zip', 0, 'same', /^byte for byte/],
  ['a snapshot that others followed', () => pages['snapshot, early'] ?? '', '.', 0, 'same', /^byte for byte/],
  [
    'a period that others followed',
    () => pages['period, early'] ?? '',
    '.',
    7,
    'cannot-tell',
    /now there are others: hold it against an export/,
  ],
  [
    'a store, of the page of an export',
    () => pages['in the export'] ?? '',
    '.',
    7,
    'cannot-tell',
    /now there are others/,
  ],
  [
    'a page in which a word was changed',
    () => (pages['snapshot'] ?? '').replace('>not read<', '>read whole<'),
    '.',
    6,
    'differs',
    /^expected sha256:[0-9a-f]{64}, as this evidence yields, got sha256:[0-9a-f]{64}; other: /,
  ],
  [
    'a page whose script was changed',
    () => (pages['snapshot'] ?? '').replace('</body>', '<!-- --></body>'),
    '.',
    6,
    'differs',
    /; other: the end$/,
  ],
  [
    'a page of another version',
    () => (pages['snapshot'] ?? '').replace(/segment-evidence \d+\.\d+\.\d+/, 'segment-evidence 0.0.1'),
    '.',
    7,
    'cannot-tell',
    /^segment-evidence 0\.0\.1 made it, and this is .*same version/,
  ],
  [
    'a page that names another key as trusted',
    () => (pages['snapshot'] ?? '').replace(/keyIds&quot;:\[&quot;../, (found) => `${found.slice(0, -2)}zz`),
    '.',
    6,
    'differs',
    /the key zz\w+ was trusted/,
  ],
  ['another file', () => '<!doctype html><p>All is well.</p>', '.', 7, 'cannot-tell', /does not say/],
  [
    'a page of a period since the year 1',
    () => (pages['period'] ?? '').replace(/from&quot;:&quot;\d{4}-/, 'from&quot;:&quot;0001-'),
    '.',
    7,
    'cannot-tell',
    /expected a period of at most 10 years/,
  ],
  [
    'a page of a period from no time',
    () => (pages['period'] ?? '').replace(/from&quot;:&quot;\d{4}-/, 'from&quot;:&quot;then-'),
    '.',
    7,
    'cannot-tell',
    /does not say/,
  ],
  [
    'a page of another connection',
    () => (pages['snapshot'] ?? '').replace('connection&quot;:&quot;golden', 'connection&quot;:&quot;acme'),
    '.',
    7,
    'cannot-tell',
    /the connection acme, of which there is no evidence/,
  ],
];

describe('verify --page', () => {
  it.each(VERDICTS)('of %s', async (_what, page, at, code, verdict, says) => {
    const found = await judge(page(), at);

    expect(found.page).toMatchObject({ verdict, exitCode: code, message: expect.stringMatching(says) });
    expect(found.code).toBe(code);
    expect(found.stores[0]?.verdict).toBe('intact');
    const word = { same: 'SAME', differs: 'NOT THE SAME', 'cannot-tell': 'CANNOT TELL' }[verdict];
    expect(found.text).toContain(`  ${word}: ${found.page?.message}`);
  });

  it('makes nothing from evidence that is not intact', async () => {
    const spoilt = storeToExport();
    spoilt.write(`${spoilt.bag(3)}/data/notes.txt`, 'x');
    const { code, page } = await judge(pages['snapshot'] ?? '', '.', spoilt);
    spoilt.dispose();

    expect([code, page?.verdict, page?.exitCode]).toEqual([6, 'cannot-tell', 6]);
  });

  it('tells of other evidence, which is good by itself, that the page is not of it', async () => {
    const other = storeToExport();
    const mark = (pages['snapshot'] ?? '').replace(
      /manifestSha256&quot;:&quot;../,
      (found) => `${found.slice(0, -2)}zz`,
    );
    const { code, page } = await judge(mark, '.', other);
    other.dispose();

    expect([code, page?.verdict]).toEqual([6, 'differs']);
    expect(page?.message).toMatch(/made from other evidence/);
  });

  it('calls no page bad for what was put beside the evidence after it', async () => {
    const own = storeToExport();
    const approve = (by: string) =>
      runIn(own.root, 'approve', '3', '--by', by, '--store', '.', '--key', KEY_FILE);
    const before = await reported(own);
    await approve('Ada');
    const approved = await reported(own);
    const ofBefore = await judge(before, '.', own);
    const ofApproved = await judge(approved, '.', own);
    rmSync(own.path('approvals'), { recursive: true });
    const withNone = await judge(approved, '.', own);
    await approve('Bob');
    const withOther = await judge(approved, '.', own);
    const changed = await judge(approved.replace(/<section id="people".*?<h2/s, '$& lang="x"'), '.', own);
    own.dispose();

    expect(approved).not.toBe(before);
    expect([ofBefore, ofApproved, withNone, withOther, changed].map(({ page }) => page?.verdict)).toEqual([
      'same',
      'same',
      'differs',
      'cannot-tell',
      'differs',
    ]);
    expect(withOther.page?.message).toMatch(/what lies beside the evidence, which may have come since/);
  });

  it('wants a file', async () => {
    const { code, stderr } = await runIn(store.root, 'verify', '.', '--key', KEY_FILE, '--page', 'none.html');

    expect(code).toBe(2);
    expect(stderr).toMatch(/verify: --page none\.html/);
  });
});
