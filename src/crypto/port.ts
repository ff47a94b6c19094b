/**
 * What verifying asks of cryptography: digests, keys, signatures and certificates. Two modules have this shape, so that
 * one code base verifies in both places: `node.ts`, and `web.ts` for a page, whose browser answers later and takes a
 * message whole. Whoever asks through `here.ts` waits for every answer.
 */
import type { Hash } from './object-identifiers.ts';

/** In Node it is there at once, which costs a long walk less than waiting for it. */
export type MaybePromise<T> = T | Promise<T>;

/** SHA-256 of what comes in parts. */
export interface Digest {
  update(data: string | Uint8Array): void;
  /** Returns it in hex. Ends it: called once. */
  end(): MaybePromise<string>;
}

/** How a signature is made. */
export type Scheme =
  | { readonly kind: 'ecdsa' | 'rsa'; readonly hash: Hash | 'sha1' }
  | { readonly kind: 'rsa-pss'; readonly hash: Hash; readonly saltLength: number }
  | { readonly kind: 'ed25519' };

export interface CryptoPort<Key, Certificate> {
  newDigest(): Digest;
  /** SHA-256 in hex, of bytes, or of text as UTF-8. */
  sha256Of(data: string | Uint8Array): MaybePromise<string>;
  digestOf(hash: Hash | 'sha1', data: Uint8Array): MaybePromise<Buffer>;
  /** Whether a key signed a message. ECDSA signatures are DER. What is no signature at all is not right. */
  isSigned(scheme: Scheme, key: Key, message: Uint8Array, signature: Uint8Array): MaybePromise<boolean>;
  /**
   * Returns the ECDSA P-256 key in a PEM text, in the one form that has an id here.
   * @throws Error, or rejects, when the text holds none, or a private key: only a public one can be handed on; or a
   * certificate, which is rather somebody else's than the key that signs evidence.
   */
  readPublicKey(pem: string): MaybePromise<Key>;
  /** Whether a text is the key in it as a PEM file is written, its point in whichever form it has. */
  isWrittenAsPem(text: string): boolean;
  /** Hex SHA-256 of the key as SPKI DER, its point written out whole. */
  keyIdOf(key: Key): string;
  /** The id that the key had in early versions where its file was in compressed form. */
  compressedKeyIdOf(key: Key): string;
  /** Returns the certificate in DER, or in a PEM text. @throws Error when it cannot be read */
  readCertificate(bytes: Buffer | string): Certificate;
  /** Whether one certificate names the other as its issuer, and the other's key signed it. */
  isIssuedBy(certificate: Certificate, issuer: Certificate): MaybePromise<boolean>;
}
