/** Signs with a key that is here: PKCS#8 PEM, ECDSA P-256. The same interface serves keys that are elsewhere. */
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { writtenOut } from '../crypto/node.ts';
import { SealError } from '../errors.ts';
import { keyIdOf } from './dsse.ts';
import { withLowS } from './low-s.ts';

/** Makes signatures under one key. */
export interface Signer {
  /** Hex SHA-256 of the public key as SPKI DER. */
  readonly keyId: string;
  readonly publicKey: KeyObject;
  /** Returns the ECDSA P-256 / SHA-256 signature (DER, low s) of the message. @throws SealError SIGN_FAILED */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/**
 * Returns a signer for a private key in PEM. `reference` says where the key came from, for messages.
 * @throws SealError KEY_UNUSABLE when the text is not a usable P-256 private key
 */
export function createLocalSigner(pem: string, reference: string): Signer {
  const privateKey = readPrivateKey(pem, reference);
  const publicKey = writtenOut(createPublicKey(privateKey));
  return {
    keyId: keyIdOf(publicKey),
    publicKey,
    sign: async (message) => withLowS(sign('sha256', message, privateKey)),
  };
}

const MAKE_ONE = 'Name the private key that `segment-evidence keygen` made: NAME.pem, not NAME.pub.pem.';

/** What becomes of a key's lines on their way through variables and forms. */
const SPOILT = [
  {
    form: /-----BEGIN[^-]*-----\\r?\\?n/,
    found: 'one with its line breaks written out as \\n',
    hint: 'Put real line breaks in their place, or name a file: printf \'%b\' "$KEY" > signing-key.pem',
  },
  {
    form: /^\s*["']\s*-----BEGIN/,
    found: 'one in quotes',
    hint: 'Remove the quotes where it is set: an env file and a unit keep them as part of the value.',
  },
  {
    form: /-----BEGIN[^-]*----- ?[A-Za-z0-9+/]/,
    found: 'one without its line breaks',
    hint: 'Set it with its line breaks, or name the file that holds it: file:PATH',
  },
];

function readPrivateKey(pem: string, reference: string): KeyObject {
  const unusable = (got: string, hint = MAKE_ONE) =>
    new SealError({
      code: 'KEY_UNUSABLE',
      message: `read signing key: ${reference}: expected an ECDSA P-256 private key in PKCS#8 PEM, got ${got}`,
      hint,
    });
  if (pem.trim() === '') throw unusable('nothing');
  if (/-----BEGIN PUBLIC KEY-----/.test(pem)) throw unusable('a public key');
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    // Not as the cause: the library's error may quote the key.
    const spoilt = SPOILT.find(({ form }) => form.test(pem));
    if (spoilt !== undefined) throw unusable(spoilt.found, spoilt.hint);
    throw unusable(/ENCRYPTED/.test(pem) ? 'an encrypted key' : 'something that is not a key');
  }
  if (key.asymmetricKeyType !== 'ec') throw unusable(`a key of type ${key.asymmetricKeyType}`);
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (curve !== 'prime256v1') throw unusable(`a key on curve ${curve}`);
  return key;
}
