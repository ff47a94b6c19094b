/** Keys for tests, made new each time: P-256 as the product uses them, and others that it must refuse. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createLocalSigner, type Signer } from '../../src/seal/signer.ts';

export const pkcs8 = (key: KeyObject) => String(key.export({ type: 'pkcs8', format: 'pem' }));
export const spki = (key: KeyObject) => String(key.export({ type: 'spki', format: 'pem' }));

/** A key pair on a curve. */
export const ecKeys = (namedCurve = 'prime256v1') => generateKeyPairSync('ec', { namedCurve });

/** A signer under a new key. */
export function newSigner(): Signer {
  return createLocalSigner(pkcs8(ecKeys().privateKey), 'test key');
}
