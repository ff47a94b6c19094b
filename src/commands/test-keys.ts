/**
 * The keys of a connection: whether they can be had, whether what is signed with one verifies under its public
 * half, and whether a file that holds one can be read by others. Where a key cannot be had, one made for the
 * moment stands in, so that everything else can still be looked at.
 */
import { generateKeyPairSync, generateKeySync } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { EffectiveConnection } from '../config/effective.ts';
import type { Environment } from '../config/environment.ts';
import { fetchFingerprintKey, openSecrets, openSigner, type RunKeys } from '../deps.ts';
import { EXIT, SealError } from '../errors.ts';
import { createFingerprinter } from '../evidence/fingerprint.ts';
import { isSignatureValid, preAuthenticationEncoding } from '../seal/dsse.ts';
import { createLocalSigner, type Signer } from '../seal/signer.ts';
import { failed, type Step } from './test-step.ts';

export interface KeysTest {
  readonly steps: readonly Step[];
  readonly keys: RunKeys;
  /** False where another key stands in: then nothing may be said of who signed the records that are there. */
  readonly isSignerOurs: boolean;
}

/** Returns the keys and what is to be said of each. */
export async function testKeys(
  { signingKeyRef, fingerprintKeyRef }: Pick<EffectiveConnection, 'signingKeyRef' | 'fingerprintKeyRef'>,
  env: Environment,
): Promise<KeysTest> {
  const secrets = openSecrets(env);
  const signing = await tryKey(signingKeyRef, async () => {
    const signer = await openSigner(signingKeyRef, env, secrets);
    await signOnTrial(signer);
    return [signer, `signing key ${signer.keyId}; a trial signature verifies`];
  });
  const fingerprint = await tryKey(fingerprintKeyRef, async () => {
    const key = await fetchFingerprintKey(fingerprintKeyRef, secrets);
    return [key, `fingerprint key ${createFingerprinter(key).keyId}`];
  });
  return {
    steps: [signing.step, fingerprint.step],
    keys: {
      signer: signing.key ?? standInSigner(),
      fingerprintKey: fingerprint.key ?? generateKeySync('hmac', { length: 256 }).export(),
      secrets,
    },
    isSignerOurs: signing.key !== undefined,
  };
}

interface TriedKey<T> {
  readonly step: Step;
  readonly key?: T;
}

async function tryKey<T>(reference: string, open: () => Promise<readonly [T, string]>): Promise<TriedKey<T>> {
  try {
    const [key, detail] = await open();
    const hint = await exposure(reference);
    return { key, step: { step: 'keys', ok: true, detail, hint, exitCode: EXIT.done } };
  } catch (error) {
    return { step: failed('keys', error) };
  }
}

/** Never taken for evidence: the type is part of what is signed. */
const TRIAL_TYPE = 'text/plain; purpose=trial';

/** Ensures that what a key signs verifies under its public half. @throws SealError */
export async function signOnTrial(signer: Signer): Promise<void> {
  const payload = Buffer.from('segment-evidence test: nothing is attested by this signature');
  const signature = await signer.sign(preAuthenticationEncoding(TRIAL_TYPE, payload));
  if (await isSignatureValid(signer.publicKey, TRIAL_TYPE, payload, signature)) return;
  throw new SealError({
    code: 'SIGN_FAILED',
    message: `sign on trial: ${signer.keyId}: expected a signature that the public key confirms, got another`,
    hint: 'Check that the key is whole; in KMS, that it is for ECC_NIST_P256 and SIGN_VERIFY.',
  });
}

/** Returns who else can read the file that a reference names, and how to repair it; Windows keeps no such mode. */
export async function exposure(reference: string): Promise<string | undefined> {
  if (!reference.startsWith('file:') || process.platform === 'win32') return undefined;
  const path = reference.slice('file:'.length);
  const mode = await stat(path).then(
    (facts) => facts.mode & 0o777,
    () => 0,
  );
  if ((mode & 0o044) === 0) return undefined;
  const who = (mode & 0o004) === 0 ? 'its group' : 'everybody on this machine';
  return `${path}: ${who} can read it (mode ${mode.toString(8).padStart(4, '0')}). Let only its owner: chmod 600.`;
}

function standInSigner(): Signer {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return createLocalSigner(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'a stand-in');
}
