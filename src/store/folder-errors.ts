/** What the system's error codes mean for a store in a folder. Pure. */
import { isShortOfDescriptors, MORE_DESCRIPTORS } from '../descriptors.ts';

/** Returns what to do about a folder that could not be written. */
export function hintFor(code: string, folder: string): string {
  if (code === 'ENOSPC' || code === 'EDQUOT') return `Free space on the disk that holds ${folder}.`;
  if (code === 'ENOTDIR') return `Name a folder in \`store\`: part of the path ${folder} is a file.`;
  if (isShortOfDescriptors(code)) return MORE_DESCRIPTORS;
  if (code === 'EIO' || isAnswerLost(code)) return `Check the disk or the server that holds ${folder}.`;
  return `Give this user write access to ${folder}, or name another folder in \`store\`.`;
}

const LOST = [
  'EIO',
  'EREMOTEIO',
  'ETIMEDOUT',
  'ESTALE',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOTCONN',
  'EHOSTDOWN',
];

/** Whether a file server may have done what was asked of it, and only its answer is missing. */
export function isAnswerLost(code: string): boolean {
  return LOST.includes(code);
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

export function hasCode(error: unknown, code: string): boolean {
  return codeOf(error) === code;
}
