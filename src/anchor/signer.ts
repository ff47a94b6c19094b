/** Who signed a token, by its own words. */
import type { X509Certificate } from 'node:crypto';
import { fieldsOf } from '../crypto/certificate-fields.ts';
import type { SignerInfo } from './answer.ts';

/** Returns the certificate that a signature says is its signer's. @throws StampFault when one is none in DER */
export function signerIn(
  certificates: readonly X509Certificate[],
  { signer }: SignerInfo,
): X509Certificate | undefined {
  return certificates.find((certificate) => {
    const { issuer, serial, keyIdentifier } = fieldsOf(certificate);
    if ('keyIdentifier' in signer) return keyIdentifier?.equals(signer.keyIdentifier) ?? false;
    return issuer.equals(signer.issuer) && serial.equals(signer.serial);
  });
}
