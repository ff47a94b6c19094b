/**
 * Secrets, fetched by reference: `env:NAME`, `file:PATH` or `secretsmanager:NAME`. Step "token" of the pipeline, and the keys.
 * Never puts a value, or a part of a file, into a message: errors name the reference only.
 */

import { type FileHandle, open } from 'node:fs/promises';
import { isShortOfDescriptors, MORE_DESCRIPTORS } from '../descriptors.ts';
import { MachineError, SecretError } from '../errors.ts';
import { Secret } from '../evidence/secret.ts';
import { isManaged, openSecretsManager, type SecretsManagerReader } from './secrets-manager.ts';
import { strayAround } from './stray-characters.ts';

const MAX_FILE_BYTES = 64 * 1024;
const MAX_TOKEN_LENGTH = 4096;
const MIN_KEY_BYTES = 32;

export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Default: one of its own, which remembers nothing from one secret to the next. */
  readonly secretsManager?: SecretsManagerReader;
}

/**
 * Returns the secret that a reference names; one final newline, LF or CRLF, is dropped.
 * A `file:` path should be absolute, as in an `EffectiveConnection`; otherwise it is relative to the process.
 *
 * @throws SecretError `SECRET_UNAVAILABLE` when it is missing, empty, unreadable, over 64 KiB or not UTF-8
 */
export async function resolveSecret(reference: string, sources: SecretSources): Promise<Secret> {
  const value = dropFinalNewline(await readReference(reference, sources));
  if (value === '') {
    throw refuse(
      reference,
      'expected a value, got an empty one',
      'Put the secret where the reference points.',
    );
  }
  return new Secret(value, reference);
}

/**
 * Ensures that a token can travel in a request header: a stray newline or blank would else become an
 * unreadable failure of every request, or a second header.
 *
 * @throws SecretError when it has characters other than visible ASCII, or more than 4096 of them
 */
export function assertTokenUsable(token: Secret): void {
  const value = token.reveal();
  if (value.length > MAX_TOKEN_LENGTH) {
    const problem = `expected at most ${MAX_TOKEN_LENGTH} characters, got ${value.length}`;
    throw refuse(token.reference, problem, 'Check that the reference points to the token and nothing else.');
  }
  const stray = strayAround(value);
  if (stray !== undefined)
    throw refuse(token.reference, `expected the token alone, got ${stray.found}`, stray.hint);
  if (!/^[\x21-\x7e]+$/.test(value)) {
    const problem = 'expected visible ASCII characters only, got a blank, a line break or another character';
    throw refuse(token.reference, problem, 'Store the token alone, on one line, without quotes or spaces.');
  }
}

/**
 * Returns the key of the fingerprints as bytes: `hex:` and `base64:` are decoded, otherwise it is UTF-8 text.
 *
 * @throws SecretError when it does not decode, or has fewer than 32 bytes
 */
export function parseFingerprintKey(secret: Secret): Uint8Array {
  const bytes = decodeKey(secret);
  if (bytes.length >= MIN_KEY_BYTES) return bytes;
  const problem = `expected a fingerprint key of ${MIN_KEY_BYTES} bytes or more, got ${bytes.length}`;
  throw refuse(secret.reference, problem, 'Make one with: openssl rand -hex 32 | sed "s/^/hex:/"');
}

function decodeKey(secret: Secret): Uint8Array {
  const value = secret.reveal();
  // Around text they may belong to the key, and fingerprints were made with them.
  const stray = /^\s*["']?(?:hex|base64):/.test(value) ? strayAround(value) : undefined;
  if (stray !== undefined)
    throw refuse(secret.reference, `expected the key alone, got ${stray.found}`, stray.hint);
  if (value.startsWith('hex:')) {
    const hex = value.slice('hex:'.length);
    if (/^(?:[0-9a-fA-F]{2})*$/.test(hex)) return Uint8Array.from(Buffer.from(hex, 'hex'));
    throw refuse(secret.reference, 'expected pairs of hexadecimal digits after hex:', 'Write the key again.');
  }
  if (value.startsWith('base64:')) {
    const text = value.slice('base64:'.length);
    const bytes = Buffer.from(text, 'base64');
    // Node drops what is not base64 without a word: a key with a typing error would be another, shorter key.
    if (sameBase64(bytes.toString('base64'), text)) return Uint8Array.from(bytes);
    throw refuse(
      secret.reference,
      'expected standard or URL-safe base64 after base64:',
      'Write the key again.',
    );
  }
  return new TextEncoder().encode(value);
}

function sameBase64(canonical: string, text: string): boolean {
  const plain = (base64: string) =>
    base64
      .replaceAll('-', '+')
      .replaceAll('_', '/')
      .replace(/={1,2}$/, '');
  return plain(canonical) === plain(text);
}

async function readReference(reference: string, { env, secretsManager }: SecretSources): Promise<string> {
  if (reference.startsWith('env:')) {
    const value = env[reference.slice('env:'.length)];
    if (value !== undefined) return value;
    throw refuse(
      reference,
      'expected a variable of this name, got none',
      'Set the variable, or name another one.',
    );
  }
  if (reference.startsWith('file:')) return readSecretFile(reference, reference.slice('file:'.length));
  if (isManaged(reference)) {
    const found = await (secretsManager ?? openSecretsManager()).read(reference);
    return found?.value ?? '';
  }
  // Not named: someone may have passed the secret itself.
  throw refuse(
    '(not a reference)',
    'expected env:NAME, file:PATH or secretsmanager:NAME',
    'Name the secret instead of giving it.',
  );
}

async function readSecretFile(reference: string, path: string): Promise<string> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const facts = await handle.stat();
    if (facts.isDirectory()) throw refuse(reference, 'expected a file, got a folder', 'Name the file in it.');
    return decodeUtf8(reference, await readAtMost(handle, reference));
  } catch (cause) {
    if (cause instanceof SecretError) throw cause;
    const code = errorCode(cause);
    if (isShortOfDescriptors(code)) throw shortOfDescriptors(reference, code, cause);
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    const problem = missing ? 'expected a file, got none' : `expected a readable file, got ${code}`;
    const hint = missing
      ? 'Create the file, or correct the path.'
      : 'Give the user who runs this read access to the file.';
    throw refuse(reference, problem, hint, cause);
  } finally {
    await handle?.close();
  }
}

/** Reads to the end or one byte past the limit: a device or a growing file has no size to ask for. */
async function readAtMost(handle: FileHandle, reference: string): Promise<Uint8Array> {
  const buffer = new Uint8Array(MAX_FILE_BYTES + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
    if (bytesRead === 0) return buffer.subarray(0, length);
    length += bytesRead;
  }
  throw refuse(
    reference,
    `expected at most ${MAX_FILE_BYTES} bytes, got more`,
    'Name the file with the secret alone.',
  );
}

function decodeUtf8(reference: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse(
      reference,
      'expected UTF-8 text, got other bytes',
      'Save the file as UTF-8, or use hex: or base64:.',
    );
  }
}

function dropFinalNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'an error';
}

/** Says nothing about the secret: a run that could not open its file must not seal that there was no token. */
function shortOfDescriptors(reference: string, code: string, cause: unknown): MachineError {
  const message = `fetch secret: ${reference}: expected to open it, got ${code}`;
  return new MachineError({ code: 'NO_DESCRIPTORS', message, hint: MORE_DESCRIPTORS, cause });
}

function refuse(reference: string, problem: string, hint: string, cause?: unknown): SecretError {
  return new SecretError({ reference, message: `fetch secret: ${reference}: ${problem}`, hint, cause });
}
