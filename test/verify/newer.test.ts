/** A record that a newer version wrote, and a trusted key signed: not judged, and never accused. */

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCalendar } from '../../src/commands/period.ts';
import { canonical } from '../../src/evidence/canonical.ts';
import { createLocalSigner } from '../../src/seal/signer.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { readSnapshot } from '../../src/verify/read-snapshot.ts';
import { FEW } from '../support/few.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { createInProcessCli, createStillClock } from '../support/in-process-cli.ts';
import {
  CONNECTION,
  createSealedStore,
  LAST_SEQ,
  type Lie,
  PUBLIC_KEY_PEM,
  receiptPath,
  recordPath,
  relink,
  reseal,
  type SealedStore,
  sealPayload,
} from '../support/sealed-store.ts';
import { flipped, strangersSigner, verifySealed } from './tampering/row.ts';
import { verifyAlone } from './verify-alone.ts';

/** Of any shape, as later versions may have them. */
// biome-ignore lint/suspicious/noExplicitAny: no type of this version describes them
type Loose = Record<string, any>;

const NEWER = 2;
const LATER_BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.4+json';
let store: SealedStore;
beforeEach(() => {
  store = createSealedStore();
});
afterEach(() => store.dispose());

/** Changes a statement as no type of this version allows. */
const say = (change: (statement: Loose) => void): Lie => ({
  statement: (statement) => change(statement as unknown as Loose),
});
const member = say(({ predicate }) => Object.assign(predicate, { assurance: { level: 2 } }));
const codes = async () => {
  const { exitCode, failures } = await verifySealed(store, { receipts: [receipt(LAST_SEQ)] });
  return [exitCode, ...new Set(failures.map(({ code }) => code))];
};
const receipt = (seq: number) => ({ where: 'kept.txt', text: store.text(receiptPath(seq)) });
/** Rewrites the outside of a record, which nobody signs. */
const outside = (seq: number, change: (bundle: Loose) => void) => {
  const bundle = JSON.parse(store.text(recordPath(seq)));
  change(bundle);
  store.write(recordPath(seq), canonical(bundle));
};

