/** Closed sets of words stand twice: where they are used, and in what is published. They must be the same. */
import { describe, expect, it } from 'vitest';
import { errorCodes, exitCode } from '../../schemas/commands/exit-code.ts';
import { commandDocuments } from '../../schemas/commands/index.ts';
import { failureCodes, noteKinds } from '../../schemas/commands/verify.ts';
import { COMPLETION_SHELLS } from '../../src/commands/completion.ts';
import { FINGERPRINT_CONTEXTS } from '../../src/commands/fingerprint.ts';
import {
  EXIT,
  type QueueError,
  type SealError,
  type SegmentErrorCode,
  type StoreError,
  type UnverifiedError,
} from '../../src/errors.ts';
import type { AccessEntry } from '../../src/segment/access-map.ts';
import { FAILURE_EXITS, type NoteKind } from '../../src/verify/failure.ts';

/** The compiler refuses a word that is missing here, or one too many. */
const notes: Readonly<Record<NoteKind, true>> = {
  'not-a-real-workspace': true,
  gap: true,
  'missed-slots': true,
  uncommitted: true,
  'bytes-not-read': true,
  continued: true,
  'key-not-used': true,
  'keys-not-named': true,
  'attached-by-hand': true,
  'not-configured': true,
  'nothing-outside': true,
  'signer-not-judged': true,
  'stamped-late': true,
  'not-stamped': true,
  'stamps-not-judged': true,
  'not-looked-at': true,
  expired: true,
  export: true,
  derived: true,
  'clock-skew': true,
  'fingerprint-key-changed': true,
};
type Code =
  | SegmentErrorCode
  | StoreError['code']
  | SealError['code']
  | QueueError['code']
  | 'BUG'
  | 'CONFIG_INVALID'
  | 'CONFIG_UNAVAILABLE'
  | 'INTERRUPTED'
  | UnverifiedError['code']
  | 'SECRET_UNAVAILABLE'
  | 'USAGE_INVALID';
const codes: Readonly<Record<Code, true>> = {
  ACCESS_DENIED: true,
  ALREADY_EXISTS: true,
  BAD_SHAPE: true,
  BUG: true,
  CONFIG_INVALID: true,
  CONFIG_UNAVAILABLE: true,
  CURSOR_LOOP: true,
  FEATURE_UNAVAILABLE: true,
  INTERRUPTED: true,
  KEY_UNUSABLE: true,
  NETWORK_FAILED: true,
  NOT_FOUND: true,
  NOT_VERIFIED: true,
  PERSON_LEFT: true,
  NO_EVIDENCE: true,
  QUEUE_UNAVAILABLE: true,
  QUEUE_UNUSABLE: true,
  RATE_LIMITED: true,
  READ_FAILED: true,
  SECRET_UNAVAILABLE: true,
  SIGN_FAILED: true,
  TIMED_OUT: true,
  TIME_SPENT: true,
  TOKEN_REFUSED: true,
  UPSTREAM_FAILED: true,
  USAGE_INVALID: true,
  WRITE_FAILED: true,
};
const access: Readonly<Record<AccessEntry['access'], true>> = {
  readable: true,
  'field-hidden': true,
  untried: true,
  denied: true,
  unavailable: true,
  deferred: true,
  unreachable: true,
};
const { fingerprint, completion, test } = commandDocuments;

describe('the published words', () => {
  it.each([
    ['exit codes', [...exitCode.values].map(String), Object.values(EXIT).map(String)],
    ['failures of a verification', failureCodes, Object.keys(FAILURE_EXITS)],
    ['notes of a verification', noteKinds, Object.keys(notes)],
    ['error codes', errorCodes, Object.keys(codes)],
    ['fingerprint contexts', fingerprint.shape.context.options, Object.values(FINGERPRINT_CONTEXTS)],
    ['shells', completion.shape.shell.options, COMPLETION_SHELLS],
    [
      'kinds of access',
      test.shape.connections.element.shape.accessMap.element.shape.access.options,
      Object.keys(access),
    ],
  ])('are those of the program: %s', (_what, published, used) => {
    expect([...published].sort()).toEqual([...used].sort());
  });
});
