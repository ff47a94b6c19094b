import { generateKeyPairSync } from 'node:crypto';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VerifyOptions } from '../../src/commands/verify.ts';
import type { ConfiguredStore } from '../../src/commands/verify-configured.ts';
import { ConfigError, EXIT, UsageError } from '../../src/errors.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { ROOT_CERTIFICATE } from '../config/certificate.ts';
import { goldenSigner } from '../support/golden-run.ts';
import {
  createSealedStore,
  LAST_SEQ,
  PUBLIC_KEY_PEM,
  receiptPath,
  reseal,
  type SealedStore,
} from '../support/sealed-store.ts';
import { strangersSigner } from '../verify/tampering/row.ts';
import { verifyAlone } from '../verify/verify-alone.ts';

let store: SealedStore;

beforeEach(() => {
  store = createSealedStore();
  writeFileSync(join(store.root, 'owner.pub.pem'), PUBLIC_KEY_PEM);
});

afterEach(() => {
  store.dispose();
});

const verify = (options: Partial<VerifyOptions> = {}) => verifyAlone(store.root, options);

const PRIVATE_PEM = String(
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
);
const OTHER_CURVE = String(
  generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ type: 'spki', format: 'pem' }),
);

describe('verify', () => {
  it.each([
    [
      'a key that is not there',
      { key: ['nowhere.pem'] },
      /--key nowhere\.pem: expected a file to read, got none/,
    ],
    ['a path that begins like a name', { key: ['od=d/a.pem'] }, /--key d\/a\.pem: expected a file to read/],
    ['a private key', { key: ['private.pem'] }, /got a private key/],
    ['a key on another curve', { key: ['p384.pem'] }, /expected an ECDSA P-256 public key/],
    ['a certificate as a key', { key: ['tsa.pem'] }, /expected an ECDSA P-256 public key.*got a certificate/],
    ['an empty file as a key', { key: ['empty.pem'] }, /got an empty file/],
    ['a text as a key', { key: ['text.txt'] }, /got something else/],
    ['a receipt that is not there', { receipt: ['nowhere.txt'] }, /--receipt nowhere\.txt/],
    ['a text as a receipt', { receipt: ['text.txt'] }, /expected the five lines of a receipt/],
    ['a day that does not exist', { from: '2026-02-30' }, /--from: expected a day or an instant/],
    ['an instant without offset', { to: '2026-11-22T03:00:00' }, /--to: expected a day or an instant/],
    ['a word as a day', { from: 'yesterday' }, /"yesterday"/],
    ['a period that has not begun', { from: '9999-12-31' }, /--from: expected an instant before now/],
    [
      'a period that ends before it starts',
      { from: '2026-11-24', to: '2026-11-23' },
      /expected an instant before --to/,
    ],
  ])('refuses %s', async (_, options, message) => {
    writeFileSync(join(store.root, 'private.pem'), PRIVATE_PEM);
    writeFileSync(join(store.root, 'p384.pem'), OTHER_CURVE);
    writeFileSync(join(store.root, 'text.txt'), 'hello\n');
    writeFileSync(join(store.root, 'tsa.pem'), ROOT_CERTIFICATE);
    writeFileSync(join(store.root, 'empty.pem'), '');

    const refused = verify(options).catch((error: unknown) => error);

    const error = await refused;
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ exitCode: EXIT.usage, message: expect.stringMatching(message) });
  });

  it('never repeats a private key that was given by mistake, not even as a cause', async () => {
    writeFileSync(join(store.root, 'private.pem'), PRIVATE_PEM);

    const error = await verify({ key: ['private.pem'] }).catch((thrown: unknown) => thrown as Error);

    expect(error).toMatchObject({ cause: undefined });
    expect(String(error)).not.toContain(PRIVATE_PEM.split('\n')[1]);
  });

  it('accepts any of several keys', async () => {
    const pem = String(strangersSigner.publicKey.export({ type: 'spki', format: 'pem' }));
    writeFileSync(join(store.root, 'other.pem'), pem);

    expect((await verify({ key: ['other.pem', 'owner.pub.pem'] })).exitCode).toBe(0);
    expect((await verify({ key: ['other.pem'] })).exitCode).toBe(6);
  });
});

