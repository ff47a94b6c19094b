/** The port as Node has it: everything is answered at once. */
import {
  constants,
  createHash,
  createPublicKey,
  type KeyObject,
  type VerifyKeyObjectInput,
  verify,
  X509Certificate,
} from 'node:crypto';
import type { Hash } from './object-identifiers.ts';
import { assertPublicPem } from './pem.ts';
import type { Digest, Scheme } from './port.ts';

export function newDigest(): Digest & { end(): string } {
  const hash = createHash('sha256');
  return {
    update: (data) => {
      hash.update(data);
    },
    end: () => hash.digest('hex'),
  };
}

export function sha256Of(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

export function digestOf(hash: Hash | 'sha1', data: Uint8Array): Buffer {
  return createHash(hash).update(data).digest();
}

/** An odd key or signature makes OpenSSL throw, which is a way to say no. */
export function isSigned(
  scheme: Scheme,
  key: KeyObject,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  try {
    const hash = scheme.kind === 'ed25519' ? null : scheme.hash;
    return verify(hash, message, inputOf(scheme, key), signature);
  } catch {
    return false;
  }
}

function inputOf(scheme: Scheme, key: KeyObject): VerifyKeyObjectInput {
  if (scheme.kind === 'rsa') return { key, padding: constants.RSA_PKCS1_PADDING };
  if (scheme.kind !== 'rsa-pss') return { key };
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.saltLength };
}

/**
 * Returns the public key in a PEM text, in the one form that has an id here.
 * @throws Error when the text holds no ECDSA P-256 key
 */
export function readPublicKey(pem: string): KeyObject {
  assertPublicPem(pem);
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new Error(`read public key: expected ECDSA P-256, got ${key.asymmetricKeyType}`);
  }
  return writtenOut(key);
}

/**
 * Returns a P-256 public key in the one form that has an id here: its point written out whole. A key whose point is
 * written compressed is the same key, and signs and verifies the same; only its bytes are others.
 */
export function writtenOut(publicKey: KeyObject): KeyObject {
  return createPublicKey({ key: publicKey.export({ format: 'jwk' }), format: 'jwk' });
}

export function isWrittenAsPem(text: string): boolean {
  try {
    return createPublicKey(text).export({ type: 'spki', format: 'pem' }) === text;
  } catch {
    return false;
  }
}

export function keyIdOf(publicKey: KeyObject): string {
  return sha256Of(publicKey.export({ type: 'spki', format: 'der' }));
}

/** SPKI of P-256 up to the point, which is 33 bytes long when it is compressed. */
const COMPRESSED_SPKI = Buffer.from('3039301306072a8648ce3d020106082a8648ce3d030107032200', 'hex');

export function compressedKeyIdOf(publicKey: KeyObject): string {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const isOdd = ((Buffer.from(y, 'base64url').at(-1) ?? 0) & 1) === 1;
  return createHash('sha256')
    .update(COMPRESSED_SPKI)
    .update(Buffer.of(isOdd ? 3 : 2))
    .update(Buffer.from(x, 'base64url'))
    .digest('hex');
}

export function readCertificate(bytes: Buffer | string): X509Certificate {
  return new X509Certificate(bytes);
}

export function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}
