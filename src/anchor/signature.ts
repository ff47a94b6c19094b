/** Whether the signature in a token is right: RSA (PKCS#1 v1.5 and PSS), ECDSA on the NIST curves, Ed25519. */
import type { KeyObject } from 'node:crypto';
import { identifierOf, StampFault, TAG } from '../crypto/der.ts';
import { digestOf, isSigned } from '../crypto/here.ts';
import { CONTENT_TYPE, HASHES, type Hash, MESSAGE_DIGEST, TST_INFO } from '../crypto/object-identifiers.ts';
import { schemeOf } from '../crypto/scheme.ts';
import type { SignerInfo } from './answer.ts';

/** @throws StampFault unless the signed attributes are about this content, and the key has signed them */
export async function checkSignature(signerInfo: SignerInfo, content: Buffer, key: KeyObject): Promise<void> {
  const { attributes, digestAlgorithm, algorithm, signed, signature } = signerInfo;
  const hash = hashOf(digestAlgorithm);
  const type = attributes.get(CONTENT_TYPE);
  if (type?.tag !== TAG.objectIdentifier || identifierOf(type) !== TST_INFO) {
    throw new StampFault('a signature over a time stamp', 'one over content of another type');
  }
  const digest = attributes.get(MESSAGE_DIGEST);
  const own = await digestOf(hash, content);
  if (digest?.tag !== TAG.octetString || !digest.content.equals(own)) {
    throw new StampFault('a signature over this time stamp', 'one over other content');
  }
  if (!(await isSigned(schemeOf(algorithm, hash, key), key, signed, signature))) {
    throw new StampFault('a signature by the certificate that it names', 'one that does not verify');
  }
}

function hashOf(id: string): Hash {
  const hash = HASHES[id];
  if (hash === undefined)
    throw new StampFault('a signature with SHA-256, SHA-384 or SHA-512', 'another algorithm');
  return hash;
}
