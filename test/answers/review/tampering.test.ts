/** What lies in a review's folder is held against what it should be: beside the evidence anybody may have written it. */
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reviewIdOf } from '../../../src/answers/review/freeze.ts';
import { statusOfReview } from '../../../src/commands/review-status.ts';
import { readPublicKey } from '../../../src/crypto/node.ts';
import { sha256 } from '../../../src/evidence/canonical.ts';
import { openFolderStore } from '../../../src/store/folder.ts';
import { readHistory } from '../../../src/verify/read-history.ts';
import { createReviewScene, type ReviewScene } from '../../support/review-scene.ts';
import { decidedCsv, newestReview } from '../../support/reviewing.ts';

let scene: ReviewScene;
let id: string;
let copies = 0;

beforeAll(async () => {
  scene = await createReviewScene();
  const { dir, run, store } = scene.cli;
  await run(['review', 'start']);
  id = newestReview(store);
  scene.pass(1);
  const approve = { decision: 'approve', reviewer: 'reviewer@outside.example' };
  writeFileSync(
    join(dir, 'decided.csv'),
    decidedCsv(store, id, () => approve),
  );
  await run(['review', 'import', id, 'decided.csv']);
  await scene.collectAfter(1);
  // Equal to the one before: it is looked for, and not read.
  await scene.collectAfter(1);
});
afterAll(() => scene.close());

/** Returns the folder of reviews in a copy of the store, and how to ask about that copy. */
function copied() {
  copies += 1;
  const store = join(scene.cli.dir, `copy-${copies}`);
  cpSync(scene.cli.store, store, { recursive: true, verbatimSymlinks: true });
  const ask = (...args: readonly string[]) =>
    scene.cli.run(['review', ...args, '--store', store, '--key', scene.cli.publicKey, '--json']);
  return { store, reviews: join(store, 'segment-evidence/v1/acme/reviews'), ask };
}

function rewrite(path: string, change: (text: string) => string): void {
  const text = readFileSync(path, 'utf8');
  chmodSync(path, 0o644);
  writeFileSync(path, change(text));
}

/** Moves something away and leaves a link to it. */
function linked(path: string): void {
  renameSync(path, `${path}.away`);
  symlinkSync(`${path}.away`, path);
}

// The moment that was frozen: asked for again, it is the same review.
const AT = '2026-11-02T03:30:00Z';

describe.each([
  ['start', ['start', '--at', AT]],
  ['status', ['status']],
] as const)('review %s', (_, args) => {
  it.each<readonly [string, (reviews: string) => void]>([
    [
      'a population that was edited',
      (reviews) => rewrite(join(reviews, id, 'population.json'), (text) => text.replace('"role"', '"Role"')),
    ],
    ['a link in place of all reviews', (reviews) => linked(reviews)],
    ['a link in place of the review', (reviews) => linked(join(reviews, id))],
    ['a link in place of its population', (reviews) => linked(join(reviews, id, 'population.json'))],
    [
      'a folder in place of its population',
      (reviews) => {
        rmSync(join(reviews, id, 'population.json'));
        mkdirSync(join(reviews, id, 'population.json'));
      },
    ],
  ])('refuses %s, and says where', async (__, spoil) => {
    const { reviews, ask } = copied();
    spoil(reviews);

    const { code, stdout } = await ask(...args);

    expect([code, JSON.parse(stdout).message]).toEqual([
      6,
      expect.stringMatching(/^read review: segment-evidence\/v1\/acme\/reviews.*: expected .*, got /),
    ]);
  });
});

/** Puts another population in place of a review, in a folder that is named after its digest. */
function laundered(reviews: string, change: (text: string) => string, from = id): string {
  const text = change(readFileSync(join(reviews, from, 'population.json'), 'utf8'));
  const other = reviewIdOf(JSON.parse(text).snapshot.startedAt, sha256(text));
  rmSync(join(reviews, from), { recursive: true });
  mkdirSync(join(reviews, other));
  writeFileSync(join(reviews, other, 'population.json'), text);
  return other;
}

