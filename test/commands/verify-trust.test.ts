/** Whose key counts for which connection, and what a reader is told about who signed what. */
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readCalendar } from '../../src/commands/period.ts';
import type { VerifyOptions } from '../../src/commands/verify.ts';
import type { ConfiguredStore } from '../../src/commands/verify-configured.ts';
import type { Signer } from '../../src/seal/signer.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import type { VerifyReport } from '../../src/verify/report.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { createSealedStore, PUBLIC_KEY_PEM, type SealedStore } from '../support/sealed-store.ts';
import { addSecond, SECOND, sealAs } from '../support/second-connection.ts';
import { strangersSigner } from '../verify/tampering/row.ts';
import { verifyAlone } from '../verify/verify-alone.ts';

/** Made once each: two connections with two keys, and the same after one key's holder made the other's evidence anew. */
let honest: SealedStore;
let attacked: SealedStore;
let store: SealedStore;

beforeAll(async () => {
  honest = createSealedStore();
  await addSecond(honest, strangersSigner);
  writeFileSync(join(honest.root, 'golden.pem'), PUBLIC_KEY_PEM);
  writeFileSync(join(honest.root, 'second.pem'), pemOf(strangersSigner));
  writeFileSync(join(honest.root, 'a=b.pem'), PUBLIC_KEY_PEM);
  attacked = createSealedStore(honest.root);
  await sealAs(attacked, strangersSigner, { role: 'Nobody' });
});

beforeEach(() => {
  store = createSealedStore(honest.root);
});

afterEach(() => {
  store.dispose();
});

afterAll(() => {
  honest.dispose();
  attacked.dispose();
});

function attack(): void {
  store.dispose();
  store = createSealedStore(attacked.root);
}

const pemOf = ({ publicKey }: Signer) => String(publicKey.export({ type: 'spki', format: 'pem' }));
const verify = (options: Partial<VerifyOptions>) => verifyAlone(store.root, options);
const configured =
  (signers: Readonly<Record<string, Signer>>, root = () => store.root) =>
  async (): Promise<readonly ConfiguredStore[]> =>
    Object.entries(signers).map(([connection, signer]) => ({
      connection,
      store: openFolderStore(root(), () => 'never'),
      publicKeys: async () => [signer.publicKey],
    }));
const BOTH = { golden: goldenSigner, [SECOND]: strangersSigner };
const NAMED = ['golden=golden.pem', `${SECOND}=second.pem`];
const kindsOf = ({ notes }: VerifyReport) => [...new Set(notes.map(({ kind }) => kind))].sort();
const codesOf = ({ failures }: VerifyReport) => [...new Set(failures.map(({ code }) => code))];

describe('the holder of one key, who made the evidence of another connection anew,', () => {
  beforeEach(attack);

  it.each([
    ['by the configuration', { key: [], openConfigured: configured(BOTH) }],
    [
      'by the configuration, without a location',
      { location: undefined, key: [], openConfigured: configured(BOTH) },
    ],
    ['by a key for each connection', { key: NAMED }],
    [
      'by a key for one, and the configuration for the other',
      { key: [`${SECOND}=second.pem`], openConfigured: configured(BOTH) },
    ],
  ])('is found out %s', async (_, options) => {
    const { exitCode, report, text } = await verify(options);

    expect({ exitCode, codes: codesOf(report) }).toEqual({ exitCode: 6, codes: ['KEY_UNTRUSTED'] });
    expect(text).toContain('Check first that every key of the owner was given');
    expect(report.failures.map(({ where }) => where.split('/')[2])).not.toContain(SECOND);
  });

  it('shows with keys that have no name, since the report says who signed what', async () => {
    const { exitCode, report, text } = await verify({ key: ['golden.pem', 'second.pem'] });

    expect(exitCode).toBe(0);
    expect(kindsOf(report)).toContain('keys-not-named');
    const by = strangersSigner.keyId;
    expect(report.connections.map(({ connection, signed }) => [connection, signed])).toEqual([
      ['golden', [{ chain: 1, keyId: by, from: 0, to: 3 }]],
      [SECOND, [{ chain: 1, keyId: by, from: 0, to: 3 }]],
    ]);
    expect(text).toContain(`signed by ${by}: golden, records 0 to 3 of chain 1`);
    expect(text).toContain('note: keys-not-named: each of the 2 keys without a name counts for every');
  });
});

