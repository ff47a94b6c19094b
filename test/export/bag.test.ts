/** One file to take home: the same bytes anywhere, checked by programs that are not ours, and it says what it is. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  digestOf,
  exportInto,
  FOLDER,
  filesIn,
  KEY_FILE,
  LAST_TWO,
  packed,
  runIn,
  storeToExport,
  writeFiles,
} from '../support/exported.ts';
import type { SealedStore } from '../support/sealed-store.ts';

let store: SealedStore;
let archive: Buffer;
let files: Map<string, Uint8Array>;
const zone = process.env['TZ'];

beforeAll(async () => {
  store = storeToExport();
  archive = await exportInto(store, 'export.zip');
  files = filesIn(archive);
});
afterAll(() => store.dispose());

const run = (...args: readonly string[]) => runIn(store.root, ...args);
const verify = (location: string, ...more: readonly string[]) =>
  run('verify', location, '--key', KEY_FILE, ...more, '--json');
const text = (name: string) => Buffer.from(files.get(`${FOLDER}/${name}`) ?? []).toString('utf8');
const own = (name: string) => `data/segment-evidence/v1/golden/${name}`;

/** What was found of the one store that was looked at. */
const codesIn = (stdout: string): readonly string[] => [
  ...new Set<string>(JSON.parse(stdout).stores[0].failures.map(({ code }: { code: string }) => code)),
];

describe('an export of a period', () => {
  it('has the same bytes in any zone, and however its store grows after it', async () => {
    const grown = storeToExport();
    try {
      process.env['TZ'] = 'Asia/Kolkata';
      const first = await exportInto(grown, 'one.zip', ['--from', '2026-11-22', '--to', '2026-11-23']);
      for (const path of [
        'chain/001/000000000003.sigstore.json',
        'receipts/001-000000000003.txt',
        grown.bag(3),
      ])
        grown.remove(path);
      process.env['TZ'] = 'America/Los_Angeles';
      const second = await exportInto(grown, 'two.zip', ['--from', '2026-11-22', '--to', '2026-11-23']);

      expect(digestOf(second)).toBe(digestOf(first));
      expect(digestOf(await exportInto(store, 'again.zip'))).toBe(digestOf(archive));
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
      grown.dispose();
    }
  });

  it('has its records, the one before without its snapshot, and of all earlier ones the hash alone', () => {
    const names = [...files.keys()].map((name) => name.slice(FOLDER.length + 1));
    const records = names.filter((name) => name.includes('/chain/'));

    expect(records).toEqual(
      ['leaf-hashes.txt', ...[1, 2, 3].map((seq) => `00000000000${seq}.sigstore.json`)].map((name) =>
        own(`chain/001/${name}`),
      ),
    );
    expect(text(own('chain/001/leaf-hashes.txt'))).toMatch(/^[0-9a-f]{64}\n$/);
    expect(names.some((name) => name.includes('/snapshots/2026/11/22/'))).toBe(false);
    expect(JSON.parse(text(own('export.json'))).chains).toMatchObject([{ number: 1, first: 2, size: 4 }]);
    expect(text('VERIFY.md')).toContain('record 1 without its snapshot');
    expect(names).toEqual(
      expect.arrayContaining(['data/answers/calendar.xlsx', 'data/answers/changes.xlsx']),
    );
  });

  it('is taken by unzip and by sha256sum', () => {
    const inside = { cwd: store.root, encoding: 'utf8' } as const;
    if (spawnSync('unzip', ['-v']).status !== 0) return console.warn('SKIPPED: there is no `unzip` here');
    expect(execFileSync('unzip', ['-tq', 'export.zip'], inside)).toContain('No errors');
    execFileSync('unzip', ['-q', '-d', 'taken', 'export.zip'], inside);
    const cwd = join(store.root, 'taken', FOLDER);

    for (const list of ['manifest-sha256.txt', 'tagmanifest-sha256.txt'])
      expect(execFileSync('sha256sum', ['-c', list], { cwd, encoding: 'utf8' })).not.toContain('FAILED');
  });

  it('is intact as a file, unpacked, and packed again by another program; and says what it is of', async () => {
    writeFiles(join(store.root, 'unpacked'), files);
    writeFileSync(join(store.root, 'again-packed.zip'), packed(files));

    for (const location of ['export.zip', join('unpacked', FOLDER), 'again-packed.zip']) {
      const { code, stdout } = await verify(location);
      const [{ failures, notes, connections }] = JSON.parse(stdout).stores;
      expect([location, code, failures]).toEqual([location, 0, []]);
      expect(connections[0].snapshots).toBe(2);
      expect(notes.map(({ kind }: { kind: string }) => kind)).toContain('export');
    }
  });

  it('gives the answers that are in it, byte for byte', async () => {
    const from = ['--store', 'export.zip', '--key', KEY_FILE];
    await run('population', 'sources', '--at', '2026-11-25', ...from, '--out', 'sources.xlsx');
    await run('changes', ...LAST_TWO, ...from, '--out', 'changes.xlsx');
    await run('status', ...LAST_TWO, ...from, '--out', 'calendar.xlsx');

    for (const [made, kept] of [
      ['sources.xlsx', 'populations/sources.xlsx'],
      ['changes.xlsx', 'changes.xlsx'],
      ['calendar.xlsx', 'calendar.xlsx'],
    ])
      expect(digestOf(readFileSync(join(store.root, made ?? '')))).toBe(
        digestOf(files.get(`${FOLDER}/data/answers/${kept}`) ?? Buffer.alloc(0)),
      );
    expect((await run('check', ...from, '--json')).code).toBeLessThan(5);
  });

  it('holds receipts of before it, and says of those of after it that it cannot', async () => {
    const early = 'early.txt';
    writeFileSync(join(store.root, early), store.read('receipts/001-000000000000.txt'));
    writeFileSync(join(store.root, 'late.txt'), store.read('receipts/001-000000000003.txt'));
    writeFileSync(
      join(store.root, 'wrong.txt'),
      store.text('receipts/001-000000000000.txt').replace(/root sha256:../, 'root sha256:00'),
    );
    await exportInto(store, 'first.zip', ['--from', '2026-11-22', '--to', '2026-11-22']);

    expect((await verify('export.zip', '--receipt', early)).code).toBe(0);
    const wrong = await verify('export.zip', '--receipt', 'wrong.txt');
    expect([wrong.code, codesIn(wrong.stdout)]).toEqual([6, ['REWRITTEN']]);
    const late = await verify('first.zip', '--receipt', 'late.txt');
    expect([late.code, codesIn(late.stdout)]).toEqual([7, ['NOTHING_THERE']]);
  });

  it('is made of a store alone, with both ends of a period, and with bytes that were signed', async () => {
    const named = ['--store', store.root, '--key', KEY_FILE];
    expect((await run('export', ...named)).code).toBe(2);
    expect((await run('export', ...LAST_TWO, '--store', 'export.zip', '--key', KEY_FILE)).code).toBe(2);
    expect((await run('export', '--from', '2026-10-01', '--to', '2026-10-02', ...named)).code).toBe(7);
    const spoilt = storeToExport();
    spoilt.replace(`${spoilt.bag(2)}/data/collection-log.jsonl`, '"method":"GET"', '"method":"PUT"');
    const { code } = await runIn(spoilt.root, 'export', ...LAST_TWO, '--store', '.', '--key', KEY_FILE);
    spoilt.dispose();
    expect(code).toBe(6);
  });
});

