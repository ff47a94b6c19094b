/** `approve`: what is kept of an approval, what is refused, what counts, and where it is shown. */
import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Approval, approval as approvalSchema } from '../../schemas/approval.ts';
import { approveDocument } from '../../schemas/commands/approve.ts';
import { canonical, sha256 } from '../../src/evidence/canonical.ts';
import { approvalKey } from '../../src/store/beside-layout.ts';
import {
  exportInto,
  FOLDER,
  filesIn,
  KEY_FILE,
  LAST_TWO,
  runIn,
  storeToExport,
} from '../support/exported.ts';
import { rowsOnPage, textOf, viewOnPage } from '../support/page-facts.ts';
import { CONNECTION, type SealedStore } from '../support/sealed-store.ts';
import { verifySealed } from '../verify/tampering/row.ts';

let store: SealedStore;
beforeEach(() => {
  store = storeToExport();
});
afterEach(() => store.dispose());

const run = (...args: readonly string[]) =>
  runIn(store.root, ...args, '--store', store.root, '--key', KEY_FILE);
const approve = async (...args: readonly string[]) => {
  const { code, stdout } = await run('approve', ...args, '--json');
  return { code, document: approveDocument.parse(JSON.parse(stdout)) };
};
const refused = async (...args: readonly string[]) => {
  const { code, stdout } = await run('approve', ...args, '--json');
  return { code, said: JSON.parse(stdout) as { message: string; hint?: string } };
};
const approvals = () => [...store.files().keys()].filter((path) => path.startsWith('approvals/'));
const pageOf = async (...args: readonly string[]) => {
  const { stdout } = await run('report', ...args, '--out', 'pages', '--json');
  return readFileSync(join(store.root, JSON.parse(stdout).pages[0].file), 'utf8');
};

const TOKEN = `sgp_${'aB3'.repeat(20)}`;

