/**
 * `keygen`: makes the key pair that seals snapshots. The private key never leaves this machine by us.
 * Never overwrites: a lost signing key ends a chain, and no one can bring it back.
 */

import { createHash, generateKeyPair } from 'node:crypto';
import { constants } from 'node:fs';
import { access, link, mkdir, open, rm } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { EXIT, StoreError, UsageError } from '../errors.ts';
import type { CommandOutput } from './command.ts';

const DEFAULT_OUT = './keys/signing-key.pem';

export interface KeygenOptions {
  /** Path of the private key; `./keys/signing-key.pem` when absent. Relative to `cwd`. */
  readonly out?: string | undefined;
  readonly cwd: string;
}

/**
 * Writes `signing-key.pem` (private, PKCS#8, mode 0600) and `signing-key.pub.pem` (public, SPKI) next to it.
 * The key id is the hex SHA-256 of the public key's DER.
 *
 * @throws UsageError when one of the two files is there already, or the path cannot be a key
 * @throws StoreError `WRITE_FAILED` when they cannot be written; then neither is there
 */
export async function keygen(options: KeygenOptions): Promise<CommandOutput> {
  const out = options.out ?? DEFAULT_OUT;
  const privateFile = resolve(options.cwd, out);
  const publicFile = publicPath(privateFile);
  const publicOut = publicPath(out);
  assertPath(out);
  await assertFree(privateFile, out);
  await assertFree(publicFile, publicOut);

  const pair = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  const privatePem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' });
  const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' });
  const keyId = createHash('sha256')
    .update(pair.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');

  await makeFolder(dirname(privateFile), dirname(out));
  const suffix = `.${keyId.slice(0, 16)}.tmp`;
  await writeNew({ path: privateFile, content: String(privatePem), mode: 0o600, shown: out, suffix });
  try {
    await writeNew({ path: publicFile, content: String(publicPem), mode: 0o644, shown: publicOut, suffix });
  } catch (error) {
    await rm(privateFile, { force: true });
    throw error;
  }
  return report({ keyId, out, publicOut });
}

function report({ keyId, out, publicOut }: { keyId: string; out: string; publicOut: string }): CommandOutput {
  const json = { schema: 'segment-evidence/keygen/v1', keyId, privateKey: out, publicKey: publicOut };
  const text = [
    `key id       ${keyId}`,
    `private key  ${out}   (readable by you only; back it up where only you can read it)`,
    `public key   ${publicOut}`,
    '',
    'Where another key signs already, leave the configuration as it is, and run first:',
    `   segment-evidence rotate-key --new file:${out}`,
    '',
    'Next:',
    `1. Put it in evidence.config.yaml:   signing: { key: "file:${out}" }`,
    '   The path is relative to the configuration file.',
    '2. Pin it: give the public key and its key id to your auditor by a channel that does not',
    '   pass through the evidence store. Trust in every snapshot comes from this key.',
    `3. Verify with it:   segment-evidence verify --key ${publicOut}`,
  ].join('\n');
  return { exitCode: EXIT.done, json, text };
}

function publicPath(path: string): string {
  const stem = extname(path) === '.pem' ? path.slice(0, -'.pem'.length) : path;
  return `${stem}.pub.pem`;
}

function assertPath(out: string): void {
  if (out.trim() === '' || /[/\\]$/.test(out)) {
    throw new UsageError({
      message: `write signing key: ${out || '(empty)'}: expected the path of a file, got a folder`,
      hint: 'Name the file too: --out ./keys/signing-key.pem',
    });
  }
  if (out.endsWith('.pub.pem')) {
    throw new UsageError({
      message: `write signing key: ${out}: expected a name for the private key, got one for a public key`,
      hint: 'Name the private key: the public one is written next to it as .pub.pem.',
    });
  }
}

/** Asked before anything is made, for a clear answer; the write itself refuses too. */
async function assertFree(path: string, shown: string): Promise<void> {
  try {
    await access(path, constants.F_OK);
  } catch {
    return;
  }
  throw taken(shown);
}

function taken(shown: string): UsageError {
  return new UsageError({
    message: `write signing key: ${shown}: expected no file there, got one`,
    hint: 'Keep the key you have, or choose another path with --out; a key is never overwritten.',
  });
}

async function makeFolder(folder: string, shown: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw failed(shown, cause);
  }
}

interface NewFile {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
  readonly shown: string;
  /** Makes the temporary name; of the key's own id, so that no two runs share it. */
  readonly suffix: string;
}

/**
 * Writes a file under a temporary name, brings it to the disk, then gives it its name without overwriting:
 * a crash leaves a whole key or none. Where links do not exist (FAT, some network drives) it is created by name.
 */
async function writeNew({ path, content, mode, shown, suffix }: NewFile): Promise<void> {
  const temporary = path + suffix;
  try {
    await writeExclusive(temporary, content, mode);
    await link(temporary, path).catch(async (error: unknown) => {
      if (!NO_LINKS.has(codeOf(error))) throw error;
      await writeExclusive(path, content, mode);
    });
    await syncFolder(dirname(path));
  } catch (cause) {
    throw codeOf(cause) === 'EEXIST' ? taken(shown) : failed(shown, cause);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Brings the new name to the disk too; Windows does that by itself and opens no folder. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

async function writeExclusive(path: string, content: string, mode: number): Promise<void> {
  const handle = await open(path, 'wx', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'an error';
}

function failed(shown: string, cause: unknown): StoreError {
  return new StoreError({
    code: 'WRITE_FAILED',
    key: shown,
    message: `write signing key: ${shown}: expected to write there, got ${codeOf(cause)}`,
    hint: 'Choose a folder you may write to, with --out.',
    cause,
  });
}
