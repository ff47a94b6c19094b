/** Whether the signature in a token is right: RSA (PKCS#1 v1.5 and PSS), ECDSA on the NIST curves, Ed25519. */
import { constants, createHash, type KeyObject, type VerifyKeyObjectInput, verify } from 'node:crypto';
import { type Algorithm, readAlgorithm, type SignerInfo } from './answer.ts';
import { identifierOf, numberOf, Parts, StampFault, TAG } from './der.ts';
import {
  CONTENT_TYPE,
  ECDSA_WITH,
  ED25519,
  HASHES,
  type Hash,
  MESSAGE_DIGEST,
  MGF1,
  RSA,
  RSA_PSS,
  RSA_WITH,
  TST_INFO,
} from './object-identifiers.ts';

/** @throws StampFault unless the signed attributes are about this content, and the key has signed them */
export function checkSignature(signerInfo: SignerInfo, content: Buffer, key: KeyObject): void {
  const { attributes, digestAlgorithm, algorithm, signed, signature } = signerInfo;
  const hash = hashOf(digestAlgorithm);
  const type = attributes.get(CONTENT_TYPE);
  if (type?.tag !== TAG.objectIdentifier || identifierOf(type) !== TST_INFO) {
    throw new StampFault('a signature over a time stamp', 'one over content of another type');
  }
  const digest = attributes.get(MESSAGE_DIGEST);
  const own = createHash(hash).update(content).digest();
  if (digest?.tag !== TAG.octetString || !digest.content.equals(own)) {
    throw new StampFault('a signature over this time stamp', 'one over other content');
  }
  const { named, key: input } = verification(algorithm, hash, key);
  if (!isRight(named, signed, input, signature)) {
    throw new StampFault('a signature by the certificate that it names', 'one that does not verify');
  }
}

function hashOf(id: string): Hash {
  const hash = HASHES[id];
  if (hash === undefined)
    throw new StampFault('a signature with SHA-256, SHA-384 or SHA-512', 'another algorithm');
  return hash;
}

/** An odd key or signature makes OpenSSL throw, which is a way to say no. */
function isRight(hash: Hash | null, signed: Buffer, key: VerifyKeyObjectInput, signature: Buffer): boolean {
  try {
    return verify(hash, signed, key, signature);
  } catch {
    return false;
  }
}

const CURVES = ['prime256v1', 'secp384r1', 'secp521r1'];

/** Returns how to verify: an algorithm that names a hash has to name the one of the digest, and fit the key. */
function verification(
  { id, parameters }: Algorithm,
  hash: Hash,
  key: KeyObject,
): { readonly named: Hash | null; readonly key: VerifyKeyObjectInput } {
  const type = key.asymmetricKeyType;
  if (type === 'rsa' && (id === RSA || RSA_WITH[id] === hash)) {
    return { named: hash, key: { key, padding: constants.RSA_PKCS1_PADDING } };
  }
  if ((type === 'rsa' || type === 'rsa-pss') && id === RSA_PSS) {
    const saltLength = saltLengthOf(parameters?.content ?? Buffer.alloc(0), hash);
    return { named: hash, key: { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength } };
  }
  const curve = key.asymmetricKeyDetails?.namedCurve ?? '';
  if (type === 'ec' && CURVES.includes(curve) && ECDSA_WITH[id] === hash)
    return { named: hash, key: { key } };
  if (type === 'ed25519' && id === ED25519) return { named: null, key: { key } };
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
