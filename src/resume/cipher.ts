/**
 * Encrypts the files of a resume point: AES-256-GCM under a key of their own for each, derived from the
 * fingerprint key by HKDF-SHA256 (RFC 5869) with a salt that no other file has. So no nonce can come twice.
 *
 *     32 bytes salt, 12 bytes nonce, the encrypted text, 16 bytes tag
 *
 * What a file is for is authenticated with it: no file can stand in another's place.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const PURPOSE = 'segment-evidence/resume-point/v1';
const SALT_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const PIECE_BYTES = 64 * 1024;

export interface ResumeCipher {
  /** `place` says what the file is for. */
  encrypt(place: string, text: Uint8Array): Buffer;
  /** Returns the text; `undefined` when the bytes are not what was encrypted for this place under this key. */
  decrypt(place: string, bytes: Uint8Array): Buffer | undefined;
}

/** Returns the cipher of a connection's resume points. `random` gives bytes that nobody can foresee. */
export function createResumeCipher(
  fingerprintKey: Uint8Array,
  random: (bytes: number) => Uint8Array,
): ResumeCipher {
  const keyFor = (salt: Uint8Array) =>
    Buffer.from(hkdfSync('sha256', fingerprintKey, salt, PURPOSE, KEY_BYTES));
  return {
    encrypt: (place, text) => {
      const salt = random(SALT_BYTES);
      const nonce = random(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, keyFor(salt), nonce).setAAD(Buffer.from(place));
      const sealed = Buffer.allocUnsafeSlow(SALT_BYTES + NONCE_BYTES + text.length + TAG_BYTES);
      sealed.set(salt, 0);
      sealed.set(nonce, SALT_BYTES);
      let end = SALT_BYTES + NONCE_BYTES;
      // Piece by piece: a second buffer as large as the file would stay for a while.
      for (let start = 0; start < text.length; start += PIECE_BYTES) {
        const piece = cipher.update(text.subarray(start, start + PIECE_BYTES));
        sealed.set(piece, end);
        end += piece.length;
      }
      cipher.final();
      sealed.set(cipher.getAuthTag(), end);
      return sealed;
    },
    decrypt: (place, bytes) => {
      const textAt = SALT_BYTES + NONCE_BYTES;
      const tagAt = bytes.length - TAG_BYTES;
      if (tagAt < textAt) return undefined;
      const decipher = createDecipheriv(
        CIPHER,
        keyFor(bytes.subarray(0, SALT_BYTES)),
        bytes.subarray(SALT_BYTES, textAt),
        {
          authTagLength: TAG_BYTES,
        },
      );
      decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(tagAt));
      const text = decipher.update(bytes.subarray(textAt, tagAt));
      try {
        return Buffer.concat([text, decipher.final()]);
      } catch {
        // The tag does not fit: other bytes, another place or another key.
        return undefined;
      }
    },
  };
}
