/**
 * Whose word counts when the key has changed: in order, wrongly, and after it was lost; for each set of keys that somebody
 * may have been given.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Signer } from '../../src/seal/signer.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { readSnapshot } from '../../src/verify/read-snapshot.ts';
import {
  handingOver,
  K1,
  K2,
  K3,
  pemOf,
  type SignedBy,
  STRANGER,
  signAs,
  storedKey,
} from '../support/rotated-store.ts';
import { createSealedStore, recordPath, reseal, type SealedStore } from '../support/sealed-store.ts';
import { everyNth } from '../support/tier.ts';
import { flipped, verifySealed } from './tampering/row.ts';

let store: SealedStore;

beforeEach(() => {
  store = createSealedStore();
});

afterEach(() => {
  store.dispose();
});

/** The exit code, then every failure and every note about signers, each without where it is. */
async function found(...pins: readonly Signer[]): Promise<readonly string[]> {
  const keys = pins.map(({ publicKey }) => ({ publicKey }));
  const { exitCode, failures, notes } = await verifySealed(store, { keys });
  const names = new Map(
    [K1, K2, K3, STRANGER].map(({ keyId }, index) => [keyId, ['K1', 'K2', 'K3', 'K9'][index] ?? '']),
  );
  const brief = (text: string) =>
    text.replace(/[0-9a-f]{64}/g, (id) => names.get(id) ?? id).replace(/: segment-evidence\/\S+:/, ':');
  return [
    `exit ${exitCode}`,
    ...failures.map(({ code, message }) => `${code} ${brief(message)}`),
    ...notes
      .filter(({ kind }) => kind === 'signer-not-judged')
      .map(({ kind, message }) => `${kind}: ${brief(message)}`),
  ];
}

const INTACT = ['exit 0'];
const notJudged = (who: string, by: string) => [
  'exit 0',
  `signer-not-judged: ${who}: not given, so who signed is not judged; the bytes are those whose digests ${by}`,
];

describe('a key that handed over to the next', () => {
  beforeEach(() => signAs(store, handingOver(K1, K1, K2, K2)));

  it.each([
    ['the old one', [K1], INTACT],
    ['both', [K1, K2], INTACT],
    ['the new one', [K2], notJudged('records 0 to 1 by key K1', 'record 2 signs, by key K2')],
    [
      "a stranger's",
      [STRANGER],
      [
        'exit 6',
        'KEY_UNTRUSTED check signatures of records 0 to 1: expected a pinned key: K9, got K1',
        'KEY_UNTRUSTED check signatures of records 2 to 3: expected a pinned key: K9, got K2',
      ],
    ],
  ] as const)('for who was given %s', async (_, pins, result) => {
    expect(await found(...pins)).toEqual(result);
  });

  it('for who was given the old one, is asked for where keys/ has lost the new one', async () => {
    store.remove(storedKey(K2));

    expect(await found(K1)).toEqual([
      'exit 7',
      'KEY_NOT_PINNED check signatures of records 2 to 3: expected the public key K2, from its owner (--key), got none; the key before names it, and keys/ has not its public half',
    ]);
    expect(await found(K1, K2)).toEqual(INTACT);
  });

  it('is not taken from keys/ where another lies under its name', async () => {
    store.write(storedKey(K2), pemOf(STRANGER));

    expect(await found(K1)).toContain(
      'KEY_UNTRUSTED check stored key: expected the ECDSA P-256 public key whose id is its name, got K9',
    );
    expect(await found(K1)).toEqual([
      'exit 6',
      expect.stringMatching(/^KEY_NOT_PINNED check signatures of records 2 to 3: expected the public key K2/),
      expect.stringMatching(/^KEY_UNTRUSTED check stored key/),
    ]);
  });

  it.each(everyNth([[K1, K2], [K1], [K2]], 3))('shows a flipped bit in any signature', async (...pins) => {
    for (const seq of [0, 1, 2, 3]) {
      const path = recordPath(seq);
      const bytes = store.read(path);
      const at = bytes.indexOf('"sig":"') + 20;
      store.write(path, flipped(bytes, at, bytes[at] === 65 ? 3 : (bytes[at] ?? 0) ^ 65));

      expect((await found(...pins))[0], `record ${seq}`).toBe('exit 6');

      store.write(path, bytes);
    }
  });

  it('gives no receipt of records whose signer is not known', async () => {
    store.remove(storedKey(K2));

    const { connections } = await verifySealed(store, { keys: [{ publicKey: K1.publicKey }] });

    expect(connections[0]?.receipt).toBeNull();
  });
});

