/** `verify.sh`: the same verdict as the command, under every shell, for every way that we know to spoil an export. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportedStore } from '../../src/store/exported.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { type VerifyInput, verifyStore } from '../../src/verify/verify.ts';
import { exportInto, storeToExport } from '../support/exported.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { isWithoutOpenssl } from '../support/openssl.ts';
import type { SealedStore } from '../support/sealed-store.ts';
import { justAfter, stamp, stampOf, testAuthorities } from '../support/stamped-store.ts';
import { IS_FULL } from '../support/tier.ts';
import { strangersSigner } from '../verify/tampering/row.ts';
import { type SpoiltExport, spoiltExports, spoiltStamps, unpackedBag } from './tampered-exports.ts';

const SHELLS = [['dash'], ['bash'], ['busybox', 'sh']].filter(
  ([program = '', ...args]) => spawnSync(program, [...args, '-c', ':']).status === 0,
);
const shells = IS_FULL ? SHELLS : SHELLS.slice(0, 1);

let store: SealedStore;
let archives: Readonly<Record<SpoiltExport['of'], Buffer>>;
beforeAll(async () => {
  store = storeToExport();
  const all = await exportInto(store, 'all.zip', ['--from', '2026-11-22', '--to', '2026-11-25']);
  archives = { all, 'last-two': await exportInto(store, 'last-two.zip') };
  writeFileSync(
    join(store.root, 'stranger.pem'),
    String(strangersSigner.publicKey.export({ type: 'spki', format: 'pem' })),
  );
  writeFileSync(join(store.root, 'early.txt'), store.read('receipts/001-000000000000.txt'));
  writeFileSync(join(store.root, AUTHORITY), testAuthorities().join(''));
});
afterAll(() => store.dispose());

interface Verdict {
  readonly exit: number | null;
  readonly codes: readonly string[];
}

const KEY = 'key.pem';
const AUTHORITY = 'authority.pem';

function byScript(
  shell: readonly string[],
  folder: string,
  given: readonly string[] = [KEY],
): Verdict & { text: string } {
  const [program = '', ...args] = shell;
  const { status, stdout, stderr } = spawnSync(program, [...args, join(folder, 'verify.sh'), ...given], {
    cwd: store.root,
    encoding: 'utf8',
  });
  const codes = [...stdout.matchAll(/^ {2}([A-Z]+_[A-Z_]+|TRUNCATED|REWRITTEN|UNREADABLE) /gm)].map(
    ([, code = '']) => code,
  );
  return { exit: status, codes: [...new Set(codes)].sort(), text: stdout + stderr };
}

async function byCommand(
  folder: string,
  keys = [goldenSigner],
  more: Partial<VerifyInput> = {},
): Promise<Verdict> {
  const report = await verifyStore({
    store: exportedStore(openFolderStore(folder, () => 'never')),
    keys,
    now: new Date('2026-12-01T00:00:00Z'),
    ...more,
  });
  return { exit: report.exitCode, codes: [...new Set(report.failures.map(({ code }) => code))].sort() };
}

/** In the fast tier one: each takes a second and more of a shell. */
const FAST = ['a byte flipped in an artifact, and the lists made right'];
const rows = IS_FULL
  ? [...spoiltExports, ...spoiltStamps]
  : spoiltExports.filter(({ name }) => FAST.includes(name));

describe.skipIf(isWithoutOpenssl('verify.sh'))('verify.sh', () => {
  describe.each(shells.map((shell) => [shell.join(' '), shell] as const))('under %s', (_, shell) => {
    it('finds nothing wrong with an export as it was made, and says what it did', () => {
      for (const archive of IS_FULL ? Object.values(archives) : [archives['last-two']]) {
        const bag = unpackedBag(archive);
        const { exit, codes, text } = byScript(shell, bag.folder);
        bag.dispose();

        expect([exit, codes], text).toEqual([0, []]);
        expect(text).toMatch(/records: each taken apart, its signature checked by openssl/);
        expect(text).toContain('Not looked into');
      }
    });

    it.runIf(IS_FULL)(
      'holds receipts, and says of a stranger, and of no key, what the command says',
      async () => {
        const bag = unpackedBag(archives['last-two']);
        const held = byScript(shell, bag.folder, [KEY, 'early.txt']);
        const stranger = byScript(shell, bag.folder, ['stranger.pem']);
        const none = byScript(shell, bag.folder, []);
        const expected = [
          await byCommand(bag.folder, [strangersSigner as typeof goldenSigner]),
          await byCommand(bag.folder, []),
        ];
        bag.dispose();

        expect(held.text).toContain('early.txt: holds, and fixes the first 1 records');
        expect([stranger, none]).toMatchObject(expected);
      },
    );

    it.runIf(IS_FULL)(
      'holds time stamps: of the export, kept elsewhere, and of records that it has not',
      async () => {
        const stamped = storeToExport();
        stamp(stamped, 2);
        const kept = stampOf(stamped, 3, justAfter(stamped, 3));
        const earlier = stampOf(stamped, 0, justAfter(stamped, 0));
        const bag = unpackedBag(await exportInto(stamped, 'stamped.zip'));
        writeFileSync(join(store.root, 'kept.tsr'), kept);
        writeFileSync(join(store.root, 'earlier.tsr'), earlier);
        const pinned = byScript(shell, bag.folder, [KEY, AUTHORITY, 'kept.tsr']);
        const outside = byScript(shell, bag.folder, [KEY, AUTHORITY, 'earlier.tsr']);
        const expected = await byCommand(bag.folder, undefined, {
          authorities: testAuthorities(),
          stamps: [{ where: 'earlier.tsr', bytes: earlier }],
        });
        bag.dispose();
        stamped.dispose();

        expect(pinned.exit, pinned.text).toBe(0);
        expect(pinned.text).toContain('2 time stamps, 2 of them checked by openssl');
        expect(pinned.text).toMatch(/kept\.tsr: made Nov 25 03:00:06 2026 GMT/);
        expect(outside).toMatchObject(expected);
        expect(expected).toEqual({ exit: 7, codes: ['NOTHING_THERE'] });
      },
    );

    it.each(rows.map((row) => [row.name, row] as const))(
      'says what the command says of %s',
      async (_name, row) => {
        const bag = unpackedBag(archives[row.of]);
        try {
          await row.change(bag);
          const { text, ...verdict } = byScript(shell, bag.folder, row.isPinned ? [KEY, AUTHORITY] : [KEY]);
          const given = row.isPinned ? { authorities: testAuthorities() } : {};

          expect(verdict, text).toEqual(await byCommand(bag.folder, undefined, given));
          expect(verdict.exit).not.toBe(0);
        } finally {
          bag.dispose();
        }
      },
    );
  });
});
