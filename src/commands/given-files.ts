/** Keys and days that are given on the command line of what only reads evidence. */
import { constants as limits } from 'node:buffer';
import type { KeyObject } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readPublicKey } from '../crypto/node.ts';
import { kindOfPem } from '../crypto/pem.ts';
import { UsageError } from '../errors.ts';

/** Returns the text of a file that an option names. @throws UsageError */
export async function readGiven(command: string, option: string, file: string, cwd: string): Promise<string> {
  return (await readGivenBytes(command, option, file, cwd)).toString('utf8');
}

/** Returns the bytes of a file that an option names; `most`: more are refused. @throws UsageError */
export async function readGivenBytes(
  command: string,
  option: string,
  file: string,
  cwd: string,
  most = MOST_BYTES,
): Promise<Buffer> {
  try {
    return await readBounded(resolve(cwd, file), most);
  } catch (cause) {
    throw unreadable(command, option, file, cause);
  }
}

/** Also a mailbox with receipts is smaller, and of more no text can be made. */
const MOST_BYTES = limits.MAX_STRING_LENGTH;
/** Whoever opens a pipe waits for somebody who writes, but with this; the system of Windows has no such pipes. */
const READ_AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** A pipe may never end, nor a device: what is asked of a file is only there in one. */
async function readBounded(path: string, most: number): Promise<Buffer> {
  const opened = await open(path, READ_AT_ONCE);
  try {
    const facts = await opened.stat();
    if (facts.isDirectory()) throw unfit('EISDIR');
    if (!facts.isFile()) throw unfit('IRREGULAR');
    if (facts.size > most) throw unfit('TOO_LARGE');
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of opened.createReadStream({ highWaterMark: 1024 * 1024, autoClose: false })) {
      bytes += chunk.length;
      if (bytes > most) throw unfit('TOO_LARGE');
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    await opened.close();
  }
}

const unfit = (code: 'EISDIR' | 'IRREGULAR' | 'TOO_LARGE') => Object.assign(new Error(FOUND[code]), { code });

const FOUND: Readonly<Record<string, string>> = {
  ENOENT: 'none',
  EISDIR: 'a folder',
  // A socket, which cannot be opened.
  ENXIO: 'a pipe or a device',
  IRREGULAR: 'a pipe or a device',
  EACCES: 'one that this user may not read',
  TOO_LARGE: 'more than can be read',
};

/** A file that an option names and that cannot be read. */
function unreadable(command: string, option: string, file: string, cause: unknown): UsageError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'an error';
  const found = FOUND[code] ?? code;
  return new UsageError({
    message: `${command}: ${option} ${file}: expected a file to read, got ${found}`,
    hint:
      code === 'EISDIR'
        ? `Put the location before ${option}, which takes every word after it.`
        : found === FOUND['IRREGULAR']
          ? 'Write it into a file first, and name that.'
          : `Check the path.${option === '--key' ? ' What stands before the first = is taken for the name of a connection; ./a=b.pem is a path.' : ''}`,
    cause,
  });
}

/** Returns the public key in a file. @throws UsageError for anything else, also a private key */
export async function readKey(command: string, file: string, cwd: string): Promise<KeyObject> {
  const pem = await readGiven(command, '--key', file, cwd);
  try {
    return readPublicKey(pem);
  } catch (cause) {
    const found = kindOfPem(pem);
    throw new UsageError({
      message: `${command}: --key ${file}: expected an ECDSA P-256 public key in PEM, got ${found}`,
      hint:
        found === 'a certificate'
          ? 'Certificates of time stamp authorities go after --tsa. To take the key out of one: openssl x509 -pubkey -noout -in FILE'
          : 'Name the public key (*.pub.pem) that you got from the owner of the evidence, not from the store.',
      // Not the cause of a file that may hold a private key.
      ...(found === 'a private key' ? {} : { cause }),
    });
  }
}

/** Returns the instant that an option names; a day alone means the whole of it, in UTC. @throws UsageError */
export function readInstant(command: string, option: string, text: string, edge: 'start' | 'end'): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const full = isDay ? `${text}T${edge === 'start' ? '00:00:00.000' : '23:59:59.999'}Z` : text;
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(full);
  const at = new Date(full);
  // Of 30 February a date makes 2 March.
  const day = new Date(`${full.slice(0, 10)}T00:00:00.000Z`);
  const isDayReal = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(full.slice(0, 10));
  if (isInstant && isDayReal && !Number.isNaN(at.getTime())) return at.toISOString();
  throw new UsageError({
    message: `${command}: ${option}: expected a day or an instant, got ${JSON.stringify(text)}`,
    hint: 'Write 2026-03-31 or 2026-03-31T12:00:00Z.',
  });
}

/**
 * Returns the instant of what was there by then, which nobody knows of one to come. A day that is not over yet is asked for as
 * it is by now. @throws UsageError
 */
export function readPast(
  command: string,
  option: string,
  text: string,
  { edge, now }: { readonly edge: 'start' | 'end'; readonly now: Date },
): string {
  const start = readInstant(command, option, text, 'start');
  if (start <= now.toISOString()) return readInstant(command, option, text, edge);
  throw new UsageError({
    message: `${command}: ${option}: expected an instant before now, ${now.toISOString()}, got ${text}`,
    hint: `Name today, ${now.toISOString().slice(0, 10)}, or an earlier day.`,
  });
}

/** Ensures that a period ends behind its start, and not too long after it; one without an end ends now. @throws UsageError */
export function assertPeriod(
  command: string,
  from: string | undefined,
  to: string | undefined,
  now: Date,
): void {
  if (from !== undefined && to === undefined && from > now.toISOString()) {
    throw new UsageError({
      message: `${command}: --from: expected an instant before now, ${now.toISOString()}, got ${from}`,
      hint: 'Name an earlier day.',
    });
  }
  if (from === undefined) return;
  if (to !== undefined && from > to)
    throw new UsageError({
      message: `${command}: --from: expected an instant before --to, got ${from} and ${to}`,
      hint: 'Exchange the two.',
    });
  if (Date.parse(to ?? now.toISOString()) - Date.parse(from) <= MOST_YEARS * 366 * DAY_MS) return;
  throw new UsageError({
    message: `${command}: --from: expected a period of at most ${MOST_YEARS} years, got one from ${from}`,
    hint: 'Name a later day: each run that was due is a line, whether it is there or not.',
  });
}

/** Whatever is due every hour in more would not fit into memory. */
const MOST_YEARS = 10;
const DAY_MS = 24 * 60 * 60 * 1000;
