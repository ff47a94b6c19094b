/** Decisions of reviewers: taken whole or not at all, from whatever their spreadsheet saved. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReviewDecisions } from '../../../schemas/review.ts';
import { createReviewScene, type ReviewScene } from '../../support/review-scene.ts';
import {
  asCsv,
  type Decided,
  decidedRows,
  filledIn,
  newestReview,
  reviewedItems,
  reviewFile,
  reviewFiles,
} from '../../support/reviewing.ts';

const REVIEWER = 'reviewer@outside.example';
const approve: Decided = { decision: 'approve', reviewer: REVIEWER };

let scene: ReviewScene;
let id: string;

beforeAll(async () => {
  scene = await createReviewScene();
  await scene.cli.run(['review', 'start', '--out', 'review.xlsx']);
  id = newestReview(scene.cli.store);
});
afterAll(() => scene.close());

const rows = (decide: () => Decided = () => approve) => decidedRows(scene.cli.store, id, decide);
const importing = (name: string, bytes: string | Uint8Array, ...more: readonly string[]) => {
  writeFileSync(join(scene.cli.dir, name), bytes);
  return scene.cli.run(['review', 'import', id, name, '--json', ...more]);
};
const storedCount = () =>
  reviewFiles(scene.cli.store, id).filter((name) => name.startsWith('decisions-')).length;
const newest = () =>
  JSON.parse(String(reviewFile(scene.cli.store, id, `decisions-${storedCount()}.json`))) as ReviewDecisions;

describe('review start', () => {
  it('offers the decisions to choose from, and says how to hand them in', async () => {
    const { sheets } = await readXlsx(readFileSync(join(scene.cli.dir, 'review.xlsx')));

    expect(sheets[1]?.dataValidations?.[0]?.values).toEqual(['approve', 'revoke', 'change', 'defer']);
    expect(JSON.stringify(sheets[0]?.rows)).toContain(`segment-evidence review import ${id} FILE`);
  });

  it('is the same review, with the same bytes, when the same snapshot is asked for again', async () => {
    await scene.cli.run(['review', 'start', '--out', 'again.xlsx']);

    expect(newestReview(scene.cli.store)).toBe(id);
    expect(readFileSync(join(scene.cli.dir, 'again.xlsx'))).toEqual(
      readFileSync(join(scene.cli.dir, 'review.xlsx')),
    );
  });

  it('has one row for each thing that can be taken away from somebody', () => {
    const items = reviewedItems(scene.cli.store, id);

    expect(new Set(items.map(({ id: item }) => item)).size).toBe(items.length);
    expect(new Set(items.map(({ userId }) => userId)).size).toBe(scene.world.users.length);
  });
});

describe('review import', () => {
  it('takes the workbook as it was filled in', async () => {
    const before = storedCount();

    const { code, stdout } = await importing(
      'filled.xlsx',
      await filledIn(readFileSync(join(scene.cli.dir, 'review.xlsx')), REVIEWER),
    );

    expect(code).toBe(0);
    expect(JSON.parse(stdout).counts.approve).toBe(reviewedItems(scene.cli.store, id).length);
    expect(storedCount()).toBe(before + 1);
    expect(newest().identity).toEqual({ kind: 'asserted' });
    expect(reviewFile(scene.cli.store, id, newest().source.path)).toEqual(
      readFileSync(join(scene.cli.dir, 'filled.xlsx')),
    );
  });

  it.each([
    ['with semicolons', () => asCsv(rows(), ';')],
    ['with tabs and a byte order mark', () => `\uFEFF${asCsv(rows(), '\t')}`],
    [
      'sorted, with rows that are empty',
      () => asCsv([rows()[0] ?? [], ['', '', '', '', '', ''], ...rows().slice(1).reverse()]),
    ],
    ['below the line that CSV begins with', () => `COMPLETE: all, of it\r\n${asCsv(rows())}`],
  ])('takes CSV %s', async (_, csv) => {
    const { code, stdout } = await importing('decided.csv', csv());

    expect([code, JSON.parse(stdout).problems]).toEqual([0, []]);
  });

  it('keeps what was decided before, and counts on', async () => {
    const before = storedCount();

    await importing(
      'decided.csv',
      asCsv(rows(() => ({ ...approve, decision: 'defer', reason: 'on leave' }))),
    );

    expect(newest().number).toBe(before + 1);
    expect(reviewFile(scene.cli.store, id, 'decisions-1.json').toString()).toContain('"approve"');
  });

  it.each([
    ['row 2: decision: expected approve, revoke, change, defer, got nothing', 1, 1, ''],
    ['row 3: decision: expected approve, revoke, change, defer, got "keep"', 2, 1, 'keep'],
    ['row 2: reason: expected one for revoke, got nothing', 1, 1, 'revoke'],
    ['row 2: reason: expected text, got what looks like a secret', 1, 3, `see sgp_${'aB3'.repeat(20)}`],
    ['row 2: reviewer: expected an e-mail address, got "Ada"', 1, 2, 'Ada'],
    ['row 2: population: expected ', 1, 5, '0123456789abcdef'],
    ['row 2: item: expected one of the population, got "nobody/account"', 1, 4, 'nobody/account'],
    ['row 2: e-mail: expected ', 1, 0, 'other@acme.example'],
    ['row 3: name: expected ', 2, 6, 'Somebody Else'],
    ['row 2: what: expected ', 1, 7, 'account without access'],
    ['row 4: access: expected ', 3, 8, 'Minimal User on WORKSPACE'],
    ['row 4: access: expected ', 3, 8, ''],
  ])('says %s, and stores nothing', async (message, row, column, cell) => {
    const before = reviewFiles(scene.cli.store, id);
    const spoilt = rows().map((cells, at) =>
      cells.map((value, place) => (at === row && place === column ? cell : value)),
    );

    const { code, stdout } = await importing('spoilt.csv', asCsv(spoilt));

    const { problems } = JSON.parse(stdout) as {
      readonly problems: readonly { row?: number; message: string }[];
    };
    const said = problems.map(
      (problem) => `${problem.row === undefined ? '' : `row ${problem.row}: `}${problem.message}`,
    );
    expect(code).toBe(2);
    expect(said.filter((each) => each.startsWith(message))).toHaveLength(1);
    expect(reviewFiles(scene.cli.store, id)).toEqual(before);
  });

  it('refuses rows whose words were sorted apart from their items, each with its number', async () => {
    const [header = [], ...others] = rows();
    const words = others.map((cells) => cells.slice(6)).reverse();
    const mixed = others.map((cells, at) => [...cells.slice(0, 6), ...(words[at] ?? [])]);

    const { code, stdout } = await importing('mixed.csv', asCsv([header, ...mixed]));

    const told = JSON.parse(stdout).problems.map(({ row }: { row: number }) => row);
    const apart = others.flatMap((cells, at) =>
      cells.slice(6).join() === words[at]?.join() ? [] : [at + 2],
    );
    expect(code).toBe(2);
    expect([...new Set(told)]).toEqual(apart);
    expect(apart.length).toBeGreaterThan(10);
  });

  it('refuses a file without the words that a reviewer decides on', async () => {
    const { code, stdout } = await importing('blind.csv', asCsv(rows().map((cells) => cells.slice(0, 6))));

    expect([code, JSON.parse(stdout).problems[0].message]).toEqual([
      2,
      expect.stringContaining('expected a header with the columns'),
    ]);
  });

  it('lets nobody review their own access, however they write their address', async () => {
    const own = decidedRows(scene.cli.store, id, ({ email }) => ({
      ...approve,
      // In capitals, and with a character that nobody sees among full-width letters.
      reviewer: (email ?? '')
        .toUpperCase()
        .replace(/^./, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)),
    }));

    const { code, stdout } = await importing('own.csv', asCsv(own));

    expect(code).toBe(2);
    expect(JSON.parse(stdout).problems).toHaveLength(own.length - 1);
    expect(stdout).toContain('nobody reviews their own access');
  });

  it('says all at once: rows that are missing, and rows that are there twice', async () => {
    const [header = [], first = [], , ...others] = rows();

    const { stdout } = await importing('twice.csv', asCsv([header, first, first, ...others]));

    const messages = JSON.parse(stdout).problems.map(({ message }: { message: string }) => message);
    expect(messages).toHaveLength(2);
    expect(messages[0]).toMatch(/^item: expected it once, got it in row 2 too/);
    expect(messages[1]).toMatch(/^expected a row for .*, got none$/);
  });

  it('refuses what is no table of decisions', async () => {
    const { code, stdout } = await importing('text.csv', 'hello');
    const broken = await importing('broken.xlsx', 'PK but nothing else');

    expect([code, JSON.parse(stdout).problems[0].message]).toEqual([
      2,
      expect.stringContaining('expected a header'),
    ]);
    expect(broken.code).toBe(2);
  });

  it('of a review that is not there says which there are', async () => {
    const { code, stdout } = await scene.cli.run([
      'review',
      'import',
      '20200101T000000Z-00000000',
      'decided.csv',
      '--json',
    ]);

    expect(code).toBe(7);
    expect(JSON.parse(stdout).message).toContain(id);
  });
});

describe('a reviewer who signs', () => {
  const pairs = {
    'an Ed25519 key': generateKeyPairSync('ed25519'),
    'a P-256 key': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    'an RSA key': generateKeyPairSync('rsa', { modulusLength: 2048 }),
  };

  it.each(Object.entries(pairs))(
    'with %s is kept as one who signed',
    async (name, { privateKey, publicKey }) => {
      const csv = asCsv(rows());
      const digest = name.includes('Ed25519') ? null : 'sha256';
      writeFileSync(join(scene.cli.dir, 'file.sig'), sign(digest, Buffer.from(csv), privateKey));
      writeFileSync(
        join(scene.cli.dir, 'reviewer.pub.pem'),
        publicKey.export({ type: 'spki', format: 'pem' }),
      );

      const { code } = await importing(
        'signed.csv',
        csv,
        '--signature',
        'file.sig',
        '--reviewer-key',
        'reviewer.pub.pem',
      );

      expect(code).toBe(0);
      expect(newest().identity.kind).toBe('signed');
      expect(reviewFiles(scene.cli.store, id)).toContainEqual(
        expect.stringMatching(new RegExp(`^${newest().source.path.replace('.csv', '-[0-9a-f]{8}.sig')}$`)),
      );
    },
  );

  it('is refused with a signature over another file, and with half of what it takes', async () => {
    const other = await importing(
      'other.csv',
      `${asCsv(rows())}\r\n`,
      '--signature',
      'file.sig',
      '--reviewer-key',
      'reviewer.pub.pem',
    );
    const half = await importing('half.csv', asCsv(rows()), '--signature', 'file.sig');

    expect([other.code, half.code]).toEqual([2, 2]);
    expect(JSON.parse(other.stdout).message).toContain('expected one by that key over this file');
  });
});

it('leaves a store that is intact', async () => {
  const { code } = await scene.cli.run(['verify', 'evidence', '--key', scene.cli.publicKey]);

  expect(code).toBe(0);
});
