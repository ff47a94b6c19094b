/**
 * Secrets in AWS Secrets Manager: `secretsmanager:NAME_OR_ARN[#jsonKey]`. Each value is fetched once; make
 * one reader for a run. The client is loaded only when a reference asks for it, and tries again by itself.
 * No value, and no part of one, ever enters a message.
 */
import { awaitCredentials } from '../aws/credentials.ts';
import { awsFailure, HINTS } from '../aws/failure.ts';
import { MORE_DESCRIPTORS } from '../descriptors.ts';
import { MachineError, SecretError } from '../errors.ts';

/** Staging labels: the version in use, the one being brought in, the one before. */
export type SecretStage = 'AWSCURRENT' | 'AWSPENDING' | 'AWSPREVIOUS';

export interface ManagedSecret {
  readonly value: string;
  /** When this version was stored: by then the value was there. Absent when AWS does not say. */
  readonly changedAt: string | undefined;
}

export interface SecretsManagerReader {
  /**
   * Returns what a reference stands for; `undefined` when the secret has no version of that stage.
   * @throws SecretError
   */
  read(reference: string, stage?: SecretStage): Promise<ManagedSecret | undefined>;
}

const PREFIX = 'secretsmanager:';
const CONNECT_MS = 5_000;
const ANSWER_MS = 10_000;
const MOST_ATTEMPTS = 4;

/** How its client is made, whoever asks. */
export const clientSettings = {
  maxAttempts: MOST_ATTEMPTS,
  requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS, throwOnRequestTimeout: true },
};

/** Whether a reference is to AWS Secrets Manager. */
export function isManaged(reference: string): boolean {
  return reference.startsWith(PREFIX);
}

interface Version {
  readonly text: string | undefined;
  readonly changedAt: string | undefined;
}

/** Returns a reader that remembers what it has read. */
export function openSecretsManager(): SecretsManagerReader {
  const known = new Map<string, Promise<Version | undefined>>();
  return {
    read: async (reference, stage = 'AWSCURRENT') => {
      const { id, jsonKey } = parseReference(reference);
      const place = `${stage} ${id}`;
      const reading = known.get(place) ?? readVersion(reference, id, stage);
      known.set(place, reading);
      const version = await reading;
      if (version === undefined) return undefined;
      return { value: pick(reference, version.text, jsonKey), changedAt: version.changedAt };
    },
  };
}

/** No name and no ARN has a `#` in it. */
function parseReference(reference: string): { readonly id: string; readonly jsonKey: string | undefined } {
  const text = reference.slice(PREFIX.length);
  const at = text.indexOf('#');
  return at === -1
    ? { id: text, jsonKey: undefined }
    : { id: text.slice(0, at), jsonKey: text.slice(at + 1) };
}

async function readVersion(reference: string, id: string, stage: SecretStage): Promise<Version | undefined> {
  // An ARN says where its secret is, whatever region the rest of the run is in.
  const region = /^arn:[^:]+:secretsmanager:([^:]+):/.exec(id)?.[1];
  const aws = await import('./secrets-manager-sdk.ts');
  const client = new aws.SecretsManagerClient({
    ...(region === undefined ? {} : { region }),
    ...clientSettings,
  });
  try {
    await awaitCredentials(client);
    const answer = await client.send(new aws.GetSecretValueCommand({ SecretId: id, VersionStage: stage }));
    return { text: answer.SecretString, changedAt: answer.CreatedDate?.toISOString() };
  } catch (error) {
    const failure = awsFailure(error);
    if (failure.code === 'ResourceNotFoundException' && stage !== 'AWSCURRENT') return undefined;
    if (failure.kind === 'descriptors') {
      const message = `fetch secret: ${reference}: expected to open a connection, got ${failure.code}`;
      throw new MachineError({ code: 'NO_DESCRIPTORS', message, hint: MORE_DESCRIPTORS });
    }
    throw refuse(reference, `expected its value, got ${failure.words}`, hintFor(failure), failure.cause);
  } finally {
    client.destroy();
  }
}

function hintFor({ kind, code }: ReturnType<typeof awsFailure>): string {
  if (code === 'ResourceNotFoundException') {
    return 'Create the secret in this account and region, or correct the reference; set AWS_REGION if it is only a name.';
  }
  if (code === 'InvalidRequestException') return 'Restore the secret: it is marked for deletion.';
  if (kind === 'denied') {
    return 'Give this process secretsmanager:GetSecretValue on the secret, and kms:Decrypt on its key.';
  }
  if (kind === 'key-disabled') return 'Enable the KMS key that encrypts the secret.';
  return HINTS[kind] ?? `Look up ${code} in the documentation of AWS Secrets Manager.`;
}

function pick(reference: string, text: string | undefined, jsonKey: string | undefined): string {
  if (text === undefined) {
    const hint = 'Store the secret as text; write bytes as hex: or base64:.';
    throw refuse(reference, 'expected text, got a binary secret', hint);
  }
  if (jsonKey === undefined) return text;
  const value = memberOf(reference, text, jsonKey);
  if (typeof value === 'string') return value;
  const found = value === undefined ? 'none' : 'another kind of value';
  const hint = 'Name a key that the JSON of the secret has, behind the #; its value must be text.';
  throw refuse(reference, `expected a text under the key ${jsonKey || '(empty)'}, got ${found}`, hint);
}

function memberOf(reference: string, text: string, jsonKey: string): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Not as the cause: the parser's error quotes the secret.
    parsed = undefined;
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
    return Object.hasOwn(parsed, jsonKey) ? (parsed as Record<string, unknown>)[jsonKey] : undefined;
  }
  const hint = 'Store the secret as a JSON object, or leave out the # and what follows it.';
  throw refuse(reference, 'expected a JSON object, got another text', hint);
}

function refuse(reference: string, problem: string, hint: string, cause?: unknown): SecretError {
  return new SecretError({ reference, message: `fetch secret: ${reference}: ${problem}`, hint, cause });
}
