/**
 * The shell blocks of docs/verify-by-hand.md, as they stand there, run in `sh` on a real store: each step
 * says ok to a good one, and exactly the right steps keep silent on a spoilt one.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withTimestamps } from '../../src/anchor/bundle.ts';
import type { Signer } from '../../src/seal/signer.ts';
import { strangeHierarchy, testHierarchy } from '../support/authority.ts';
import { digestsIn } from '../support/folder.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { handingOver, K1, K2, pemOf, STRANGER, signAs, storedKey } from '../support/rotated-store.ts';
import {
  createSealedStore,
  LAST_SEQ,
  PUBLIC_KEY_PEM,
  receiptPath,
  recordPath,
  reseal,
  type SealedStore,
} from '../support/sealed-store.ts';
import { certifyAuthority, type Hierarchy } from '../support/stamp-certificates.ts';
import { anchorPath, signatureOf, stamp, stampOf } from '../support/stamped-store.ts';
import { everyNth, IS_FULL } from '../support/tier.ts';
import { SEQ, STEPS, spoilt } from '../verify/tampering/by-hand.ts';
import { continueInSecondChain, misplaced, SECOND_CHAIN } from '../verify/tampering/by-hand-chains.ts';
import { flipped } from '../verify/tampering/row.ts';

const TOOLS = ['sh', 'openssl', 'sha256sum', 'base64', 'grep', 'sed', 'cut', 'find', 'cmp', 'mktemp'];
const missing = TOOLS.filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);
if (missing.length > 0) console.warn(`SKIPPED docs/verify-by-hand.md: needs ${missing.join(', ')}`);

const document = readFileSync(join(import.meta.dirname, '../../docs/verify-by-hand.md'), 'utf8');
const blocks = [...document.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
/** Some steps, and those that they rest on. In the full tier all. */
const few = (...numbers: readonly number[]) =>
  IS_FULL ? blocks : blocks.filter((_, index) => numbers.includes(index + 1));
const KEYS = few(1, 4, 13);
const POPULATION = few(1, 3, 6, 14);
const ORIGIN = few(1, 3, 5);
const STAMP = few(1, 3, 12);
let store: SealedStore;

beforeEach(() => {
  store = createSealedStore();
  writeFileSync(join(store.root, 'owner.pub.pem'), PUBLIC_KEY_PEM);
  writeFileSync(join(store.root, 'receipt.txt'), store.text(receiptPath(LAST_SEQ)));
});

afterEach(() => {
  store.dispose();
});

/** Runs blocks in one shell, if not told which then all. Only the values of the names in step 1 are put in. */
function run(names: Readonly<Record<string, string>> = {}, { shell = 'sh', steps = blocks } = {}) {
  const values: Readonly<Record<string, string>> = {
    EVIDENCE: store.folder,
    CHAIN: '001',
    SEQ: String(SEQ).padStart(12, '0'),
    KEY: join(store.root, 'owner.pub.pem'),
    KEY_ID: goldenSigner.keyId,
    RECEIPT: join(store.root, 'receipt.txt'),
    ...names,
  };
  const script = Object.entries(values).reduce(
    (text, [name, value]) => text.replace(new RegExp(`^${name}=.*$`, 'm'), () => `${name}='${value}'`),
    steps.join('\n'),
  );
  const { stdout, stderr } = spawnSync(shell, ['-c', `TMPDIR='${store.root}'\nexport TMPDIR\n${script}`], {
    encoding: 'utf8',
  });
  const said = new Set(stdout.split('\n'));
  const refused = STEPS.filter((step) => said.has(`${step}: NOT OK`));
  return {
    stdout,
    stderr,
    refused,
    silent: STEPS.filter((step) => !said.has(`${step}: ok`)),
    stamp: said.has('12 time stamp: ok'),
    hasRefusedStamp: said.has('12 time stamp: NOT OK'),
  };
}