describe('what an export is without', () => {
  it('is missing from a store that somebody gives the words of one', async () => {
    const forged = storeToExport();
    forged.remove('chain/001/000000000000.sigstore.json');
    forged.write('chain/001/leaf-hashes.txt', text(own('chain/001/leaf-hashes.txt')));
    forged.write('export.json', text(own('export.json')));

    const { code, stdout } = await runIn(forged.root, 'verify', '.', '--key', KEY_FILE, '--json');

    forged.dispose();
    expect([code, codesIn(stdout)]).toEqual([6, ['CHAIN_BROKEN']]);
  });
});

describe('litter in an unpacked export', () => {
  it('is named, and no tampering', async () => {
    const folder = join(store.root, 'littered');
    const litter = [
      '.DS_Store',
      'data/.DS_Store',
      `${own('chain/001')}/._x`,
      '__MACOSX/x',
      'data/Thumbs.db',
      'data/answers/desktop.ini',
    ];
    writeFiles(folder, files);
    writeFiles(join(folder, FOLDER), new Map(litter.map((name) => [name, Buffer.from('x')])));

    const { code, stdout } = await verify(join('littered', FOLDER));

    const named = JSON.parse(stdout).stores[0].notes.filter(
      ({ kind }: { kind: string }) => kind === 'not-looked-at',
    );
    expect(code).toBe(0);
    expect(named).toHaveLength(litter.length);
  });

  it('in an archive that was packed again changes nothing either', async () => {
    const around = [
      ['__MACOSX/._x', Buffer.from('x')],
      ['.DS_Store', Buffer.from('x')],
    ] as const;
    writeFileSync(join(store.root, 'mac.zip'), packed(new Map([...around, ...files])));

    expect((await verify('mac.zip')).code).toBe(0);
  });
});
