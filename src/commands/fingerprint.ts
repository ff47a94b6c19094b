/**
 * `fingerprint`: prints the fingerprint of a secret, so that its holder can match it to the evidence.
 * The secret comes on stdin, never by flag: flags are seen by everyone on the machine.
 */

import type { LoadedConfig } from '../config/effective.ts';
import type { Environment } from '../config/environment.ts';
import { parseFingerprintKey, resolveSecret } from '../config/secrets.ts';
import { EXIT, UsageError } from '../errors.ts';
import { normaliseEmail } from '../evidence/addresses.ts';
import { fingerprint, fingerprintKeyId } from '../evidence/fingerprint.ts';
import type { CommandOutput } from './command.ts';

/** Contexts as a person names them, and as the evidence does. */
export const FINGERPRINT_CONTEXTS = {
  'write-key': 'segment/write-key',
  token: 'segment/token',
  setting: 'segment/setting',
  email: 'email',
  subject: 'subject',
} as const;

export interface FingerprintOptions {
  /** `--context`. */
  readonly context: string;
  /** Whose fingerprint key; needed only when connections have different ones. */
  readonly connection?: string | undefined;
  readonly config: Pick<LoadedConfig, 'connections'>;
  readonly env: Environment;
  readonly stdin: {
    readonly isTerminal: boolean;
    /** Reads to the end; called once, and not at all when the command refuses before. */
    readonly read: () => Promise<Uint8Array>;
  };
  /** `--no-input`: no one is there to type. */
  readonly noInput: boolean;
}

/**
 * Returns the fingerprint of what stdin holds; one final newline, LF or CRLF, does not belong to it.
 *
 * @example
 *     printf %s "$WRITE_KEY" | segment-evidence fingerprint --context write-key
 *
 * @throws UsageError when there is nothing to read, or it is not clear which key to use
 * @throws SecretError when the fingerprint key cannot be fetched
 */
export async function fingerprintSecret(options: FingerprintOptions): Promise<CommandOutput> {
  const context = toContext(options.context);
  const reference = keyReference(options);
  if (options.stdin.isTerminal && options.noInput) {
    throw new UsageError({
      message: 'read secret: stdin: expected a pipe or a file, got a terminal, with --no-input',
      hint: 'Pipe the secret in: printf %s "$WRITE_KEY" | segment-evidence fingerprint --context write-key',
    });
  }
  const secret = toText(await options.stdin.read());
  const key = parseFingerprintKey(await resolveSecret(reference, { env: options.env }));
  const value = fingerprint(key, context, context === 'email' ? normaliseEmail(secret) : secret);
  const json = {
    schema: 'segment-evidence/fingerprint/v1',
    context,
    fingerprint: value,
    keyId: fingerprintKeyId(key),
  };
  return { exitCode: EXIT.done, json, text: value };
}

type Context = (typeof FINGERPRINT_CONTEXTS)[keyof typeof FINGERPRINT_CONTEXTS];

function toContext(name: string): Context {
  const found = Object.entries(FINGERPRINT_CONTEXTS).find(([key]) => key === name);
  if (found !== undefined) return found[1];
  throw new UsageError({
    message: `choose context: --context: expected ${Object.keys(FINGERPRINT_CONTEXTS).join(', ')}, got another`,
    hint: 'Name the kind of secret: the same text has a different fingerprint in each context.',
  });
}

function keyReference({ config, connection }: FingerprintOptions): string {
  const { connections } = config;
  const chosen =
    connection === undefined ? connections : connections.filter(({ name }) => name === connection);
  const references = new Set(chosen.map(({ fingerprintKeyRef }) => fingerprintKeyRef));
  const [reference, other] = references;
  if (reference !== undefined && other === undefined) return reference;
  const names = connections.map(({ name }) => name).join(', ');
  throw new UsageError({
    message:
      reference === undefined
        ? 'choose fingerprint key: --connection: expected the name of a connection, got another'
        : 'choose fingerprint key: expected one key, got several: connections have different ones',
    hint: `Name a connection with --connection: ${names}.`,
  });
}

function toText(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).replace(/\r?\n$/, '');
  } catch {
    throw new UsageError({
      message: 'read secret: stdin: expected UTF-8 text, got other bytes',
      hint: 'Pipe the secret in as text, just as Segment shows it.',
    });
  }
  if (text !== '') return text;
  throw new UsageError({
    message: 'read secret: stdin: expected a secret, got nothing',
    hint: 'Pipe the secret in; check that the variable is set.',
  });
}