describe('records before the new key, for who was given that one alone,', () => {
  let later: readonly Buffer[];

  beforeEach(async () => {
    await signAs(store, handingOver(K1, K1, K2, K2));
    later = [2, 3].map((seq) => store.read(recordPath(seq)));
  });

  const restoreLater = () => {
    for (const [index, bytes] of later.entries()) store.write(recordPath(index + 2), bytes);
  };

  it('are held to the digests that it signs', async () => {
    await reseal(store, 0, { manifest: (manifest) => Object.assign(manifest.tool, { version: '0.0.9' }) });
    restoreLater();

    const lines = await found(K2);

    expect(lines[0]).toBe('exit 6');
    expect(lines.join('\n')).toMatch(/CHAIN_BROKEN check digest of previous payload/);
    expect(lines.join('\n')).not.toMatch(/signer-not-judged/);
  });

  it('are not said to be signed by another key than it says', async () => {
    await signAs(store, handingOver(STRANGER, STRANGER, K2, K2));
    restoreLater();

    const lines = await found(K2);

    expect(lines.slice(0, 3)).toEqual([
      'exit 6',
      'CHAIN_BROKEN check key rotation: expected from K9, got from K1',
      'KEY_UNTRUSTED check signatures of records 0 to 1: expected a pinned key: K2, got K9',
    ]);
    expect(lines.join('\n')).not.toMatch(/signer-not-judged/);
  });
});

describe('a snapshot on either side of a change', () => {
  beforeEach(() => signAs(store, handingOver(K1, K1, K2, K2)));

  const read = (signer: Signer, seq: number) =>
    readSnapshot(
      openFolderStore(store.root, () => 'never'),
      {
        connection: 'golden',
        keys: [{ publicKey: signer.publicKey }],
        now: new Date('2026-12-01T00:00:00Z'),
        seq,
      },
    );

  it.each([
    [K1, 0, false],
    [K1, 3, false],
    [K2, 3, true],
    [K2, 0, true],
  ])('is read by who has either key, row %#', async (signer, seq, isNoted) => {
    const { manifest, notes } = await read(signer, seq);

    expect(manifest.chain.seq).toBe(seq);
    expect(notes.some(({ kind }) => kind === 'signer-not-judged')).toBe(isNoted);
  });

  it('is not read by who has neither', async () => {
    await expect(read(STRANGER, 0)).rejects.toMatchObject({ code: 'NOT_VERIFIED', exitCode: 6 });
  });
});

describe('two changes in a row', () => {
  beforeEach(() => signAs(store, handingOver(K1, K2, K3, K3)));

  it.each([
    [[K1], INTACT],
    [[K2], notJudged('record 0 by key K1', 'record 1 signs, by key K2')],
    [[K3], notJudged('record 0 by key K1, record 1 by key K2', 'record 2 signs, by key K3')],
    [[K1, K2], INTACT],
    [[K1, K3], INTACT],
    [[K2, K3], notJudged('record 0 by key K1', 'record 1 signs, by key K2')],
    [[K1, K2, K3], INTACT],
  ] as const)('for any of the keys, row %#', async (pins, result) => {
    expect(await found(...pins)).toEqual(result);
  });

  it('a public half that is lost in between is asked for, unless a later key vouches', async () => {
    store.remove(storedKey(K2));

    expect(await found(K1)).toEqual([
      'exit 7',
      expect.stringMatching(/^KEY_NOT_PINNED check signatures of record 1: expected the public key K2/),
      expect.stringMatching(/^KEY_NOT_PINNED check signatures of records 2 to 3: expected the public key K3/),
    ]);
    expect(await found(K1, K2)).toEqual(INTACT);
    expect(await found(K1, K3)).toEqual(notJudged('record 1 by key K2', 'record 2 signs, by key K3'));
  });
});