describe('a population that was written anew under its own digest', () => {
  it.each<readonly [string, (text: string) => string, string]>([
    ['how it was read', (text) => text.replace('"method":"total-match"', '"method":"none"'), 'certificate'],
    ['what a role is called', (text) => text.replace(/"role":"[^"]*"/g, '"role":"Viewer"'), 'items'],
    ['what somebody is called', (text) => text.replace(/"name":"[^"]*"/, '"name":"Somebody else"'), 'items'],
    ['one item less', (text) => text.replace(/("items":\[).*?,(?=\{"email")/, '$1'), 'items'],
    [
      'when its snapshot was made',
      (text) => text.replace(/"startedAt":"2026-11-02T03/, '"startedAt":"2026-11-02T02'),
      'record 0 of chain 1, of 2026-11-02T03',
    ],
  ])('does not follow from its snapshot with %s', async (_, change, what) => {
    const { reviews, ask } = copied();
    const before = readFileSync(join(reviews, id, 'population.json'), 'utf8');
    expect(change(before)).not.toBe(before);
    const other = laundered(reviews, change);

    const { code, stdout } = await ask('status');

    expect([code, JSON.parse(stdout).message]).toEqual([
      6,
      expect.stringMatching(new RegExp(`reviews/${other}/population.json: expected .*${what}`)),
    ]);
  });

  it('may have other words, as another version has them, and is told in those of this one', async () => {
    const { reviews, ask } = copied();
    laundered(reviews, (text) => text.replace('every page was read', 'nobody knows who read it'));

    const { code, stdout } = await ask('status', '--format', 'table');
    const table = await scene.cli.run([
      'review',
      'status',
      '--store',
      join(reviews, '../../../..'),
      '--key',
      scene.cli.publicKey,
      '--verbose',
    ]);

    expect([code, table.code, stdout.includes('nobody knows')]).toEqual([4, 4, false]);
    expect(table.stdout).toContain('every page was read');
    expect(table.stdout).not.toContain('nobody knows who read it');
  });

  it('may have a gap more, of the day that was asked for', async () => {
    const { reviews, ask } = copied();
    laundered(reviews, (text) => text.replace('"gaps":[]', '"gaps":["there is no snapshot of that day"]'));

    const { code, stdout } = await ask('status');

    expect([code, JSON.parse(stdout).gaps]).toEqual([
      4,
      expect.arrayContaining(['frozen from what is not complete: there is no snapshot of that day']),
    ]);
  });
});

it('notices that the population of decisions is gone', async () => {
  const { reviews, ask } = copied();
  rmSync(join(reviews, id, 'population.json'));

  const { code, stdout } = await ask('status');

  expect([code, JSON.parse(stdout).message]).toEqual([
    6,
    expect.stringContaining('expected the population of the review, got none'),
  ]);
});

it('looks for files of later runs that did not change', async () => {
  const { store, ask } = copied();
  const snapshots = join(store, 'segment-evidence/v1/acme/snapshots/2026/11/02');
  const newest = readdirSync(snapshots).sort().at(-1) ?? '';
  rmSync(join(snapshots, newest, 'data/resources/users.jsonl'));

  const { code, stdout } = await ask('status');

  expect([code, JSON.parse(stdout).message]).toEqual([
    6,
    expect.stringMatching(/users\.jsonl: .* it is gone/),
  ]);
});

it('names a file that was handed in and whose decisions are not there', async () => {
  const { reviews, ask } = copied();
  rmSync(join(reviews, id, 'decisions-1.json'));

  const { code, stdout } = await ask('status');

  const { standing, orphans } = JSON.parse(stdout);
  expect([code, orphans]).toEqual([4, [expect.stringMatching(/^source-[0-9a-f]{8}\.csv$/)]]);
  expect(standing).toContain(`${orphans[0]} was handed in, and decisions from it are not stored`);
});

it.each([
  ['before what was reviewed was read', '2026-11-02T03:00:04.000Z'],
  ['which is in the future', '2026-11-02T09:00:00.000Z'],
])('does not believe that decisions were handed in %s', async (words, importedAt) => {
  const { reviews, ask } = copied();
  rewrite(join(reviews, id, 'decisions-1.json'), (text) =>
    text.replace(/"importedAt":"[^"]*"/, `"importedAt":"${importedAt}"`),
  );

  const { code, stdout } = await ask('status');

  expect([code, JSON.parse(stdout).standing]).toEqual([
    4,
    expect.stringMatching(new RegExp(`^NOT COMPLETE: import 1 says .* ${importedAt}, ${words}`)),
  ]);
});

it('freezes nothing of an instant that has not come', async () => {
  const { code, stdout } = await copied().ask('start', '--at', '2026-11-03');

  expect([code, JSON.parse(stdout).message]).toEqual([
    2,
    expect.stringContaining('--at: expected an instant before now'),
  ]);
});

it('says of a snapshot whose files are gone that nothing could be derived from it', async () => {
  const store = openFolderStore(scene.cli.store, () => 'unused');
  const publicKey = readPublicKey(readFileSync(scene.cli.publicKey, 'utf8'));
  const now = new Date('2026-11-02T05:00:05.000Z');
  const history = await readHistory(store, { connection: 'acme', keys: [{ publicKey }], now });
  const runs = history.runs.map((run, index) => ({ ...run, isExpired: index === 0 }));

  const found = await statusOfReview({ ...history, runs }, store, id, { now, pinned: [] });
  const whole = await statusOfReview(history, store, id, { now, pinned: [] });

  const coverOf = ({ cover }: typeof found) => JSON.stringify(cover);
  expect([whole.exitCode, coverOf(whole)]).toEqual([0, expect.stringContaining('follows from its snapshot')]);
  expect([found.exitCode, found.standing, coverOf(found)]).toEqual([
    0,
    expect.stringMatching(/^COMPLETE: .*; of its population, nothing could be derived from its snapshot/),
    expect.stringContaining('; nothing could be derived from its snapshot, whose files are gone'),
  ]);
  expect(coverOf(found)).not.toContain('follows from its snapshot');
});

it('finds the gaps of a snapshot again, where they were taken out', async () => {
  scene.addFault({ match: { path: '/users' }, effect: { kind: 'short-list', drop: 1 } });
  // A day of its own, with no whole run to take in its place.
  await scene.collectAfter(24);
  await scene.cli.run(['review', 'start']);
  const { reviews, ask } = copied();
  laundered(reviews, (text) => text.replace(/"gaps":\[".*?"\]/, '"gaps":[]'), newestReview(scene.cli.store));

  const { code, stdout } = await ask('status');

  expect([code, JSON.parse(stdout).message]).toEqual([
    6,
    expect.stringMatching(/expected the gaps of its snapshot, users: partial.*, got none$/),
  ]);
});
