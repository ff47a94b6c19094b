/** Exit codes and error codes, as the documents of `--json` name them. */
import * as z from 'zod';

export const exitCode = z
  .literal([0, 1, 2, 3, 4, 5, 6, 7, 70, 130, 143])
  .describe('Exit code of the process, or of this part alone.');

export const errorCodes = [
  'ACCESS_DENIED',
  'ALREADY_EXISTS',
  'BAD_SHAPE',
  'BUG',
  'CONFIG_INVALID',
  'CONFIG_UNAVAILABLE',
  'CURSOR_LOOP',
  'FEATURE_UNAVAILABLE',
  'INTERRUPTED',
  'KEY_UNUSABLE',
  'NETWORK_FAILED',
  'NOT_FOUND',
  'NOT_VERIFIED',
  'NO_EVIDENCE',
  'PERSON_LEFT',
  'QUEUE_UNAVAILABLE',
  'QUEUE_UNUSABLE',
  'RATE_LIMITED',
  'READ_FAILED',
  'SECRET_UNAVAILABLE',
  'SIGN_FAILED',
  'TIMED_OUT',
  'TIME_SPENT',
  'TOKEN_REFUSED',
  'UPSTREAM_FAILED',
  'USAGE_INVALID',
  'WRITE_FAILED',
] as const;

export const errorCode = z.enum(errorCodes).describe('What went wrong; the set is closed.');
