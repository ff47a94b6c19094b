/**
 * Signs with a key that never leaves AWS KMS: `kms:ARN`, `kms:alias/NAME` or `kms:KEY_ID`. What is sent is
 * the SHA-256 of the message, since KMS takes no message as long as ours. No signature is used before it
 * has been verified here, under the key whose id the record will carry.
 */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { awaitCredentials } from '../aws/credentials.ts';
import { type AwsFailure, awsFailure, HINTS } from '../aws/failure.ts';
import { writtenOut } from '../crypto/node.ts';
import { SealError } from '../errors.ts';
import { keyIdOf } from './dsse.ts';
import { withLowS } from './low-s.ts';
import type { Signer } from './signer.ts';

const PREFIX = 'kms:';
const CONNECT_MS = 5_000;
const ANSWER_MS = 10_000;
const MOST_ATTEMPTS = 4;

/** Whether a signing key is in KMS. */
export function isKmsKey(reference: string): boolean {
  return reference.startsWith(PREFIX);
}

/** What is used of the library: two calls. */
interface Kms {
  readonly getPublicKey: () => Promise<{
    readonly KeyId?: string | undefined;
    readonly PublicKey?: Uint8Array | undefined;
    readonly KeySpec?: string | undefined;
    readonly KeyUsage?: string | undefined;
  }>;
  readonly signDigest: (keyId: string, digest: Uint8Array) => Promise<Uint8Array | undefined>;
}

/**
 * Returns a signer for a key in KMS: ECC_NIST_P256, for signing.
 * @throws SealError KEY_UNUSABLE when there is no such key, it is of another kind, or may not be used
 */
export async function openKmsSigner(reference: string): Promise<Signer> {
  const kms = await loadKms(reference.slice(PREFIX.length));
  const { keyArn, publicKey } = await readPublicKey(kms, reference);
  const keyId = keyIdOf(publicKey);
  return {
    keyId,
    publicKey,
    sign: async (message) => {
      const signature = withLowS(await signWith(kms, keyArn, reference, message));
      // Whatever answered: a record that does not verify would end the chain.
      if (verify('sha256', message, publicKey, signature)) return signature;
      throw new SealError({
        code: 'SIGN_FAILED',
        message: `sign: ${reference}: expected a signature that verifies under key ${keyId}, got another`,
        hint: 'Check that the alias was not moved to another key during the run, and run again.',
      });
    },
  };
}

async function loadKms(keyId: string): Promise<Kms> {
  const aws = await import('./kms-sdk.ts');
  // An ARN says where its key is, whatever region the rest of the run is in.
  const region = /^arn:[^:]+:kms:([^:]+):/.exec(keyId)?.[1];
  const client = new aws.KMSClient({
    ...(region === undefined ? {} : { region }),
    maxAttempts: MOST_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: ANSWER_MS,
      throwOnRequestTimeout: true,
    },
  });
  return {
    getPublicKey: async () => {
      await awaitCredentials(client);
      return client.send(new aws.GetPublicKeyCommand({ KeyId: keyId }));
    },
    signDigest: async (arn, digest) => {
      const command = new aws.SignCommand({
        KeyId: arn,
        Message: digest,
        MessageType: 'DIGEST',
        SigningAlgorithm: 'ECDSA_SHA_256',
      });
      await awaitCredentials(client);
      return (await client.send(command)).Signature;
    },
  };
}

async function readPublicKey(
  kms: Kms,
  reference: string,
): Promise<{ readonly keyArn: string; readonly publicKey: KeyObject }> {
  let answer: Awaited<ReturnType<Kms['getPublicKey']>>;
  try {
    answer = await kms.getPublicKey();
  } catch (error) {
    const failure = awsFailure(error);
    throw unusable(reference, failure.words, hintFor(failure, 'kms:GetPublicKey'), failure.cause);
  }
  const { KeyId, PublicKey, KeySpec, KeyUsage } = answer;
  // The curve itself is read from the public key below; the spec only gives the better message.
  if ((KeySpec ?? 'ECC_NIST_P256') !== 'ECC_NIST_P256' || KeyUsage !== 'SIGN_VERIFY') {
    throw unusable(reference, `${KeySpec ?? 'a key'} for ${KeyUsage ?? 'another use'}`, MAKE_ONE);
  }
  const publicKey = parseKey(PublicKey);
  if (publicKey?.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw unusable(reference, 'a public key of another kind', MAKE_ONE);
  }
  // An alias may be moved while the run continues; what it means is settled here.
  return { keyArn: KeyId ?? reference.slice(PREFIX.length), publicKey: writtenOut(publicKey) };
}

const MAKE_ONE = 'Create a key with key spec ECC_NIST_P256 and key usage SIGN_VERIFY, and name its ARN.';

function parseKey(der: Uint8Array | undefined): KeyObject | undefined {
  if (der === undefined) return undefined;
  try {
    return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

async function signWith(
  kms: Kms,
  keyArn: string,
  reference: string,
  message: Uint8Array,
): Promise<Uint8Array> {
  let signature: Uint8Array | undefined;
  try {
    signature = await kms.signDigest(keyArn, createHash('sha256').update(message).digest());
  } catch (error) {
    const failure = awsFailure(error);
    throw new SealError({
      code: 'SIGN_FAILED',
      message: `sign: ${reference}: expected a signature, got ${failure.words}`,
      hint: hintFor(failure, 'kms:Sign'),
      cause: failure.cause,
    });
  }
  return signature ?? new Uint8Array();
}

function unusable(reference: string, found: string, hint: string, cause?: unknown): SealError {
  return new SealError({
    code: 'KEY_UNUSABLE',
    message: `read signing key: ${reference}: expected a KMS key ECC_NIST_P256 for SIGN_VERIFY, got ${found}`,
    hint,
    cause,
  });
}

function hintFor({ kind, code }: AwsFailure, permission: string): string {
  if (code === 'NotFoundException') {
    return 'Create the key in this account and region, or correct signing.key; set AWS_REGION if it is not an ARN.';
  }
  if (code === 'InvalidKeyUsageException' || code === 'UnsupportedOperationException') return MAKE_ONE;
  if (kind === 'key-disabled') return 'Enable the KMS key, or cancel its deletion.';
  if (kind === 'denied')
    return `Give this process ${permission} on the key, by its role or by the policy of the key.`;
  return HINTS[kind] ?? `Look up ${code} in the documentation of AWS KMS.`;
}