describe('a key that was lost', () => {
  beforeEach(() => signAs(store, handingOver(K1, K1, K1), handingOver(K2)));

  it.each([
    ['both', [K1, K2], INTACT],
    [
      'the new one',
      [K2],
      [
        'exit 7',
        'KEY_NOT_PINNED check signatures of records 0 to 2: expected the public key K1, from its owner (--key), got none; they are as they were when chain 2 began',
      ],
    ],
    ['the old one', [K1], ['exit 6', 'KEY_UNTRUSTED check signature: expected a pinned key: K1, got K2']],
    [
      "a stranger's",
      [STRANGER],
      [
        'exit 6',
        'KEY_UNTRUSTED check signatures of records 0 to 2: expected a pinned key: K9, got K1',
        'KEY_UNTRUSTED check signature: expected a pinned key: K9, got K2',
      ],
    ],
  ] as const)('for who was given %s', async (_, pins, result) => {
    expect(await found(...pins)).toEqual(result);
  });

  it('does not vouch for records that came after the new chain began', async () => {
    await signAs(store, handingOver(K1, K1), handingOver(K2, K2));
    const cut = store.read(recordPath(0, 2));
    await signAs(store, handingOver(K1, K1, K1), handingOver(K2));
    store.write(recordPath(0, 2), cut);

    expect(
      (await found(K2)).filter((line) => /check signatures?/.test(line) || line.startsWith('exit')),
    ).toEqual([
      'exit 6',
      expect.stringMatching(/^KEY_NOT_PINNED check signatures of records 0 to 1:/),
      expect.stringMatching(/^KEY_UNTRUSTED check signature: expected a pinned key: K2, got K1/),
    ]);
  });

  it('does not vouch for records with another root', async () => {
    await reseal(store, 0, { manifest: (manifest) => Object.assign(manifest.tool, { version: '0.0.9' }) });

    const lines = await found(K2);

    expect(lines[0]).toBe('exit 6');
    expect(lines.join('\n')).toMatch(/REWRITTEN check continues/);
    expect(lines.join('\n')).toMatch(/KEY_UNTRUSTED check signatures of records 0 to 2: .*got K1/);
  });

  it('twice, is asked for twice', async () => {
    await signAs(store, handingOver(K1, K1), handingOver(K2), handingOver(K3));

    expect((await found(K3)).map((line) => line.replace(/;.*/, ''))).toEqual(
      [
        'exit 7',
        'KEY_NOT_PINNED check signatures of records 0 to 1: expected the public key K1, from its owner (--key), got none',
        'KEY_NOT_PINNED check signature of record 0: expected the public key K2, from its owner (--key), got none',
      ].map((line) => line.replace('signature of record 0', 'signatures of record 0')),
    );
    expect(await found(K1, K3)).toHaveLength(2);
    expect(await found(K1, K2, K3)).toEqual(INTACT);
  });

  it('after it had handed over', async () => {
    await signAs(store, handingOver(K1, K2, K2), handingOver(K3));

    expect(await found(K1, K3)).toEqual(INTACT);
    expect(await found(K2, K3)).toEqual(notJudged('record 0 by key K1', 'record 1 signs, by key K2'));
    expect((await found(K3))[0]).toBe('exit 7');
    expect((await found(K1))[0]).toBe('exit 6');
  });
});

