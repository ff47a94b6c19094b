/**
 * A file that the configuration names as text, or the one reason why it cannot be. Reads no more than it is told and only
 * regular files, so that a wrong path (a device, a pipe, a dump) cannot hang or fill the process.
 */

import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import type { ConfigIssue } from '../errors.ts';

const MIB = 1024 * 1024;

export type FileText = { readonly text: string } | Unread;

/** Why a file could not be read. */
interface Unread {
  readonly issue: ConfigIssue;
  /** There is none. */
  readonly isMissing: boolean;
}

/** A file as it is: its text, its bytes, and when it was last written. */
export interface WholeFile {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly modifiedAt: Date;
}

/** Returns the path as a reader knows it: relative when it is below the working folder. */
export function shownPath(path: string, cwd: string): string {
  const below = relative(cwd, path);
  return below === '' || below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below) ? path : below;
}

/** Returns the text of a UTF-8 file without its byte order mark, or what is wrong with it. Never throws. */
export function readConfigText(path: string, shown: string): FileText {
  return readTextFile(path, shown, 1);
}

/** Returns the same of a file of at most so many MiB, with the rest of what is known of it. Never throws. */
export function readTextFile(path: string, shown: string, mostMib: number): WholeFile | Unread {
  let isMissing = false;
  const refuse = (message: string, line?: number) => ({
    issue: { file: shown, path: '', message, ...(line === undefined ? {} : { line, column: 1 }) },
    isMissing,
  });
  let read: Omit<WholeFile, 'text'>;
  try {
    const kind = readRegularFile(path, mostMib);
    if (typeof kind === 'string') return refuse(kind);
    read = kind;
  } catch (error) {
    isMissing = isNotThere(error);
    return refuse(unreadable(error));
  }
  const text = decode(read.bytes);
  if (text !== undefined) return { text, ...read };
  const line = firstBadLine(read.bytes);
  return refuse('expected UTF-8 text, got other bytes in this line; save the file as UTF-8', line);
}

function readRegularFile(path: string, mostMib: number): Omit<WholeFile, 'text'> | string {
  // Whoever opens a pipe waits for somebody who writes, but with the second of these.
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const facts = fstatSync(descriptor);
    if (facts.isDirectory()) return 'expected a file, got a folder; name the file in it';
    if (!facts.isFile()) return 'expected a regular file, got a pipe or a device; write it to a file first';
    if (facts.size > mostMib * MIB)
      return `expected at most ${mostMib} MiB, got ${facts.size} bytes; is this the right file?`;
    return { bytes: readFileSync(descriptor), modifiedAt: facts.mtime };
  } finally {
    closeSync(descriptor);
  }
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : 'an error';
const isNotThere = (error: unknown) => ['ENOENT', 'ENOTDIR'].includes(codeOf(error));

function unreadable(error: unknown): string {
  const code = codeOf(error);
  if (isNotThere(error)) return 'expected a file, got none; create it, or correct the path';
  return `expected a readable file, got ${code}; give the user who runs this read access`;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Counts lines from 1. A UTF-8 sequence never spans a line feed, so lines can be tried one by one. */
function firstBadLine(bytes: Uint8Array): number {
  let start = 0;
  for (let line = 1; ; line += 1) {
    const end = bytes.indexOf(0x0a, start);
    if (end === -1 || decode(bytes.subarray(start, end)) === undefined) return line;
    start = end + 1;
  }
}
