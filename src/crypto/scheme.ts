/** What an algorithm in a token or a certificate means for a key: RSA (PKCS#1 v1.5 and PSS), ECDSA, Ed25519. */
import { type Element, identifierOf, numberOf, Parts, StampFault, TAG } from './der.ts';
import {
  ECDSA_WITH,
  ED25519,
  HASHES,
  type Hash,
  MGF1,
  RSA,
  RSA_PSS,
  RSA_WITH,
} from './object-identifiers.ts';
import type { Scheme } from './port.ts';

/** An AlgorithmIdentifier. */
export interface Algorithm {
  readonly id: string;
  readonly parameters: Element | undefined;
}

export function readAlgorithm(element: Element): Algorithm {
  const parts = new Parts(element.content, 'an algorithm');
  const id = identifierOf(parts.take(TAG.objectIdentifier));
  return { id, parameters: parts.rest()[0] };
}

/** What is asked of a key: its kind, and its curve where it has one. */
export interface KindOfKey {
  readonly asymmetricKeyType?: string | undefined;
  readonly asymmetricKeyDetails?: { readonly namedCurve?: string | undefined } | undefined;
}

const CURVES = ['prime256v1', 'secp384r1', 'secp521r1'];

/**
 * Returns how to verify: an algorithm that names a hash has to name the one of the digest, and fit the key.
 * @throws StampFault for any other
 */
export function schemeOf(
  { id, parameters }: Algorithm,
  hash: Hash,
  { asymmetricKeyType: type, asymmetricKeyDetails }: KindOfKey,
): Scheme {
  if (type === 'rsa' && (id === RSA || RSA_WITH[id] === hash)) return { kind: 'rsa', hash };
  if ((type === 'rsa' || type === 'rsa-pss') && id === RSA_PSS) {
    return {
      kind: 'rsa-pss',
      hash,
      saltLength: saltLengthOf(parameters?.content ?? Buffer.alloc(0), hash),
    };
  }
  const curve = asymmetricKeyDetails?.namedCurve ?? '';
  if (type === 'ec' && CURVES.includes(curve) && ECDSA_WITH[id] === hash) return { kind: 'ecdsa', hash };
  if (type === 'ed25519' && id === ED25519) return { kind: 'ed25519' };
  throw new StampFault('a signature by RSA, ECDSA or Ed25519 with its own hash', 'another algorithm');
}

/** RSASSA-PSS-params (RFC 4055): both hashes are the digest's; left out, they would be SHA-1. */
function saltLengthOf(parameters: Buffer, hash: Hash): number {
  const what = 'parameters of RSA-PSS with one hash of at least 256 bits';
  const parts = new Parts(parameters, what);
  const algorithmIn = (number: number) => {
    const wrapped = parts.open(TAG.context(number));
    const algorithm = readAlgorithm(wrapped.take(TAG.sequence));
    wrapped.end();
    return algorithm;
  };
  const digest = algorithmIn(0);
  const mask = algorithmIn(1);
  const maskHash = mask.parameters === undefined ? undefined : readAlgorithm(mask.parameters).id;
  if (HASHES[digest.id] !== hash || mask.id !== MGF1 || maskHash !== digest.id) {
    throw new StampFault(what, 'others');
  }
  const salt = parts.takeIf(TAG.context(2));
  parts.takeIf(TAG.context(3));
  parts.end();
  return salt === undefined ? 20 : numberOf(new Parts(salt.content, what).take(TAG.integer), what);
}
