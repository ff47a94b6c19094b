/** Object identifiers, as the hexadecimal digits of their content in DER. */

export const SIGNED_DATA = '2a864886f70d010702';
export const TST_INFO = '2a864886f70d0109100104';

export const CONTENT_TYPE = '2a864886f70d010903';
export const MESSAGE_DIGEST = '2a864886f70d010904';
export const SIGNING_CERTIFICATE = '2a864886f70d010910020c';
export const SIGNING_CERTIFICATE_V2 = '2a864886f70d010910022f';

export type Hash = 'sha256' | 'sha384' | 'sha512';

/** Hashes that are good enough for a signature. */
export const HASHES: Readonly<Record<string, Hash>> = {
  '608648016503040201': 'sha256',
  '608648016503040202': 'sha384',
  '608648016503040203': 'sha512',
};

export const RSA = '2a864886f70d010101';
export const RSA_PSS = '2a864886f70d01010a';
export const MGF1 = '2a864886f70d010108';
export const ED25519 = '2b6570';

/** RSA (PKCS#1 v1.5) and ECDSA, each with its hash. */
export const RSA_WITH: Readonly<Record<string, Hash>> = {
  '2a864886f70d01010b': 'sha256',
  '2a864886f70d01010c': 'sha384',
  '2a864886f70d01010d': 'sha512',
};
export const ECDSA_WITH: Readonly<Record<string, Hash>> = {
  '2a8648ce3d040302': 'sha256',
  '2a8648ce3d040303': 'sha384',
  '2a8648ce3d040304': 'sha512',
};

/** Extensions of certificates. */
export const SUBJECT_KEY_IDENTIFIER = '551d0e';
export const KEY_USAGE = '551d0f';
export const BASIC_CONSTRAINTS = '551d13';
export const CERTIFICATE_POLICIES = '551d20';
export const EXTENDED_KEY_USAGE = '551d25';

/** Purposes of certificates. */
export const TIME_STAMPING = '2b06010505070308';
export const ANY_PURPOSE = '551d2500';
