/** A review that several reviewers decide, each their own rows under their own key: who decided never looks better known than it is. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReviewItem } from '../../../schemas/review.ts';
import { canonical } from '../../../src/evidence/canonical.ts';
import { createReviewScene, type ReviewScene } from '../../support/review-scene.ts';
import { asCsv, type Decided, decidedRows, newestReview, reviewedItems } from '../../support/reviewing.ts';

interface Reviewer {
  readonly address: string;
  readonly privateKey: KeyObject;
  readonly pem: string;
}

let scene: ReviewScene;
let id: string;
let ada: Reviewer;
let bob: Reviewer;

beforeAll(async () => {
  scene = await createReviewScene();
  await scene.cli.run(['review', 'start']);
  id = newestReview(scene.cli.store);
  const addresses = [...new Set(reviewedItems(scene.cli.store, id).map(({ email }) => email ?? ''))];
  ada = reviewer(addresses[0] ?? '', 'ada');
  bob = reviewer(addresses[1] ?? '', 'bob');
});
afterAll(() => scene.close());

function reviewer(address: string, name: string): Reviewer {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = `${name}.pub.pem`;
  writeFileSync(join(scene.cli.dir, pem), publicKey.export({ type: 'spki', format: 'pem' }));
  return { address, privateKey, pem };
}

const open: Decided = { decision: '', reviewer: '' };
const isOf = ({ address }: Reviewer, { email }: ReviewItem) => email === address;

/** Hands in the rows that somebody decides; the others stay empty. */
async function handIn(
  decide: (item: ReviewItem) => Decided,
  { key, more = ['--part'] }: { readonly key?: Reviewer; readonly more?: readonly string[] } = {},
) {
  const { dir, run, store } = scene.cli;
  const csv = asCsv(decidedRows(store, id, decide));
  writeFileSync(join(dir, 'part.csv'), csv);
  if (key !== undefined)
    writeFileSync(join(dir, 'part.sig'), sign('sha256', Buffer.from(csv), key.privateKey));
  const signed = key === undefined ? [] : ['--signature', 'part.sig', '--reviewer-key', key.pem];
  const { code, stdout } = await run(['review', 'import', id, 'part.csv', '--json', ...more, ...signed]);
  return { code, ...JSON.parse(stdout) };
}

async function status(...keys: readonly (readonly [Reviewer, string])[]) {
  const pins = keys.flatMap(([{ address }, pem]) => ['--reviewer-key', `${address}=${pem}`]);
  const { code, stdout } = await scene.cli.run(['review', 'status', id, '--json', ...pins]);
  const document = JSON.parse(stdout);
  const assurances = (document.decisions as readonly { assurance: string }[]).map(
    ({ assurance }) => assurance,
  );
  return { code, standing: document.standing, decided: document.decided, assurances: new Set(assurances) };
}

const approvedBy = ({ address }: Reviewer): Decided => ({ decision: 'approve', reviewer: address });

it('asks for every row, unless the file is said to be a part', async () => {
  const { code, problems } = await handIn((item) => (isOf(ada, item) ? open : approvedBy(ada)), { more: [] });

  expect(code).toBe(2);
  expect(problems.map(({ message }: { message: string }) => message)).toContainEqual(
    expect.stringContaining('decision: expected'),
  );
});

it.each<readonly [string, () => Decided, string]>([
  ['without a decision', () => open, 'expected one in some row'],
  ['with a row that is half filled in', () => ({ decision: 'approve', reviewer: '' }), 'reviewer: expected'],
  ['with a reviewer and no decision', () => ({ decision: '', reviewer: bob.address }), 'decision: expected'],
])('refuses a part %s', async (_, decided, message) => {
  const { code, stored, problems } = await handIn(decided);

  expect([code, stored]).toEqual([2, null]);
  expect(JSON.stringify(problems)).toContain(message);
});

it('is whole when users who review each other have each signed their part', async () => {
  const first = await handIn((item) => (isOf(ada, item) ? open : approvedBy(ada)), { key: ada });
  const half = await status();
  const forged = await handIn((item) => (isOf(ada, item) ? approvedBy(bob) : open), { key: ada });
  const second = await handIn((item) => (isOf(ada, item) ? approvedBy(bob) : open), { key: bob });
  await scene.collectAfter(1);
  const whole = await status();

  const own = reviewedItems(scene.cli.store, id).filter((item) => isOf(ada, item)).length;
  expect([first.code, first.undecided, second.undecided]).toEqual([0, own, 0]);
  expect(half.code).toBe(4);
  expect(half.standing).toContain(`${own} of ${half.decided.total + own} items are not decided yet`);
  expect([forged.code, JSON.stringify(forged.problems)]).toEqual([
    2,
    expect.stringContaining('whose key signed a part before'),
  ]);
  expect([whole.code, whole.standing]).toEqual([
    0,
    expect.stringContaining(`(${whole.decided.total} signed by a key that is not pinned)`),
  ]);
});

