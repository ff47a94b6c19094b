/**
 * What the references of a connection stand for: its token, its signing key, its fingerprint key.
 * Part of the composition root: here it is decided who fetches and who signs.
 */
import type { KeyObject } from 'node:crypto';
import type { EffectiveConnection } from './config/effective.ts';
import type { Environment } from './config/environment.ts';
import {
  assertTokenUsable,
  parseFingerprintKey,
  resolveSecret,
  type SecretSources,
} from './config/secrets.ts';
import { isManaged, openSecretsManager, type SecretsManagerReader } from './config/secrets-manager.ts';
import { readPublicKey } from './crypto/node.ts';
import { SealError, SecretError } from './errors.ts';
import { createFingerprinter } from './evidence/fingerprint.ts';
import { Secret } from './evidence/secret.ts';
import type { FetchedToken, TokenValue } from './run/deps.ts';
import { isKmsKey, openKmsSigner } from './seal/kms.ts';
import { createLocalSigner, type Signer } from './seal/signer.ts';

/** Where secrets come from. Made once for a run, so that nothing is fetched twice. */
export type Secrets = Required<SecretSources>;

/** Returns where the secrets of a run come from. */
export function openSecrets(env: Environment): Secrets {
  return { env, secretsManager: openSecretsManager() };
}

/** What a run seals and fingerprints with, and where its other secrets come from. */
export interface RunKeys {
  readonly signer: Signer;
  readonly fingerprintKey: Uint8Array;
  readonly secrets: Secrets;
}

/** Returns the keys of a connection. @throws SealError when one cannot be used */
export async function fetchRunKeys(
  { signingKeyRef, fingerprintKeyRef }: Pick<EffectiveConnection, 'signingKeyRef' | 'fingerprintKeyRef'>,
  env: Environment,
): Promise<RunKeys> {
  const secrets = openSecrets(env);
  const signer = await openSigner(signingKeyRef, env, secrets);
  return { signer, fingerprintKey: await fetchFingerprintKey(fingerprintKeyRef, secrets), secrets };
}

/** Returns the public keys that signed for a connection before. */
export function previousKeysOf({
  previousKeys,
}: Pick<EffectiveConnection, 'previousKeys'>): readonly KeyObject[] {
  return previousKeys.map(({ pem }) => readPublicKey(pem));
}

/** Returns the signer of a connection. @throws SealError KEY_UNUSABLE */
export async function openSigner(
  reference: string,
  env: Environment,
  secrets: Secrets = openSecrets(env),
): Promise<Signer> {
  if (isKmsKey(reference)) return openKmsSigner(reference);
  const secret = await keySecret(reference, secrets, 'signing key');
  return createLocalSigner(secret.reveal(), reference);
}

/** Returns the key of a connection's fingerprints. @throws SealError KEY_UNUSABLE */
export async function fetchFingerprintKey(reference: string, secrets: Secrets): Promise<Uint8Array> {
  const secret = await keySecret(reference, secrets, 'fingerprint key');
  try {
    return parseFingerprintKey(secret);
  } catch (cause) {
    throw keyUnusable(cause, 'fingerprint key');
  }
}

async function keySecret(reference: string, secrets: Secrets, what: string): Promise<Secret> {
  try {
    return await resolveSecret(reference, secrets);
  } catch (cause) {
    throw keyUnusable(cause, what);
  }
}

/** Without its keys a run can commit nothing, not even that it failed. */
function keyUnusable(cause: unknown, what: string): unknown {
  if (!(cause instanceof SecretError)) return cause;
  return new SealError({
    code: 'KEY_UNUSABLE',
    message: `read ${what}: ${cause.message.replace(/^fetch secret: /, '')}`,
    ...(cause.hint === undefined ? {} : { hint: cause.hint }),
    cause,
  });
}

/** Stages to try when the one in use is refused: a rotation may be half done, forwards or backwards. */
const FALLBACK_STAGES = ['AWSPENDING', 'AWSPREVIOUS'] as const;

/** Returns the token of a connection, and how to get at the others that its secret keeps. @throws SecretError */
export async function fetchToken(
  { tokenRef }: Pick<EffectiveConnection, 'tokenRef'>,
  secrets: Secrets,
): Promise<FetchedToken> {
  const secret = await resolveSecret(tokenRef, secrets);
  assertTokenAlone(secret);
  if (!isManaged(tokenRef)) return { secret };
  const { secretsManager } = secrets;
  const changedAt = (await secretsManager.read(tokenRef))?.changedAt;
  return {
    ...tokenValue(secret, 'AWSCURRENT', changedAt),
    fallbacks: () => readFallbacks(tokenRef, secretsManager),
  };
}

/**
 * Returns the fingerprint of a connection's token as it is kept now. Nothing is asked of Segment.
 * @throws SecretError when the token cannot be fetched; SealError KEY_UNUSABLE
 */
export async function fingerprintOfToken(
  connection: Pick<EffectiveConnection, 'tokenRef' | 'fingerprintKeyRef'>,
  env: Environment,
  onSecret: (secret: string) => void,
): Promise<string> {
  const secrets = openSecrets(env);
  const key = await fetchFingerprintKey(connection.fingerprintKeyRef, secrets);
  const token = (await fetchToken(connection, secrets)).secret.reveal();
  onSecret(token);
  return createFingerprinter(key).of('segment/token', token);
}

async function* readFallbacks(reference: string, reader: SecretsManagerReader): AsyncGenerator<TokenValue> {
  for (const stage of FALLBACK_STAGES) {
    const found = await reader.read(reference, stage);
    if (found === undefined) continue;
    const secret = new Secret(found.value.replace(/\r?\n$/, ''), reference);
    assertTokenAlone(secret);
    yield tokenValue(secret, stage, found.changedAt);
  }
}

function tokenValue(secret: Secret, stage: string, changedAt: string | undefined): TokenValue {
  return { secret, stage, ...(changedAt === undefined ? {} : { changedAt }) };
}

/** A whole JSON document in place of the token would travel to Segment, with all that is in it. */
function assertTokenAlone(secret: Secret): void {
  if (secret.reveal().trimStart().startsWith('{')) {
    throw new SecretError({
      reference: secret.reference,
      message: `fetch secret: ${secret.reference}: expected a token, got a JSON object`,
      hint: 'Name the key that holds the token behind a #, as in secretsmanager:NAME#token.',
    });
  }
  assertTokenUsable(secret);
}