describe('a record of a newer version', () => {
  it.each<readonly [string, Lie]>([
    ['with a member more', member],
    ['with a member more in its chain', say(({ predicate }) => Object.assign(predicate.chain, { epoch: 1 }))],
    [
      'with a member more in a resource',
      say(({ predicate }) => Object.assign(predicate.resources[0], { shard: 1 })),
    ],
    [
      'with an outcome that is not known',
      say(({ predicate }) => Object.assign(predicate.resources[0], { outcome: 'sampled' })),
    ],
    [
      'with a trigger that is not known',
      say(({ predicate }) => Object.assign(predicate.run, { trigger: 'webhook' })),
    ],
    [
      'with a kind of origin that is not known',
      say(({ predicate }) => Object.assign(predicate.origin, { kind: 'replica' })),
    ],
    [
      'with another manifest',
      say(({ predicate }) => Object.assign(predicate, { schema: 'segment-evidence/manifest/v2' })),
    ],
    [
      'with another predicate',
      say((statement) =>
        Object.assign(statement, {
          predicateType: 'urn:segment-evidence:attestation:evidence-snapshot:v2',
          predicate: { all: 'new' },
        }),
      ),
    ],
    [
      'with another statement',
      say((statement) => Object.assign(statement, { _type: 'https://in-toto.io/Statement/v2' })),
    ],
    [
      'with another payload',
      { payload: () => 'not even JSON', payloadType: 'application/vnd.segment-evidence+cbor' },
    ],
  ])('%s is not judged, nor is its bag, and those after it continue the chain', async (_title, lie) => {
    const bag = store.bag(NEWER);
    await reseal(store, NEWER, lie);
    store.write(`${bag}/tag-of-tomorrow.txt`, 'x');

    expect(await codes()).toEqual([7, 'FORMAT_UNKNOWN']);
  });

  it('in a newer bundle is not judged', async () => {
    await reseal(store, NEWER, member);
    outside(NEWER, (bundle) => {
      bundle['mediaType'] = LATER_BUNDLE;
      bundle['verificationMaterial']['hashed'] = true;
    });

    expect(await codes()).toEqual([7, 'FORMAT_UNKNOWN']);
  });

  it('still names the next key, which is followed', async () => {
    const next = strangersSigner;
    await reseal(
      store,
      NEWER,
      say(({ predicate }) => Object.assign(predicate.chain, { epoch: 1, nextKey: next.keyId })),
    );
    const rotated = say(({ predicate }) =>
      Object.assign(predicate.chain, { rotatedFrom: goldenSigner.keyId }),
    );
    await reseal(store, LAST_SEQ, { ...rotated, signers: [next] });
    store.write(`keys/${next.keyId}.pem`, String(next.publicKey.export({ type: 'spki', format: 'pem' })));

    expect(await codes()).toEqual([7, 'FORMAT_UNKNOWN']);
  });

  it('is none of a key that has named the next one', async () => {
    const next = strangersSigner;
    await reseal(
      store,
      1,
      say(({ predicate }) => Object.assign(predicate.chain, { nextKey: next.keyId })),
    );
    await reseal(store, NEWER, { payload: () => 'x', payloadType: 'application/vnd.segment-evidence+cbor' });

    expect(await codes()).toEqual([6, 'FORMAT_UNKNOWN', 'KEY_UNTRUSTED']);
  });

  it('is told as that, with what to do', async () => {
    await reseal(store, NEWER, member);
    writeFileSync(join(store.root, 'owner.pub.pem'), PUBLIC_KEY_PEM);

    const { text, exitCode } = await verifyAlone(store.root);

    expect(exitCode).toBe(7);
    expect(text).toContain(
      'one that a newer version wrote and a trusted key signed (predicate.assurance is not known here)',
    );
    expect(text).toContain('Verify with the version of segment-evidence that wrote it, or a later one.');
    expect(text).not.toContain('no record names this snapshot');
  });

  it.each<readonly [string, (store: SealedStore) => unknown, string]>([
    [
      'that nobody trusted signed',
      () => reseal(store, NEWER, { ...member, signers: [strangersSigner] }),
      'KEY_UNTRUSTED',
    ],
    [
      'of which a byte was changed',
      async () => {
        await reseal(store, NEWER, member);
        outside(NEWER, ({ dsseEnvelope }) => {
          const payload = Buffer.from(dsseEnvelope.payload, 'base64');
          dsseEnvelope.payload = flipped(payload, payload.length - 20).toString('base64');
        });
      },
      'SIGNATURE_INVALID',
    ],
    [
      'that breaks a rule of this version besides',
      () =>
        reseal(
          store,
          NEWER,
          say(({ predicate }) => {
            Object.assign(predicate, { assurance: 1 });
            predicate.redaction.count = -1;
          }),
        ),
      'CONTENT_INVALID',
    ],
    [
      'that was put in the place of another',
      async () => {
        await reseal(store, NEWER, member);
        store.write(recordPath(LAST_SEQ), store.read(recordPath(NEWER)));
      },
      'CHAIN_BROKEN',
    ],
    [
      'with something beside its signature that nobody signed',
      async () => {
        await reseal(store, NEWER, member);
        outside(NEWER, (bundle) => Object.assign(bundle, { extra: 1 }));
      },
      'CONTENT_INVALID',
    ],
    [
      'of this version, in a bundle that somebody called a later one',
      () => outside(NEWER, (bundle) => Object.assign(bundle, { mediaType: LATER_BUNDLE })),
      'CONTENT_INVALID',
    ],
    [
      'of this version, in a later bundle, before those that nobody trusted signed',
      async () => {
        outside(1, (bundle) => Object.assign(bundle, { mediaType: LATER_BUNDLE }));
        await relink(store, NEWER, 1, strangersSigner);
      },
      'KEY_UNTRUSTED',
    ],
    [
      'behind which a record is missing',
      async () => {
        await reseal(store, 1, member);
        store.remove(recordPath(NEWER));
      },
      'CHAIN_BROKEN',
    ],
  ])('%s is a failure', async (_title, change, code) => {
    await change(store);

    const { exitCode, failures } = await verifySealed(store);
    expect([exitCode, failures.map((failure) => failure.code)]).toEqual([6, expect.arrayContaining([code])]);
  });

  it('is not read: 7 in the calendar of a period and for a reader of snapshots', async () => {
    await reseal(store, NEWER, member);
    writeFileSync(join(store.root, 'owner.pub.pem'), PUBLIC_KEY_PEM);
    const folder = openFolderStore(store.root, () => 'never');
    const now = new Date('2026-12-01T00:00:00Z');
    const read = (seq: number) =>
      readSnapshot(folder, {
        connection: CONNECTION,
        keys: [{ publicKey: goldenSigner.publicKey }],
        seq,
        now,
      });

    const calendar = await readCalendar(
      { connections: [], from: '2026-11-22', to: '2026-11-23', store: '.', key: ['owner.pub.pem'] },
      { cwd: store.root, now, openAt: () => folder, configured: () => [] },
    );

    expect(calendar.exitCode).toBe(7);
    expect(calendar.text).toContain('FORMAT_UNKNOWN');
    const newer = {
      code: 'NOT_VERIFIED',
      exitCode: 7,
      message: expect.stringContaining('a newer version wrote'),
    };
    await expect(read(NEWER)).rejects.toMatchObject(newer);
    await expect(read(0)).rejects.toMatchObject(newer);
  });
});

it('is not what status can speak of: 7, and collect commits nothing behind it', async () => {
  const clock = createStillClock();
  const simulator = await startSimulator({ now: clock.now, size: FEW });
  const cli = await createInProcessCli({ url: simulator.url, token: simulator.tokens.owner, clock });
  await cli.run(['collect']);
  const path = join(cli.store, `segment-evidence/v1/acme/${recordPath(0)}`);
  const { dsseEnvelope } = JSON.parse(readFileSync(path, 'utf8'));
  const statement = JSON.parse(Buffer.from(dsseEnvelope.payload, 'base64').toString('utf8'));
  Object.assign(statement.predicate, { assurance: 1 });
  const signer = createLocalSigner(readFileSync(join(cli.dir, 'keys/signing-key.pem'), 'utf8'), 'test');
  for (const old of [path, join(cli.store, `segment-evidence/v1/acme/${receiptPath(0)}`)]) rmSync(old);
  writeFileSync(path, await sealPayload(Buffer.from(canonical(statement)), { signers: [signer] }));

  const status = await cli.run(['status']);
  const verified = await cli.run(['verify']);
  const collected = await cli.run(['collect']);
  cli.remove();
  await simulator.close();

  expect([status.code, verified.code, collected.code]).toEqual([7, 7, 5]);
  expect(status.stdout).toContain('got one of a newer version (predicate.assurance)');
});