describe('status of a period', () => {
  const status = async (key: readonly string[]) => {
    const flags = { from: '2026-11-22', to: '2026-11-25', store: store.root, key, connections: [] };
    const { json } = await readCalendar(flags, {
      cwd: store.root,
      now: new Date('2026-12-01T00:00:00Z'),
      openAt: (address) => openFolderStore(address, () => 'never'),
      configured: () => [],
    });
    const calendars = json['connections'] as readonly { connection: string; exitCode: number }[];
    return Object.fromEntries(calendars.map(({ connection, exitCode }) => [connection, exitCode]));
  };

  it('judges each connection by its own key too', async () => {
    expect(await status(NAMED)).toEqual({ golden: 4, second: 4 });
    attack();

    expect(await status(NAMED)).toEqual({ golden: 6, second: 4 });
  });

  it('misses the evidence of a connection that somebody has a key of', async () => {
    expect(await status([...NAMED, 'gone=second.pem'])).toEqual({ golden: 4, second: 4, gone: 7 });
  });
});

describe('two connections with two keys', () => {
  it.each([
    ['the configuration', { key: [], openConfigured: configured(BOTH) }],
    ['a key for each', { key: NAMED }],
    ['a name that is repeated', { key: [...NAMED, 'golden=second.pem'] }],
    ['a key for one, and one for all others', { key: ['golden=golden.pem', 'second.pem'] }],
  ])('are intact by %s', async (_, options) => {
    const { exitCode, report } = await verify(options);

    expect({ exitCode, failures: report.failures }).toEqual({ exitCode: 0, failures: [] });
    expect(kindsOf(report)).not.toContain('keys-not-named');
  });

  it('cannot be judged where one has no key', async () => {
    const { exitCode, report, text } = await verify({ key: ['golden=golden.pem'] });

    expect(exitCode).toBe(7);
    expect(report.failures).toMatchObject([
      { code: 'KEY_NOT_PINNED', where: `segment-evidence/v1/${SECOND}` },
    ]);
    expect(report.connections.map(({ receipt }) => receipt === null)).toEqual([false, true]);
    expect(text).toContain(`--key ${SECOND}=FILE`);
  });

  it('takes a path for a path', async () => {
    const { exitCode } = await verify({
      location: 'segment-evidence/v1/golden',
      key: ['./a=b.pem'],
    });

    expect(exitCode).toBe(0);
  });

  it.each([
    ['another place', 'golden', ['golden=golden.pem', `${SECOND}=second.pem`], 0],
    ['no place', undefined, [...NAMED, 'secnod=second.pem'], 7],
  ])('never passes over a key that is for %s', async (_, connection, key, code) => {
    const location = connection === undefined ? '.' : `segment-evidence/v1/${connection}`;

    const { exitCode, report, text } = await verify({ location, key });

    expect(exitCode).toBe(code);
    expect(text.includes('Check first the names')).toBe(code !== 0);
    const said = [...report.failures, ...report.notes].filter(({ where }) => where.startsWith('--key'));
    expect(said).toMatchObject([
      connection === undefined
        ? { code: 'NOTHING_THERE', where: '--key secnod=FILE', found: 'golden, second' }
        : { kind: 'key-not-used', where: `--key ${SECOND}=FILE` },
    ]);
  });

  it('has evidence missing where the connection of a key is gone', async () => {
    rmSync(join(dirname(store.folder), SECOND), { recursive: true });

    const { exitCode, report } = await verify({ key: NAMED });

    expect({ exitCode, codes: codesOf(report) }).toEqual({ exitCode: 7, codes: ['NOTHING_THERE'] });
  });
});

describe('a connection that the configuration does not name', () => {
  it('is reported, and cannot be judged by the keys of others', async () => {
    await addSecond(store, strangersSigner, 'third');

    const { exitCode, report } = await verify({ key: [], openConfigured: configured(BOTH) });

    expect({ exitCode, codes: codesOf(report) }).toEqual({ exitCode: 7, codes: ['KEY_NOT_PINNED'] });
    expect(report.notes.filter(({ kind }) => kind === 'not-configured')).toMatchObject([
      { where: 'segment-evidence/v1/third' },
    ]);
  });

  it('is judged by the one key that signs for all that it does name', async () => {
    rmSync(join(dirname(store.folder), SECOND), { recursive: true });
    await addSecond(store, goldenSigner, 'retired');

    const { exitCode, report } = await verify({
      key: [],
      openConfigured: configured({ golden: goldenSigner }),
    });

    expect({ exitCode, failures: report.failures }).toEqual({ exitCode: 0, failures: [] });
    expect(kindsOf(report)).toContain('not-configured');
  });

  it('is nothing to report without a configuration for this store', async () => {
    const elsewhere = configured({ other: goldenSigner }, () => dirname(store.root));

    const { report } = await verify({ key: NAMED, openConfigured: elsewhere });

    expect(kindsOf(report)).not.toContain('not-configured');
  });
});
