/** The cryptography that this program has: Node's. The bundle of a page has `web.ts` in place of `node.ts`. */
import type { KeyObject, X509Certificate } from 'node:crypto';
import * as own from './node.ts';
import type { CryptoPort } from './port.ts';

const port: CryptoPort<KeyObject, X509Certificate> = own;

export const {
  newDigest,
  sha256Of,
  digestOf,
  isSigned,
  readPublicKey,
  isWrittenAsPem,
  keyIdOf,
  compressedKeyIdOf,
  readCertificate,
  isIssuedBy,
} = port;
