/**
 * Signing with a key in KMS, against a server that signs digests as KMS does. moto is asked only for what
 * it does as AWS does: it hashes a digest once more before it signs, so its signatures must be refused.
 */

import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { inspect } from 'node:util';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { p256 } from '@noble/curves/nist.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSigner } from '../../src/credentials.ts';
import { keyIdOf } from '../../src/seal/dsse.ts';
import { openKmsSigner } from '../../src/seal/kms.ts';
import { type AwsAnswer, type AwsServer, jsonError, startAwsServer } from '../support/aws-server.ts';
import { hasMoto, startMoto } from '../support/moto.ts';

const ARN = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd';
const ALIAS = 'kms:alias/evidence';
const SCALAR = createHash('sha256').update('a key for tests, not a secret').digest();
const point = Buffer.from(p256.getPublicKey(SCALAR, false));
const publicKey = createPublicKey({
  key: {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  },
  format: 'jwk',
});
const spki = publicKey.export({ type: 'spki', format: 'der' });
const message = Buffer.alloc(6_000, 'longer than KMS takes. ');

let server: AwsServer;
let keyFacts: Record<string, unknown>;
let answerToSign: (body: Record<string, string>) => AwsAnswer;

const ok = (document: unknown): AwsAnswer => ({ status: 200, body: JSON.stringify(document) });

/** As KMS: a digest is signed as it is, and must be one. */
function signDigest({ Message = '', MessageType, SigningAlgorithm }: Record<string, string>): AwsAnswer {
  const digest = Buffer.from(Message, 'base64');
  if (MessageType !== 'DIGEST' || SigningAlgorithm !== 'ECDSA_SHA_256' || digest.length !== 32) {
    return jsonError(400, 'ValidationException');
  }
  const signature = p256.sign(digest, SCALAR, { format: 'der', prehash: false, lowS: false });
  return ok({ KeyId: ARN, Signature: Buffer.from(signature).toString('base64'), SigningAlgorithm });
}

beforeAll(async () => {
  server = await startAwsServer();
  for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});
beforeEach(() => {
  answerToSign = signDigest;
  keyFacts = {
    KeyId: ARN,
    KeySpec: 'ECC_NIST_P256',
    KeyUsage: 'SIGN_VERIFY',
    PublicKey: spki.toString('base64'),
    SigningAlgorithms: ['ECDSA_SHA_256'],
  };
  server.answer(({ headers, body }) => {
    const isSign = headers['x-amz-target'] === 'TrentService.Sign';
    return isSign ? answerToSign(JSON.parse(String(body))) : ok(keyFacts);
  });
});