describe.runIf(missing.length === 0)('docs/verify-by-hand.md', () => {
  it('has one block of shell per step, and one each for time stamps, a change of keys and a population', () => {
    expect(blocks).toHaveLength(STEPS.length + 3);
  });

  it.each(everyNth([SEQ, 0, 1, LAST_SEQ], 4))('says ok at each step for record %i of a good store', (seq) => {
    const { silent, stdout, stderr } = run({ SEQ: String(seq).padStart(12, '0') });

    expect(silent, `${stdout}\n${stderr}`).toEqual([]);
    expect(stdout).toContain('Verified OK');
    expect(stdout).toContain('NOT EVIDENCE OF A REAL WORKSPACE');
  });

  it.each(everyNth([LAST_SEQ, 0, 1, 2], 4, 1))('recomputes the root of the receipt of record %i', (seq) => {
    const { silent, stderr } = run({ RECEIPT: store.path(receiptPath(seq)) });

    expect(silent, stderr).toEqual([]);
  });

  it('shows what the evidence is of, gaps included, and writes nothing into it', () => {
    const before = digestsIn(store.folder);

    const { stdout } = run();

    expect(stdout).toContain('\nconnection golden\n');
    expect(stdout).toContain('"origin":{"host":"127.0.0.1:4010","kind":"simulator"}');
    expect(stdout).toContain('"slug":"larkfield"');
    expect(stdout).toContain('\n"status":"partial"\n');
    expect(stdout).toContain('\n"name":"users","outcome":"denied"\n');
    expect(stdout).toContain('\n3 records, whole\n');
    expect(stdout).toContain('\nchains: 1, whole\n');
    expect(digestsIn(store.folder)).toEqual(before);
  });

  it('turns every byte of a digest from hex into itself', () => {
    const functions = blocks[9]?.split('\n').slice(0, 2).join('\n');
    const hex = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('hex');

    const raw = execFileSync('sh', ['-c', `${functions}\nraw ${hex}`]);

    expect(raw.toString('hex')).toBe(hex);
  });

  it.each([
    ['the second', SECOND_CHAIN, receiptPath(0, 2)],
    ['the first', {}, receiptPath(SEQ)],
  ])('says ok at each step for a record of %s of two chains', async (_, names, receipt) => {
    await continueInSecondChain(store);

    const { silent, stdout, stderr } = run({ ...names, RECEIPT: store.path(receipt) });

    expect(silent, `${stdout}\n${stderr}`).toEqual([]);
    expect(stdout).toContain('\nchains: 2, whole\n');
  });

  it('says which connection the record is of when the folder is called otherwise', async () => {
    const [row] = misplaced;
    await row?.spoil(store);

    const { stdout } = run(row?.names?.(store), { steps: ORIGIN });

    expect(stdout).toContain('NOT OF THIS CONNECTION: the folder is acme-production, the record says golden');
  });

  const rows = [...spoilt, ...misplaced].map((row) => [row.name, row] as const);

  it.each(everyNth(rows, 24))('does not say ok to %s', async (_, row) => {
    await row.spoil(store);

    const { silent, refused, stdout, stderr } = run(row.names?.(store));

    expect(silent, `${stdout}\n${stderr}`).toEqual(row.silent);
    expect(refused).toEqual(row.silent);
  });

  it('checks a time stamp, whose authority has the certificates in it', () => {
    const hierarchy = certifyAuthority({}, { between: 1 });
    stamp(store, SEQ, '2026-11-24T03:00:06Z', { hierarchy });

    const { stamp: isOk, silent, stdout, stderr } = run({ TSA: pin(hierarchy) });

    expect({ isOk, silent }, `${stdout}\n${stderr}`).toEqual({ isOk: true, silent: [] });
    expect(stdout).toContain('Time stamp: Nov 24 03:00:06 2026 GMT');
    expect(stdout).toContain('"recordedAt":"2026-11-24T03:00:04.000Z"');
  });

  const unstamped: readonly (readonly [string, () => unknown])[] = [
    ['there is none', () => undefined],
    ['it is of another record', () => store.write(anchorPath(SEQ, other()), other())],
    ['its authority is not pinned', () => stamp(store, SEQ, undefined, { hierarchy: strangeHierarchy() })],
    [
      'the record was signed again',
      async () => {
        stamp(store, SEQ);
        await reseal(store, SEQ, { manifest: (manifest) => Object.assign(manifest, { token: null }) });
      },
    ],
  ];

  it.each(everyNth(unstamped, 4))('does not say ok to a time stamp when %s', async (_, spoil) => {
    await spoil();

    const { stamp: isOk, hasRefusedStamp } = run({ TSA: pin(testHierarchy()) }, { steps: STAMP });

    expect({ isOk, hasRefusedStamp }).toEqual({ isOk: false, hasRefusedStamp: true });
  });

  it.runIf(IS_FULL)('checks a time stamp whose certificate has expired since, at its own time', () => {
    const [from, to] = [new Date('2020-01-01T00:00:00Z'), new Date('2021-12-31T00:00:00Z')];
    const hierarchy = certifyAuthority({ validFrom: from, validTo: to });
    stamp(store, SEQ, '2021-06-01T00:00:00Z', { hierarchy });
    const names = { TSA: pin(hierarchy) };

    const at = String(Date.parse('2021-06-01T00:00:00Z') / 1000);
    const today = run(names, { steps: STAMP });
    const then = run({ ...names, AT: at }, { steps: STAMP });

    expect([today.stamp, then.stamp], then.stderr).toEqual([false, true]);
    expect(today.stderr).toContain('certificate has expired');
  });

  it('puts a time stamp into a record with jq as the library does', () => {
    if (spawnSync('jq', ['--version']).status !== 0) {
      console.warn('SKIPPED the lines with jq of docs/verify-by-hand.md: there is none here');
      return;
    }
    const answer = stamp(store, SEQ);
    const lines = [...document.matchAll(/`(jq -[rc] [^`]*)`/g)].map(([, line = '']) => line);
    const names = `RECORD='${store.path(recordPath(SEQ))}' STAMP='${store.path(anchorPath(SEQ, answer))}'`;
    const made = (line: string, file: string) => {
      execFileSync('sh', ['-c', `WORK='${store.root}'; ${names.replace(' ', '; ')}; ${line}`]);
      return readFileSync(join(store.root, file));
    };

    expect(lines).toHaveLength(2);
    expect(made(lines[0] ?? '', 'signature')).toEqual(signatureOf(store, SEQ));
    expect(JSON.parse(made(lines[1] ?? '', 'stamped.json').toString())).toEqual(
      withTimestamps(JSON.parse(store.text(recordPath(SEQ))), [answer]),
    );
  });

  describe('where the key changed', () => {
    const said = ({ stdout }: ReturnType<typeof run>) => /^13 keys: .*$/m.exec(stdout)?.[0];
    const withKey = (signer: Signer, seq: number, names = {}, steps = blocks) => {
      writeFileSync(join(store.root, 'owner.pub.pem'), pemOf(signer));
      const ofKey = {
        KEY_ID: signer.keyId,
        SEQ: String(seq).padStart(12, '0'),
        RECEIPT: store.path(receiptPath(seq)),
      };
      return run({ ...ofKey, ...names }, { steps });
    };

    it('says ok at each step for a record of either key, with that key', async () => {
      await signAs(store, handingOver(K1, K1, K2, K2));

      for (const [signer, seq] of [
        [K1, 1],
        [K2, 2],
      ] as const) {
        const ran = withKey(signer, seq);

        expect([ran.silent, said(ran)], `${ran.stdout}\n${ran.stderr}`).toEqual([[], '13 keys: ok']);
        expect(ran.stdout).toContain(
          `000000000002.sigstore.json: key ${K1.keyId} is followed by ${K2.keyId}\n`,
        );
      }
    });

    it('follows from the old key to the new one, whose record it does not confirm', async () => {
      await signAs(store, handingOver(K1, K1, K2, K2));

      const ran = withKey(K1, 3);

      expect([ran.silent, said(ran)]).toEqual([['4 signature'], '13 keys: ok']);
    });

    it.runIf(IS_FULL)(
      'says ok at each step for the chain after a lost key, and for the one before it with that key',
      async () => {
        await signAs(store, handingOver(K1, K1, K1), handingOver(K2));

        const after = withKey(K2, 0, { CHAIN: '002', RECEIPT: store.path(receiptPath(0, 2)) });
        const before = withKey(K1, 2);
        const wrong = withKey(K2, 2);

        expect([after.silent, said(after)], after.stderr).toEqual([[], '13 keys: ok']);
        expect([before.silent, said(before)]).toEqual([[], '13 keys: ok']);
        expect([wrong.silent, said(wrong)]).toEqual([['4 signature'], '13 keys: NOT OK']);
      },
    );

    it.each([
      ['a key that nobody named', [{ signer: K1 }, { signer: K1 }, { signer: K2 }, { signer: K2 }]],
      [
        'another key than the one named',
        [
          { signer: K1, members: { nextKey: STRANGER.keyId } },
          { signer: K2, members: { rotatedFrom: K1.keyId } },
        ],
      ],
      [
        'a key that says it follows another',
        [
          { signer: K1, members: { nextKey: K2.keyId } },
          { signer: K2, members: { rotatedFrom: STRANGER.keyId } },
        ],
      ],
      [
        'the old key after it named the next',
        [{ signer: K1, members: { nextKey: K2.keyId } }, { signer: K1 }],
      ],
    ])('does not say ok to %s', async (_, records) => {
      await signAs(store, records);

      expect(said(withKey(K1, 0, {}, KEYS))).toBe('13 keys: NOT OK');
    });

    it('does not say ok to a signature of the change that another key made, nor to another key under its name', async () => {
      await signAs(store, handingOver(K1, K1, K2, K2));
      const [good, key] = [store.read(recordPath(2)), store.text(storedKey(K2))];
      store.write(recordPath(2), flipped(good, good.indexOf('"sig":"') + 20));
      const forged = said(withKey(K1, 1, {}, KEYS));
      store.write(recordPath(2), good);
      store.write(storedKey(K2), pemOf(STRANGER));
      const exchanged = said(withKey(K1, 1, {}, KEYS));
      store.write(storedKey(K2), key);

      expect([forged, exchanged, said(withKey(K1, 1, {}, KEYS))]).toEqual([
        '13 keys: NOT OK',
        '13 keys: NOT OK',
        '13 keys: ok',
      ]);
    });
  });

  describe('of a population', () => {
    const said = (resource: string) =>
      /^14 ids: .*$/m.exec(
        run({ RESOURCE: resource, SEQ: '000000000001' }, { steps: POPULATION }).stdout,
      )?.[0];

    beforeEach(() => {
      store.dispose();
      store = createSealedStore(join(import.meta.dirname, '../golden/store'));
      writeFileSync(join(store.root, 'owner.pub.pem'), PUBLIC_KEY_PEM);
    });

    it('recomputes the digest of its ids', () => {
      expect(['users', 'warehouse-sources'].map(said)).toEqual(['14 ids: ok', '14 ids: ok']);
    });

    it('does not say ok to one with another member, nor to one that was not read', () => {
      const users = `${store.bag(1)}/data/resources/users.jsonl`;
      store.write(users, store.text(users).replace(/(.*),"id":"/, '$1,"id":"x'));

      expect(['users', 'labyrinths'].map(said)).toEqual(['14 ids: NOT OK', '14 ids: NOT OK']);
    });
  });

  it.each(everyNth(['bash', 'zsh', 'busybox'], 3))('also runs in %s', (shell) => {
    if (spawnSync('sh', ['-c', `command -v ${shell}`]).status !== 0) {
      console.warn(`SKIPPED docs/verify-by-hand.md in ${shell}: there is none here`);
      return;
    }
    const path = shell === 'busybox' ? toBusyboxShell() : shell;

    expect(run({}, { shell: path }).silent).toEqual([]);
  });
});

/** Writes what is pinned to a file. */
function pin({ root }: Hierarchy): string {
  const path = join(store.root, 'tsa-ca.pem');
  writeFileSync(path, root.certificate.toString());
  return path;
}

const other = () => stampOf(store, 0, '2026-11-24T03:00:06Z');

/** `busybox sh -c …` as one name, by which busybox knows what it is to be. */
function toBusyboxShell(): string {
  const path = join(store.root, 'sh');
  symlinkSync(execFileSync('sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).trim(), path);
  execFileSync(path, ['-c', 'true']);
  return path;
}
