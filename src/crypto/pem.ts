/** What a text that should hold a public key holds, before any of it is read. Pure. */

/** Refuses a text that is not a public key, before any of it is read. @throws Error */
export function assertPublicPem(pem: string): void {
  if (/PRIVATE KEY/.test(pem)) {
    throw new Error('read public key: expected a public key, got a private one');
  }
  if (!/PUBLIC KEY/.test(pem) && /CERTIFICATE/.test(pem)) {
    throw new Error('read public key: expected a public key, got a certificate');
  }
}

/** Returns what is in a text that holds no public key. */
export function kindOfPem(pem: string): string {
  if (/PRIVATE KEY/.test(pem)) return 'a private key';
  if (/-BEGIN (TRUSTED )?CERTIFICATE-/.test(pem)) return 'a certificate';
  return pem.trim() === '' ? 'an empty file' : 'something else';
}