it('says whose signature holds only under the keys that were brought along', async () => {
  const none = await status();
  const one = await status([ada, ada.pem]);
  const both = await status([ada, ada.pem], [bob, bob.pem]);
  const wrong = await status([bob, ada.pem]);

  expect([...none.assurances]).toEqual(['signed-not-pinned']);
  expect([...one.assurances].sort()).toEqual(['signed', 'signed-not-pinned']);
  expect([both.code, ...both.assurances]).toEqual([0, 'signed']);
  // What Ada signed is signed by a key that is said to be Bob's, and what Bob signed by another than was given.
  expect([wrong.code, ...wrong.assurances]).toEqual([6, 'signed-by-another']);
  expect(wrong.standing).toMatch(/^NOT COMPLETE: \d+ signed by another key than was pinned for /);
});

it('says on its cover who handed in what, and whose key that is said to be', async () => {
  const { stdout } = await scene.cli.run(['review', 'status', id]);

  expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /part 2: \d+ by \S+, signed by key [0-9a-f]{64}, not pinned; source-/,
  );
});

it('keeps in sight that an unsigned file took the place of a signed one', async () => {
  const { replaced } = await handIn((item) => (isOf(ada, item) ? approvedBy(bob) : open));
  const { code, standing } = await status([bob, bob.pem]);

  const own = reviewedItems(scene.cli.store, id).filter((item) => isOf(ada, item)).length;
  expect(replaced).toBe(own);
  expect(code).toBe(4);
  expect(standing).toContain(
    `${own} asserted, and not signed by the key that was pinned for ${bob.address.toLowerCase()}`,
  );
  expect(standing).toContain('replaced by a later import');
});

it.each([
  ['without an address', 'ada.pub.pem', 'expected ADDRESS=FILE'],
  ['to a file that is none', 'ada@acme.example=none.pem', 'expected a file to read'],
])('refuses a key %s', async (_, word, message) => {
  const { code, stderr } = await scene.cli.run(['review', 'status', id, '--reviewer-key', word]);

  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});

it('lets no earlier file take back what was decided since, signed or not', async () => {
  const { dir, run, store } = scene.cli;
  await scene.collectAfter(24);
  await run(['review', 'start']);
  const other = newestReview(store);
  const file = (name: string, decision: string) => {
    const decide = (item: ReviewItem): Decided =>
      isOf(ada, item) ? { decision, reviewer: bob.address, reason: 'as asked' } : open;
    const csv = asCsv(decidedRows(store, other, decide));
    writeFileSync(join(dir, name), csv);
    writeFileSync(join(dir, `${name}.sig`), sign('sha256', Buffer.from(csv), bob.privateKey));
  };
  const importOf = async (name: string) => {
    const signed = ['--signature', `${name}.sig`, '--reviewer-key', bob.pem];
    const { code, stdout } = await run(['review', 'import', other, name, '--part', '--json', ...signed]);
    return { code, ...JSON.parse(stdout) };
  };
  const gapsNow = async () => JSON.parse((await run(['review', 'status', other, '--json'])).stdout).gaps;
  file('a.csv', 'approve');
  file('b.csv', 'revoke');

  const first = [await importOf('a.csv'), await importOf('a.csv'), await importOf('b.csv')];
  const again = await importOf('a.csv');
  expect(first.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect([again.code, again.stored, JSON.stringify(again.problems)]).toEqual([
    2,
    null,
    expect.stringContaining('got the file of part 2 again, which undoes'),
  ]);

  // As it is stored by whoever may write there.
  const folder = join(store, 'segment-evidence/v1/acme/reviews', other);
  const stored = JSON.parse(readFileSync(join(folder, 'decisions-1.json'), 'utf8'));
  writeFileSync(join(folder, 'decisions-4.json'), canonical({ ...stored, number: 4 }));
  const replayed = await gapsNow();
  expect(replayed).toContainEqual(
    expect.stringMatching(/^part 4 is the file of part 2 again, which undoes /),
  );

  expect((await importOf('b.csv')).code).toBe(0);
  expect(JSON.stringify(await gapsNow())).not.toContain('again');
});
