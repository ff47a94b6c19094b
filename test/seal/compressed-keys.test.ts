/** Keys whose public point is written compressed, as openssl makes them: the same keys, under the same ids. */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPublicKey } from '../../src/crypto/node.ts';
import { keyIdOf } from '../../src/seal/dsse.ts';
import { createLocalSigner } from '../../src/seal/signer.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { readSnapshot } from '../../src/verify/read-snapshot.ts';
import { withFolder } from '../support/folder.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { isWithoutOpenssl, openssl } from '../support/openssl.ts';
import { createSealedStore, KEY_PATH, reseal, type SealedStore } from '../support/sealed-store.ts';
import { verifySealed } from '../verify/tampering/row.ts';
import { ecKeys, pkcs8, spki } from './keys.ts';

const spkiDer = (key: KeyObject) => key.export({ type: 'spki', format: 'der' });
const idOfBytes = (key: KeyObject) => createHash('sha256').update(spkiDer(key)).digest('hex');

/** Returns a public key in PEM with its point in another form. */
async function converted(key: KeyObject, form: 'compressed' | 'hybrid' | 'uncompressed'): Promise<string> {
  let pem = '';
  await withFolder(async (folder) => {
    writeFileSync(join(folder, 'in.pem'), spki(key));
    openssl(folder, ['ec', '-pubin', '-in', 'in.pem', '-conv_form', form, '-out', 'out.pem']);
    pem = readFileSync(join(folder, 'out.pem'), 'utf8');
  });
  return pem;
}

describe.skipIf(isWithoutOpenssl('compressed keys'))('a compressed key', () => {
  it.each(['compressed', 'hybrid', 'uncompressed'] as const)('is read from its %s form', async (form) => {
    const { publicKey } = ecKeys();
    const pem = await converted(publicKey, form);

    const key = readPublicKey(pem);

    expect(pem === spki(publicKey)).toBe(form === 'uncompressed');
    expect(keyIdOf(key)).toBe(keyIdOf(publicKey));
    expect(spki(key)).toBe(spki(publicKey));
  });

  it('signs under the same id when its private half names it so', async () => {
    const { privateKey, publicKey } = ecKeys();

    await withFolder(async (folder) => {
      writeFileSync(join(folder, 'whole.pem'), pkcs8(privateKey));
      openssl(folder, ['ec', '-in', 'whole.pem', '-conv_form', 'compressed', '-out', 'sec1.pem']);
      openssl(folder, ['pkcs8', '-topk8', '-nocrypt', '-in', 'sec1.pem', '-out', 'short.pem']);
      for (const name of ['sec1.pem', 'short.pem']) {
        const signer = createLocalSigner(readFileSync(join(folder, name), 'utf8'), 'a test');

        expect(signer.keyId, name).toBe(keyIdOf(publicKey));
        expect(spki(signer.publicKey), name).toBe(spki(publicKey));
      }
      const short = readFileSync(join(folder, 'short.pem'), 'utf8');
      expect(short.length).toBeLessThan(pkcs8(privateKey).length);
    });
  });

  describe('of a store', () => {
    let store: SealedStore;
    beforeEach(() => {
      store = createSealedStore();
    });
    afterEach(() => store.dispose());

    it('verifies what was signed by it, in whatever form it is pinned', async () => {
      const pinned = readPublicKey(await converted(goldenSigner.publicKey, 'compressed'));

      const { failures, pinnedKeys } = await verifySealed(store, { keys: [{ publicKey: pinned }] });

      expect(failures).toEqual([]);
      expect(pinnedKeys).toEqual([goldenSigner.keyId]);
    });

    it('verifies what early versions sealed under the id of its compressed form', async () => {
      const pem = await converted(goldenSigner.publicKey, 'compressed');
      const asWritten = createPublicKey(pem);
      const old = { ...goldenSigner, keyId: idOfBytes(asWritten) };
      for (const seq of [0, 1, 2, 3]) await reseal(store, seq, { signers: [old] });
      store.remove(KEY_PATH);
      store.write(`keys/${old.keyId}.pem`, pem);

      const report = await verifySealed(store, { keys: [{ publicKey: readPublicKey(pem) }] });
      const place = openFolderStore(store.root, () => 'never');
      const now = new Date('2026-12-01T00:00:00Z');
      const keys = [{ publicKey: readPublicKey(pem) }];
      const { manifest } = await readSnapshot(place, { connection: 'golden', keys, receipts: [], now });

      expect(old.keyId).not.toBe(goldenSigner.keyId);
      expect(report.failures).toEqual([]);
      expect(report.notes.filter(({ kind }) => kind === 'key-not-used')).toEqual([]);
      expect(manifest.chain.seq).toBe(3);
    });
  });
});
