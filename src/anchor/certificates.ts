/** Certificates of authorities, as they are pinned: PEM, one or several in a file. */
import type { X509Certificate } from 'node:crypto';
import { readCertificate as read } from '../crypto/here.ts';

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/**
 * Returns the certificates in a PEM text. What else stands there, such as explanations, is passed over.
 * @throws Error when there is none, or one that cannot be read
 */
export function readCertificates(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(BLOCK) ?? [];
  if (blocks.length === 0) {
    const found = /PRIVATE KEY/.test(pem) ? 'a private key' : 'none';
    throw new Error(`read certificates: expected a certificate as PEM, got ${found}`);
  }
  return blocks.map(readCertificate);
}

function readCertificate(block: string, index: number): X509Certificate {
  try {
    return read(block);
  } catch (cause) {
    throw new Error(
      `read certificates: number ${index + 1}: expected a certificate as PEM, got an unreadable one`,
      { cause },
    );
  }
}
