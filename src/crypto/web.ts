/**
 * The port as a browser has it: WebCrypto and nothing else. A digest is made of a message in one go, so that what comes
 * in parts is kept until its end.
 */
import { StampFault } from './der.ts';
import { rawOf } from './ecdsa-der.ts';
import type { Hash } from './object-identifiers.ts';
import { assertPublicPem } from './pem.ts';
import type { Digest, Scheme } from './port.ts';
import { WebCertificate } from './web-certificate.ts';
import { formsOf, type IdentifiedKey, keyIn, pemOf, spkiIn, type WebKey } from './web-key.ts';

const { subtle } = globalThis.crypto;

const NAMES = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } as const;

export function newDigest(): Digest {
  let parts: Uint8Array[] = [];
  return {
    update: (data) => {
      parts.push(typeof data === 'string' ? Buffer.from(data) : data);
    },
    end: async () => {
      const whole = parts.length === 1 ? parts[0] : Buffer.concat(parts);
      parts = [];
      return sha256Of(whole ?? Buffer.alloc(0));
    },
  };
}

export async function sha256Of(data: string | Uint8Array): Promise<string> {
  return (await digestOf('sha256', typeof data === 'string' ? Buffer.from(data) : data)).toString('hex');
}

export async function digestOf(hash: Hash | 'sha1', data: Uint8Array): Promise<Buffer> {
  return Buffer.from(await subtle.digest(NAMES[hash], data as Uint8Array<ArrayBuffer>));
}

/** Bytes of the numbers in a signature. */
const CURVES: Readonly<Record<string, { readonly name: string; readonly bytes: number }>> = {
  prime256v1: { name: 'P-256', bytes: 32 },
  secp384r1: { name: 'P-384', bytes: 48 },
  secp521r1: { name: 'P-521', bytes: 66 },
};

type Algorithm = Parameters<typeof subtle.importKey>[2] & Parameters<typeof subtle.verify>[0];

/**
 * An odd key or signature makes a browser refuse it, which is a way to say no.
 * @throws Error where the browser knows no such algorithm: that says nothing of the signature
 */
export async function isSigned(
  scheme: Scheme,
  key: WebKey,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const curve = CURVES[key.asymmetricKeyDetails.namedCurve ?? ''];
  const algorithm = algorithmOf(scheme, curve?.name);
  const given = scheme.kind === 'ecdsa' ? rawOf(signature, curve?.bytes ?? 0) : signature;
  if (algorithm === undefined || given === undefined) return false;
  try {
    const imported = await subtle.importKey('spki', bytesOf(key.spki), algorithm, false, ['verify']);
    return await subtle.verify(algorithm, imported, bytesOf(given), bytesOf(message));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'NotSupportedError') return false;
    throw new Error(`check signature: this browser does not know ${scheme.kind}`, { cause: error });
  }
}

function algorithmOf(scheme: Scheme, namedCurve: string | undefined): Algorithm | undefined {
  if (scheme.kind === 'ed25519') return { name: 'Ed25519' };
  const hash = NAMES[scheme.hash];
  switch (scheme.kind) {
    case 'ecdsa':
      return namedCurve === undefined ? undefined : { name: 'ECDSA', namedCurve, hash };
    case 'rsa':
      return { name: 'RSASSA-PKCS1-v1_5', hash };
    case 'rsa-pss':
      return { name: 'RSA-PSS', hash, saltLength: scheme.saltLength };
  }
}

const bytesOf = (bytes: Uint8Array) => bytes as Uint8Array<ArrayBuffer>;

/** @throws Error, as it rejects, when the text holds no ECDSA P-256 key */
export async function readPublicKey(pem: string): Promise<IdentifiedKey> {
  assertPublicPem(pem);
  const { whole, compressed } = formsOf(keyIn(spkiIn(pem)));
  const [keyId, compressedKeyId] = [await sha256Of(whole), await sha256Of(compressed)];
  return { ...keyIn(whole), keyId, compressedKeyId };
}

export function isWrittenAsPem(text: string): boolean {
  try {
    return pemOf(keyIn(spkiIn(text)).spki) === text;
  } catch {
    return false;
  }
}

export const keyIdOf = ({ keyId }: IdentifiedKey): string => keyId;
export const compressedKeyIdOf = ({ compressedKeyId }: IdentifiedKey): string => compressedKeyId;

export function readCertificate(bytes: Buffer | string): WebCertificate {
  return new WebCertificate(typeof bytes === 'string' ? derIn(bytes) : bytes);
}

function derIn(pem: string): Buffer {
  return Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
}

export async function isIssuedBy(certificate: WebCertificate, issuer: WebCertificate): Promise<boolean> {
  try {
    const { signed, signature } = certificate;
    if (!certificate.namesAsIssuer(issuer)) return false;
    return await isSigned(certificate.schemeFor(issuer.publicKey), issuer.publicKey, signed, signature);
  } catch (error) {
    if (error instanceof StampFault) return false;
    throw error;
  }
}