describe('a key in KMS', () => {
  it('signs a message of any length, and everybody can verify it with the public key alone', async () => {
    const signer = await openSigner(ALIAS, {});

    const signature = await signer.sign(message);

    expect(signer.keyId).toBe(keyIdOf(publicKey));
    expect(verify('sha256', message, publicKey, signature)).toBe(true);
    expect(JSON.parse(String(server.requests[1]?.body))).toEqual({
      // The key that the alias stood for when its public key was read.
      KeyId: ARN,
      Message: createHash('sha256').update(message).digest('base64'),
      MessageType: 'DIGEST',
      SigningAlgorithm: 'ECDSA_SHA_256',
    });
  });

  it('has its signatures written in their low form', async () => {
    const signer = await openSigner(ALIAS, {});
    const messages = Array.from({ length: 12 }, (_, at) => Buffer.from(`message ${at}`));

    const signatures = await Promise.all(messages.map((each) => signer.sign(each)));

    const sent = messages.map((each) => p256.sign(each, SCALAR, { format: 'der', lowS: false }));
    expect(sent.some((each) => p256.Signature.fromBytes(each, 'der').hasHighS())).toBe(true);
    expect(signatures.some((each) => p256.Signature.fromBytes(each, 'der').hasHighS())).toBe(false);
    expect(messages.every((each, at) => verify('sha256', each, publicKey, signatures[at] ?? each))).toBe(
      true,
    );
  });

  it('is the same key when KMS gives its point compressed', async () => {
    const compressed = Buffer.concat([
      Buffer.from('3039301306072a8648ce3d020106082a8648ce3d030107032200', 'hex'),
      p256.getPublicKey(SCALAR, true),
    ]);
    keyFacts = { ...keyFacts, PublicKey: compressed.toString('base64') };

    const signer = await openKmsSigner(`kms:${ARN}`);

    expect(signer.keyId).toBe(keyIdOf(publicKey));
    expect(signer.publicKey.export({ type: 'spki', format: 'der' })).toEqual(spki);
  });

  it('is asked for in the region that its ARN names', async () => {
    await openKmsSigner(`kms:${ARN}`);

    expect(server.requests[0]?.headers.authorization).toContain('/eu-west-1/kms/');
    expect(JSON.parse(String(server.requests[0]?.body))).toEqual({ KeyId: ARN });
  });

  it.each([
    ['of another curve', { KeySpec: 'ECC_NIST_P384' }, 'ECC_NIST_P384 for SIGN_VERIFY'],
    ['for encrypting', { KeyUsage: 'ENCRYPT_DECRYPT', KeySpec: 'RSA_2048' }, 'RSA_2048 for ENCRYPT_DECRYPT'],
    ['for agreeing on keys', { KeyUsage: 'KEY_AGREEMENT' }, 'ECC_NIST_P256 for KEY_AGREEMENT'],
    ['without a public key', { PublicKey: undefined }, 'a public key of another kind'],
    [
      'that says nothing of its curve and has another',
      {
        KeySpec: undefined,
        PublicKey: generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
          .publicKey.export({ type: 'spki', format: 'der' })
          .toString('base64'),
      },
      'a public key of another kind',
    ],
    ['with rubbish for a public key', { PublicKey: 'AAAA' }, 'a public key of another kind'],
  ])('%s cannot be used', async (_title, facts, found) => {
    keyFacts = { ...keyFacts, ...facts };

    await expect(openKmsSigner(ALIAS)).rejects.toMatchObject({
      code: 'KEY_UNUSABLE',
      exitCode: 5,
      message: `read signing key: ${ALIAS}: expected a KMS key ECC_NIST_P256 for SIGN_VERIFY, got ${found}`,
      hint: expect.stringContaining('Create a key with key spec ECC_NIST_P256'),
    });
  });

  it.each([
    ['that is not there', 'NotFoundException', 'Create the key'],
    ['that is disabled', 'DisabledException', 'Enable the KMS key'],
    ['that is being deleted', 'KMSInvalidStateException', 'Enable the KMS key, or cancel its deletion.'],
    ['that may not be used', 'AccessDeniedException', 'Give this process kms:'],
    ['with expired credentials', 'ExpiredTokenException', 'Renew the AWS credentials'],
  ])('%s is one clear error, when it is opened and when it signs', async (_title, code, hint) => {
    answerToSign = () => jsonError(400, code);
    const signer = await openKmsSigner(ALIAS);
    const signing = await signer.sign(message).catch((error: unknown) => error);
    server.answer(() => jsonError(400, code));
    const opening = await openKmsSigner(ALIAS).catch((error: unknown) => error);

    expect(signing).toMatchObject({ name: 'SealError', code: 'SIGN_FAILED', exitCode: 5 });
    expect(opening).toMatchObject({ name: 'SealError', code: 'KEY_UNUSABLE', exitCode: 5 });
    for (const error of [signing, opening]) {
      expect((error as { hint: string }).hint).toContain(hint);
      expect((error as Error).message).toContain(`got 400 ${code} (request 7f3b-1c)`);
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain('wJalrXUtnFEMI');
    }
  });

  it.each([
    [
      'of another message',
      () =>
        signDigest({
          Message: createHash('sha256').digest('base64'),
          MessageType: 'DIGEST',
          SigningAlgorithm: 'ECDSA_SHA_256',
        }),
    ],
    ['that is none', () => ok({ Signature: 'AAAA' })],
    ['that is missing', () => ok({})],
  ])('whose signature is one %s has signed nothing', async (_title, answer) => {
    answerToSign = answer;
    const signer = await openKmsSigner(ALIAS);

    await expect(signer.sign(message)).rejects.toMatchObject({
      code: 'SIGN_FAILED',
      message: expect.stringContaining(
        `expected a signature that verifies under key ${signer.keyId}, got another`,
      ),
    });
  });
});

describe.runIf(hasMoto('KMS keys by alias'))('a stand-in for KMS', () => {
  it('has keys by alias, and its signature, of a digest hashed twice, is refused', async () => {
    const moto = await startMoto();
    try {
      for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
      const client = new KMSClient({});
      const made = await client.send(
        new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }),
      );
      const TargetKeyId = made.KeyMetadata?.KeyId;
      await client.send(new CreateAliasCommand({ AliasName: 'alias/evidence', TargetKeyId }));

      const signer = await openKmsSigner(ALIAS);

      expect(signer.keyId).toMatch(/^[0-9a-f]{64}$/);
      await expect(signer.sign(message)).rejects.toMatchObject({ code: 'SIGN_FAILED' });
    } finally {
      await moto.empty();
    }
  });
});
