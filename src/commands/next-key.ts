/** The key that comes next: what may be named as one, and whether it can be used, before anything is signed. */
import { resolve } from 'node:path';
import { Signing } from '../../schemas/config-values.ts';
import type { EffectiveConnection } from '../config/effective.ts';
import type { Environment } from '../config/environment.ts';
import { openSigner } from '../deps.ts';
import { UsageError } from '../errors.ts';
import type { Signer } from '../seal/signer.ts';
import { signOnTrial } from './test-keys.ts';

export interface NextKey {
  /** As the configuration would have it, `file:` with an absolute path. */
  readonly reference: string;
  readonly signer: Signer;
}

/** A connection whose newest record names the next key, now or already. */
export interface Rotated {
  readonly connection: EffectiveConnection;
  readonly old: Signer;
}

/** Returns the key, once a trial signature by it verifies. @throws UsageError; SealError when it cannot be used */
export async function openNextKey(given: string, cwd: string, env: Environment): Promise<NextKey> {
  if (!Signing.shape.key.safeParse(given).success) {
    throw new UsageError({
      message:
        'rotate-key: --new: expected a reference to a key, file:PATH, env:NAME, secretsmanager:NAME or kms:ARN, got other text',
      hint: 'Make a key with `segment-evidence keygen --out ./keys/next.pem`, and name file:./keys/next.pem.',
    });
  }
  const reference = given.startsWith('file:') ? `file:${resolve(cwd, given.slice('file:'.length))}` : given;
  const signer = await openSigner(reference, env);
  await signOnTrial(signer);
  return { reference, signer };
}

/** Ensures that a key is new to a connection. @throws UsageError */
export function assertNew(
  { name, previousKeys }: Pick<EffectiveConnection, 'name' | 'previousKeys'>,
  inForce: string,
  { signer: { keyId } }: NextKey,
): void {
  if (keyId === inForce) {
    throw new UsageError({
      message: `rotate-key: ${name}: expected another key than the one in force, got that one, ${keyId}`,
      hint: 'Name a new key with --new, and leave `signing.key` as it is until it is named by a record.',
    });
  }
  if (previousKeys.some((key) => key.keyId === keyId)) {
    throw new UsageError({
      message: `rotate-key: ${name}: expected a new key, got one of \`signing.previousKeys\`, ${keyId}`,
      hint: 'Make a new one: a key that signed before signs nothing more.',
    });
  }
}
