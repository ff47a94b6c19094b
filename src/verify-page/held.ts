/** What an auditor holds beside the evidence: keys, receipts, time stamps and certificates of authorities, told by what is in each. */
import type { KeyObject, X509Certificate } from 'node:crypto';
import { readCertificates } from '../anchor/certificates.ts';
import { stampBytes } from '../anchor/kept.ts';
import { receiptsInFile } from '../commands/receipts-in-file.ts';
import { keyIdOf, readPublicKey } from '../crypto/here.ts';
import { kindOfPem } from '../crypto/pem.ts';
import { EvidenceError } from '../errors.ts';

export type Held =
  | { readonly kind: 'key'; readonly name: string; readonly publicKey: KeyObject; readonly keyId: string }
  | { readonly kind: 'authority'; readonly name: string; readonly certificates: readonly X509Certificate[] }
  | {
      readonly kind: 'receipts';
      readonly name: string;
      readonly receipts: Awaited<ReturnType<typeof receiptsInFile>>;
    }
  | { readonly kind: 'stamp'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly name: string; readonly why: string };

/** A mailbox with receipts may be large; a key never is. */
export const LARGEST_HELD_BYTES = 64 * 1024 * 1024;

/** Returns what a file or a pasted text is. */
export async function readHeld(name: string, bytes: Buffer): Promise<Held> {
  const text = bytes.toString('latin1');
  if (/PRIVATE KEY/.test(text) || /-BEGIN PUBLIC KEY-/.test(text)) return readKey(name, text);
  if (/-BEGIN CERTIFICATE-/.test(text)) return readAuthority(name, text);
  const stamp = stampBytes(bytes);
  if (stamp !== undefined) return { kind: 'stamp', name, bytes: stamp };
  try {
    return { kind: 'receipts', name, receipts: await receiptsInFile(name, bytes) };
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    const isAny = text.includes('segment-evidence receipt');
    const why = isAny
      ? [error.message, error.hint].join('. ')
      : 'expected a public key (*.pub.pem), a receipt, a time stamp (*.tsr) or a certificate in PEM, got something else';
    return { kind: 'refused', name, why };
  }
}

async function readKey(name: string, pem: string): Promise<Held> {
  try {
    const publicKey = await readPublicKey(pem);
    return { kind: 'key', name, publicKey, keyId: keyIdOf(publicKey) };
  } catch {
    const why = `expected an ECDSA P-256 public key in PEM, got ${kindOfPem(pem)}`;
    return { kind: 'refused', name, why };
  }
}

function readAuthority(name: string, pem: string): Held {
  try {
    return { kind: 'authority', name, certificates: readCertificates(pem) };
  } catch {
    const why = 'expected certificates of a time stamping authority in PEM, got something else';
    return { kind: 'refused', name, why };
  }
}