describe('approve', () => {
  it('keeps who, when, and the digests of what was seen, create-only, and verify knows the file', async () => {
    writeFileSync(join(store.root, 'page.html'), 'the page');
    const { code, document } = await approve(
      '1',
      '--by',
      'Ada',
      '--comment',
      'All as agreed.',
      '--page',
      'page.html',
    );

    expect([code, document.result, document.standing]).toEqual([
      0,
      'stored',
      expect.stringMatching(/^COMPLETE/),
    ]);
    const bytes = store.read(document.path);
    expect([document.path, sha256(bytes)]).toEqual([
      expect.stringMatching(/^approvals\/001-000000000001-20261126T120000Z-[0-9a-f]{8}\.json$/),
      document.sha256,
    ]);
    const kept = approvalSchema.parse(JSON.parse(String(bytes)));
    const { dsseEnvelope } = JSON.parse(store.text('chain/001/000000000001.sigstore.json'));
    const payload = Buffer.from(dsseEnvelope.payload, 'base64');
    // What the next record names as the one before it: all of the snapshot hangs on it.
    expect(kept.snapshot.recordSha256).toBe(sha256(payload));
    expect(kept.snapshot.recordSha256).toBe(store.statement(2).predicate.chain.prev?.sha256);
    expect(kept.snapshot.manifestSha256).toBe(sha256(store.read(`${store.bag(1)}/evidence-manifest.json`)));
    expect(kept.seen).toEqual({
      status: 'complete',
      gaps: [],
      failingChecks: kept.seen.failingChecks,
      page: sha256('the page'),
    });
    expect([kept.by, kept.comment, kept.approvedAt]).toEqual([
      { kind: 'asserted', name: 'Ada', user: kept.by.user },
      'All as agreed.',
      '2026-11-26T12:00:00.000Z',
    ]);
    const { failures, notes } = await verifySealed(store);
    expect([failures, JSON.stringify(notes).includes('approvals')]).toEqual([[], false]);
  });

  it('approves the newest where none is named, and of one that is not complete keeps what was missing', async () => {
    const { code, document } = await approve('--by', 'Ada');

    const { seen, snapshot } = document.approval;
    expect([code, snapshot.seq, seen.status]).toEqual([4, 3, 'failed']);
    expect(document.standing).toMatch(
      /^NOT COMPLETE: the run is failed; workspace, users, .*: denied \(token\)$/,
    );
    expect(seen.gaps).toContainEqual({ resource: 'users', outcome: 'denied', reason: 'token' });
    const { stdout } = await run('approve', '2', '--by', 'Ada');
    expect(stdout.split('\n')[0]).toMatch(/^NOT COMPLETE: the run is partial; users\b.*: denied \(/);
    expect(stdout).toContain('as the incomplete run that it is');
    expect(stdout).toContain('nobody signed it');
  });

  it('is there once where the same person says the same in the same second', async () => {
    await approve('1', '--by', 'Ada');

    expect((await approve('1', '--by', 'Ada')).document.result).toBe('present');
    expect((await approve('1', '--by', 'Grace')).document.result).toBe('stored');
    expect(approvals()).toHaveLength(2);
  });

  it('keeps names and words of strangers as text that moves nothing', async () => {
    const { document } = await approve(
      '1',
      '--by',
      'A\u202Eda\n',
      '--comment',
      '<img src=x onerror=alert(1)>\u001b[2J',
    );

    expect([document.approval.by.name, document.approval.comment]).toEqual([
      'A\uFFFDda\uFFFD',
      '<img src=x onerror=alert(1)>\uFFFD[2J',
    ]);
    const view = viewOnPage(await pageOf('1'), 'approvals');
    expect(view).not.toContain('<img');
    expect(textOf(view)).toContain('<img src=x onerror=alert(1)>\uFFFD[2J');
  });
});

describe('approve refuses, and stores nothing:', () => {
  const spoil = () => store.replace(`${store.bag(1)}/data/resources/users.jsonl`, '"', "'");

  it.each<readonly [string, readonly string[], RegExp]>([
    ['nobody', ['1'], /--by: expected the name of who approves, got none/],
    ['a blank name', ['1', '--by', ' '], /--by: expected the name/],
    ['a name in which nothing is seen', ['1', '--by', '\u202E \u3164\u2800'], /--by: expected the name/],
    ['a token for a name', ['1', '--by', TOKEN], /--by: expected text, got what looks like a secret/],
    ['a token in a comment', ['1', '--by', 'Ada', '--comment', `see ${TOKEN}`], /--comment: expected text/],
    [
      'a comment that is a book',
      ['1', '--by', 'Ada', '--comment', 'x'.repeat(1001)],
      /at most 1000 characters/,
    ],
    ['a name that is one', ['1', '--by', 'x'.repeat(201)], /at most 200 characters/],
    [
      'a page that is not there',
      ['1', '--by', 'Ada', '--page', 'none.html'],
      /--page none.html: expected a file/,
    ],
    ['a snapshot that there is not', ['7', '--by', 'Ada'], /expected a run of this connection/],
  ])('%s', async (_what, args, message) => {
    const { code, said } = await refused(...args);

    expect([code, said.message]).toEqual([2, expect.stringMatching(message)]);
    expect(JSON.stringify(said)).not.toContain(TOKEN);
    expect(approvals()).toEqual([]);
  });

  it.each<readonly [string, () => void, RegExp]>([
    ['bytes that are not those that were signed', spoil, /users\.jsonl/],
    ['a file that is gone', () => store.remove(`${store.bag(1)}/data/resources/users.jsonl`), /users\.jsonl/],
    [
      'a link in place of the folder',
      () => {
        mkdirSync(join(store.root, 'elsewhere'));
        symlinkSync(join(store.root, 'elsewhere'), store.path('approvals'));
      },
      /approvals: expected a folder/,
    ],
  ])('%s', async (_what, arrange, message) => {
    arrange();

    const { code, said } = await refused('1', '--by', 'Ada');

    expect([code, said.message]).toEqual([6, expect.stringMatching(message)]);
    expect(approvals()).toEqual([]);
  });

  it('an export, since what is said of a copy must lie where the evidence does', async () => {
    await exportInto(store, 'copy.zip');

    const { code, stdout } = await runIn(
      store.root,
      'approve',
      '--by',
      'Ada',
      '--store',
      'copy.zip',
      '--key',
      KEY_FILE,
      '--json',
    );

    expect([code, JSON.parse(stdout).message]).toEqual([
      2,
      expect.stringMatching(/expected a store, got an export/),
    ]);
  });

  it('evidence that nobody gave a key for', async () => {
    const { code } = await runIn(store.root, 'approve', '--by', 'Ada', '--store', store.root);

    expect([code, approvals()]).toEqual([7, []]);
  });
});

/** Puts an approval in its place, named after its bytes unless a name is given. */
function plant(changes: (kept: Approval) => unknown, name?: (key: string) => string): string {
  const [path = ''] = approvals();
  const kept = approvalSchema.parse(JSON.parse(store.text(path)));
  const changed = changes(kept);
  const bytes = typeof changed === 'string' ? changed : canonical(changed);
  const prefix = `segment-evidence/v1/${CONNECTION}/`;
  const key = approvalKey(CONNECTION, kept.snapshot, kept.approvedAt, sha256(bytes)).slice(prefix.length);
  store.remove(path);
  const planted = name?.(key) ?? key;
  store.write(planted, bytes);
  return planted;
}

const of =
  (changes: Partial<Approval>) =>
  (kept: Approval): Approval => ({ ...kept, ...changes });

/** On its page and on that of the period, and nobody is accused. */
async function expectTold(seq: string, why: RegExp): Promise<void> {
  const view = textOf(viewOnPage(await pageOf(seq), 'approvals'));
  expect(view).toMatch(why);
  expect(view).toContain('not approved');
  const period = textOf(viewOnPage(await pageOf('--from', '2026-11-22', '--to', '2026-11-25'), 'approvals'));
  expect(period).toMatch(why);
  expect(period).toContain('Runs approved0');
  const { failures } = await verifySealed(store);
  expect(failures).toEqual([]);
}

describe('an approval counts for nothing, is told, and is no tampering:', () => {
  it.each<readonly [string, (kept: Approval) => unknown, RegExp]>([
    ['of the future', of({ approvedAt: '2026-11-26T12:02:00.000Z' }), /it is of the future/],
    [
      'from before the snapshot',
      of({ approvedAt: '2026-11-23T02:00:00.000Z' }),
      /it is from before the snapshot/,
    ],
    ['that is no JSON', () => '{"schema":', /expected RFC 8785 JSON/],
    ['that is nothing', () => '', /expected RFC 8785 JSON/],
    ['written otherwise', (kept) => JSON.stringify(kept, null, 1), /expected RFC 8785 JSON/],
    [
      'of a newer version',
      (kept) => ({ ...kept, schema: 'segment-evidence/approval/v2' }),
      /a newer version wrote it/,
    ],
    ['with a member more', (kept) => ({ ...kept, isSigned: true }), /expected an approval/],
    ['of nobody', (kept) => ({ ...kept, by: { ...kept.by, name: '' } }), /a problem at \/by\/name/],
    ['of another connection', of({ connection: 'other' }), /it is of another connection/],
    [
      'with the digest of another record',
      (kept) => ({ ...kept, snapshot: { ...kept.snapshot, recordSha256: 'a'.repeat(64) } }),
      /the digests of another snapshot/,
    ],
    [
      'with the digest of another manifest',
      (kept) => ({ ...kept, snapshot: { ...kept.snapshot, manifestSha256: 'a'.repeat(64) } }),
      /the digests of another snapshot/,
    ],
    [
      'that saw something else than the record says',
      (kept) => ({ ...kept, seen: { ...kept.seen, failingChecks: 99 } }),
      /not what the record says/,
    ],
  ])('one %s', async (_what, changes, why) => {
    await approve('1', '--by', 'Ada');
    plant(changes);

    await expectTold('1', why);
  });

  it.each<readonly [string, string, (key: string) => string, RegExp]>([
    [
      'under the name of another record',
      '0',
      (key) => key.replace('000000000001', '000000000000'),
      /of another record than its name says/,
    ],
    [
      'whose bytes were changed',
      '1',
      (key) => key.replace(/[0-9a-f]{8}\.json$/, '00000000.json'),
      /not those that it was named after/,
    ],
    [
      'copied under the name of another time',
      '1',
      (key) => key.replace(/T\d{6}Z/, 'T010203Z'),
      /of another time than its name says/,
    ],
    ['under a name of its own', '1', () => 'approvals/ada.json', /its name is not that of an approval/],
  ])('one %s', async (_what, seq, name, why) => {
    await approve('1', '--by', 'Ada');
    plant((kept) => kept, name);

    await expectTold(seq, why);
  });

  it('one of a clean run, told of one that was not', async () => {
    await approve('2', '--by', 'Ada');
    plant((kept) => ({ ...kept, seen: { ...kept.seen, status: 'complete', gaps: [] } }));

    const view = textOf(viewOnPage(await pageOf('2'), 'approvals'));
    expect(view).toMatch(/counts for nothing: what it says was seen is not what the record says/);
    expect(view).toContain('not approved');
  });

  it('a link in its place', async () => {
    await approve('1', '--by', 'Ada');
    const [path = ''] = approvals();
    renameSync(store.path(path), join(store.root, 'moved.json'));
    symlinkSync(join(store.root, 'moved.json'), store.path(path));

    expect(textOf(viewOnPage(await pageOf('1'), 'approvals'))).toMatch(
      /expected a regular file, got something else/,
    );
  });
});

describe('pages', () => {
  it('say of a snapshot that nobody approved it, and then who did', async () => {
    const before = textOf(viewOnPage(await pageOf('1'), 'approvals'));
    await approve('1', '--by', 'Ada', '--comment', 'Seen.');

    expect(before).toContain('not approved');
    const html = await pageOf('1');
    const [row] = rowsOnPage(html, 'approvals');
    expect(row?.slice(0, 1)).toEqual(['Ada']);
    expect(row).toEqual(expect.arrayContaining(['2026-11-26 12:00:00 UTC', 'nothing', 'Seen.']));
    expect(viewOnPage(html, 'approvals')).toContain('badge good');
  });

  it('say of an incomplete run that it was approved as one, and of each run of a period whether it was', async () => {
    for (const seq of ['1', '2']) await approve(seq, '--by', 'Ada');

    const own = viewOnPage(await pageOf('2'), 'approvals');
    expect(own).toContain('approved as not complete');
    expect(own).not.toContain('>approved<');
    const html = await pageOf('--from', '2026-11-22', '--to', '2026-11-25');
    expect(rowsOnPage(html, 'approvals').map((row) => row.slice(2, 5))).toEqual([
      ['0', '✓complete', '–not approved'],
      ['1', '✓complete', '✓approved'],
      ['2', '◐partial', '◐approved as not complete'],
      ['3', '✕failed', '–not approved'],
    ]);
    expect(textOf(viewOnPage(html, 'approvals'))).toMatch(
      /Runs approved2.*not complete1.*Runs not approved2/s,
    );
  });
});

describe('an export', () => {
  it('has the approvals of the runs in it, and of no other, and its page says so', async () => {
    for (const seq of ['0', '1', '3']) await approve(seq, '--by', `Ada of ${seq}`);

    const files = filesIn(await exportInto(store, 'export.zip', LAST_TWO));

    const own = [...files.keys()].filter((name) => name.includes('/approvals/'));
    expect(own).toEqual([expect.stringMatching(/approvals\/001-000000000003-/)]);
    const page = Buffer.from(files.get(`${FOLDER}/data/report/period.html`) ?? []).toString();
    expect(textOf(viewOnPage(page, 'approvals'))).toContain('Ada of 3');
    expect(viewOnPage(page, 'approvals')).not.toContain('counts for nothing');
    const { code } = await runIn(store.root, 'verify', 'export.zip', '--key', KEY_FILE);
    expect(code).toBe(0);
  });
});