it('a key that is named, and cannot go on in the same chain, counts in the next one', async () => {
  await signAs(
    store,
    [...handingOver(K1, K1), { signer: K1, members: { nextKey: K2.keyId } }],
    handingOver(K2),
  );

  expect(await found(K1)).toEqual(INTACT);
});

const named = (next: Signer): SignedBy => ({ signer: K1, members: { nextKey: next.keyId } });
const from = (signer: Signer, old: Signer): SignedBy => ({ signer, members: { rotatedFrom: old.keyId } });
const plain = (signer: Signer): SignedBy => ({ signer });

describe('is refused:', () => {
  it.each(
    everyNth<readonly [string, readonly (readonly SignedBy[])[], RegExp]>(
      [
        [
          'a next key that does not follow',
          [[plain(K1), named(K2), from(K3, K1)]],
          /KEY_UNTRUSTED check signing key: expected the key that the record before names as the next, K2, got K3/,
        ],
        [
          'the old key again in its place',
          [[plain(K1), named(K2), plain(K1)]],
          /KEY_UNTRUSTED check signing key: expected the key that record 1 of chain 1 names as the next; the old key signs nothing after it, got K1/,
        ],
        [
          'the old key again, later',
          [[named(K2), from(K2, K1), plain(K1)]],
          /the old key signs nothing after it, got K1/,
        ],
        [
          'the old key again, in a second chain',
          [[named(K2), from(K2, K1)], [plain(K1)]],
          /the old key signs nothing after it, got K1/,
        ],
        [
          'a new key that nobody named',
          [[plain(K1), from(K2, K1)]],
          /KEY_UNTRUSTED check signing key: expected the key in force at this record, K1, got K2/,
        ],
        [
          'a new key that does not say whom it follows',
          [[named(K2), plain(K2)]],
          /CHAIN_BROKEN check key rotation: expected from K1, got none/,
        ],
        [
          'a new key that says it follows another',
          [[named(K2), from(K2, K3)]],
          /CHAIN_BROKEN check key rotation: expected from K1, got from K3/,
        ],
        [
          'the same key that says it follows one',
          [[plain(K1), from(K1, K3)]],
          /CHAIN_BROKEN check key rotation: expected none, got from K3/,
        ],
        [
          'a first record that says it follows one',
          [[from(K1, K3)]],
          /CHAIN_BROKEN check key rotation: expected none, got from K3/,
        ],
        [
          'a key that names itself',
          [[named(K1)]],
          /KEY_UNTRUSTED check next key: expected a new key, got its own key/,
        ],
        [
          'a key that names one of before',
          [[named(K2), { signer: K2, members: { rotatedFrom: K1.keyId, nextKey: K1.keyId } }]],
          /KEY_UNTRUSTED check next key: expected a new key, got one that signed before/,
        ],
      ],
      2,
    ),
  )('%s', async (_, chains, says) => {
    await signAs(store, ...chains);

    for (const pins of [
      [K1, K2, K3],
      [K1, K2],
    ]) {
      const lines = await found(...pins);

      expect(lines[0]).toBe('exit 6');
      expect(lines.join('\n')).toMatch(pins.includes(K3) ? says : /./);
    }
  });

  it("a stranger's records between those of a trusted key", async () => {
    await signAs(store, [plain(K1), plain(STRANGER), plain(STRANGER), plain(K1)]);

    expect(await found(K1)).toEqual([
      'exit 6',
      'KEY_UNTRUSTED check signatures of records 1 to 2: expected a pinned key: K1, got K9',
    ]);
  });

  it("a stranger's records before those of a trusted key that it did not name", async () => {
    await signAs(store, [plain(STRANGER), plain(STRANGER), plain(K1), plain(K1)]);

    expect(await found(K1)).toEqual([
      'exit 6',
      'KEY_UNTRUSTED check signatures of records 0 to 1: expected a pinned key: K1, got K9',
    ]);
  });
});