describe('verify with a configuration', () => {
  const configured = (from: SealedStore, connection = 'golden'): ConfiguredStore => ({
    connection,
    store: openFolderStore(from.root, () => 'never'),
    publicKeys: async () => [goldenSigner.publicKey],
  });

  it('needs neither location nor key', async () => {
    const { exitCode, report } = await verify({
      location: undefined,
      key: [],
      openConfigured: async () => [configured(store)],
    });

    expect(exitCode).toBe(0);
    expect(report.pinnedKeys).toEqual([goldenSigner.keyId]);
  });

  it('takes the configured key for a location that is the configured store, and for no other', async () => {
    const openConfigured = async () => [configured(store)];
    const other = createSealedStore();

    expect((await verify({ key: [], openConfigured })).exitCode).toBe(0);
    expect((await verify({ location: other.root, key: [], openConfigured })).exitCode).toBe(7);
    other.dispose();
  });

  it('needs no configuration for a location and a key', async () => {
    const openConfigured = async () => {
      throw new ConfigError({ message: 'none', issues: [] });
    };

    expect((await verify({ openConfigured })).exitCode).toBe(0);
    expect((await verify({ key: [], openConfigured })).exitCode).toBe(7);
  });

  it('misses a configured connection of which nothing is there', async () => {
    const openConfigured = async () => [configured(store), configured(store, 'gone')];

    const { exitCode, report } = await verify({ location: undefined, key: [], openConfigured });

    expect(exitCode).toBe(7);
    expect(report.failures).toMatchObject([{ code: 'NOTHING_THERE' }]);
    expect(report.failures[0]?.message).toContain('find connection gone');
  });

  const byLink = () => {
    symlinkSync('.', join(store.root, 'link'));
    return 'link';
  };

  it.each([
    ['the store', () => '.'],
    ['the store, by a link', byLink],
    ['the folder of the version', () => 'segment-evidence/v1'],
  ])(
    'misses a configured connection when %s is named as the location, with a key or without',
    async (_, location) => {
      const openConfigured = async () => [configured(store), configured(store, 'gone')];
      const named = location();

      for (const key of [[], ['owner.pub.pem']]) {
        const { exitCode, report } = await verify({ location: named, key, openConfigured });

        expect(exitCode).toBe(7);
        expect(report.failures.map(({ message }) => message)).toEqual([
          expect.stringContaining('find connection gone'),
        ]);
      }
    },
  );

  it('expects nothing of a store that is not the configured one, nor beside a connection', async () => {
    const other = createSealedStore();
    const openConfigured = async () => [configured(other, 'gone'), configured(store)];

    expect((await verify({ openConfigured })).exitCode).toBe(0);
    const location = 'segment-evidence/v1/golden';
    expect(
      (await verify({ location, openConfigured: async () => [configured(store, 'gone')] })).exitCode,
    ).toBe(0);
    other.dispose();
  });

  it('does not ask for the configured key when one is given', async () => {
    const keys = () => expect.unreachable('the configured key was asked for');
    const openConfigured = async () => [{ ...configured(store), keys }];

    expect((await verify({ openConfigured })).exitCode).toBe(0);
    expect((await verify({ location: undefined, openConfigured })).exitCode).toBe(0);
  });

  it('passes over no configuration that cannot be used: it says so, and fails where one was named', async () => {
    const broken = new ConfigError({ message: 'line 3', issues: [{ file: 'a', path: '', message: 'b' }] });
    const openConfigured = () => Promise.reject(broken);

    const { exitCode, report } = await verify({ openConfigured });

    expect(exitCode).toBe(0);
    expect(report.notes).toContainEqual({
      kind: 'not-looked-at',
      where: store.root,
      message: expect.stringMatching(/connections that should be here are not known: line 3$/),
    });
    await expect(verify({ openConfigured, isConfigNamed: true })).rejects.toThrow(broken);
  });

  it('holds a receipt against the store it is of, and not against the others', async () => {
    const other = createSealedStore();
    for (let seq = 0; seq <= LAST_SEQ; seq += 1) {
      await reseal(other, seq, {
        statement: ({ predicate }) => Object.assign(predicate.chain, { logId: '1'.repeat(32) }),
      });
    }
    writeFileSync(join(store.root, 'kept.txt'), store.text(receiptPath(LAST_SEQ)));
    const options = {
      location: undefined,
      key: [],
      receipt: ['kept.txt'],
      openConfigured: async () => [configured(other), configured(store)],
    };

    expect((await verify(options)).exitCode).toBe(0);
    for (const seq of [2, 3]) rmSync(store.path(`chain/001/00000000000${seq}.sigstore.json`));
    const { exitCode, stores } = await verify(options);

    expect(exitCode).toBe(6);
    expect(stores.map(({ verdict }) => verdict)).toEqual(['intact', 'failed']);
    other.dispose();
  });

  it('refuses a configuration without connections', async () => {
    await expect(verify({ location: undefined })).rejects.toThrow(UsageError);
  });
});
