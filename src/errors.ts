/**
 * Every error this program throws on purpose: one class per layer, a closed set of codes,
 * and the exit code each ends in. Imports nothing, so every layer can use it.
 *
 * Messages follow one grammar: lower-case, no full stop,
 * `<what was tried>: <thing>: expected X, got Y`; the hint is one imperative sentence.
 * No token, key or response body may ever enter a message or a field.
 */

/** Process exit codes. See the table "Exit codes" in docs/commands.md. */
export const EXIT = {
  done: 0,
  findings: 1,
  usage: 2,
  tokenRefused: 3,
  incomplete: 4,
  storeFailed: 5,
  verificationFailed: 6,
  cannotJudge: 7,
  bug: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface ErrorDetails<Code extends string> {
  readonly code: Code;
  readonly message: string;
  /** One imperative sentence: what the reader can do. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** Base of all errors thrown on purpose; `exitCode` is what the command line ends with. */
export abstract class EvidenceError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly hint: string | undefined;
  abstract readonly exitCode: ExitCode;

  constructor(details: ErrorDetails<Code>) {
    super(details.message, { cause: details.cause });
    this.name = new.target.name;
    this.code = details.code;
    this.hint = details.hint;
  }
}

/** One problem in the configuration. Line and column count from 1; absent where no file is to blame. */
export interface ConfigIssue {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Dotted path of the setting, such as `connections.0.token`. */
  readonly path: string;
  readonly message: string;
}

/**
 * The configuration cannot be used. Carries all problems, never only the first. Exit 2; exit 5 where a part of it is
 * kept elsewhere and could not be fetched: who comes again may find it.
 */
export class ConfigError extends EvidenceError<'CONFIG_INVALID' | 'CONFIG_UNAVAILABLE'> {
  readonly exitCode: ExitCode;
  readonly issues: readonly ConfigIssue[];

  constructor(
    details: Omit<ErrorDetails<'CONFIG_INVALID'>, 'code'> & {
      readonly issues: readonly ConfigIssue[];
      readonly isUnavailable?: boolean;
    },
  ) {
    const { isUnavailable = false } = details;
    super({ ...details, code: isUnavailable ? 'CONFIG_UNAVAILABLE' : 'CONFIG_INVALID' });
    this.exitCode = isUnavailable ? EXIT.storeFailed : EXIT.usage;
    this.issues = details.issues;
  }
}

/** The command line asks for something that does not exist or does not fit together. Exit 2. */
export class UsageError extends EvidenceError<'USAGE_INVALID'> {
  readonly exitCode = EXIT.usage;

  constructor(details: Omit<ErrorDetails<'USAGE_INVALID'>, 'code'>) {
    super({ ...details, code: 'USAGE_INVALID' });
  }
}

/** A secret could not be fetched. Carries its reference, never its value. */
export class SecretError extends EvidenceError<'SECRET_UNAVAILABLE'> {
  readonly exitCode = EXIT.incomplete;
  readonly reference: string;

  constructor(details: Omit<ErrorDetails<'SECRET_UNAVAILABLE'>, 'code'> & { readonly reference: string }) {
    super({ ...details, code: 'SECRET_UNAVAILABLE' });
    this.reference = details.reference;
  }
}

/** The store refused or lost something. `key` is the object's path in the store. Exit 5. */
export class StoreError extends EvidenceError<
  'ALREADY_EXISTS' | 'WRITE_FAILED' | 'READ_FAILED' | 'NOT_FOUND'
> {
  readonly exitCode = EXIT.storeFailed;
  readonly key: string;
  /** What came instead of the object, in a word or two; the message says it too. */
  readonly found: string | undefined;
  /** Whether what is there is no object at all, such as a link, a folder or a pipe. */
  readonly isIrregular: boolean;
  /** Whether it is a record of ours that a newer version wrote. */
  readonly isNewer: boolean;
  /** What else failed of the same sort, such as other folders of one listing. */
  readonly others: readonly StoreError[];

  constructor(
    details: ErrorDetails<'ALREADY_EXISTS' | 'WRITE_FAILED' | 'READ_FAILED' | 'NOT_FOUND'> & {
      readonly key: string;
      readonly found?: string;
      readonly isIrregular?: boolean;
      readonly isNewer?: boolean;
      readonly others?: readonly StoreError[];
    },
  ) {
    super(details);
    this.key = details.key;
    this.found = details.found;
    this.isIrregular = details.isIrregular ?? false;
    this.isNewer = details.isNewer ?? false;
    this.others = details.others ?? [];
  }
}

/** This machine itself lacks what a run needs. Says nothing about Segment, so nothing is sealed. Exit 5. */
export class MachineError extends EvidenceError<'NO_DESCRIPTORS' | 'NO_TEMPORARY_FILES'> {
  readonly exitCode = EXIT.storeFailed;
}

/** The queue gives or takes no messages: away for now, or none that can be used. What is due stays due. Exit 5. */
export class QueueError extends EvidenceError<'QUEUE_UNAVAILABLE' | 'QUEUE_UNUSABLE'> {
  readonly exitCode = EXIT.storeFailed;
}

/** A signature could not be made, or a signing key cannot be used. Exit 5. */
export class SealError extends EvidenceError<'SIGN_FAILED' | 'KEY_UNUSABLE'> {
  readonly exitCode = EXIT.storeFailed;
}

/** A channel could not be given an alert. Never ends a command: the snapshot is sealed already. */
export class AlertError extends EvidenceError<'NOTIFY_FAILED'> {
  readonly exitCode = EXIT.incomplete;
  /** Kind and place in the configuration, such as `slack-1`; never the address. */
  readonly channel: string;
  /** Whether trying again soon cannot help. */
  readonly isFinal: boolean;
  /** What the receiver asked for. */
  readonly retryAfterMs: number | undefined;

  constructor(
    details: Omit<ErrorDetails<'NOTIFY_FAILED'>, 'code'> & {
      readonly channel: string;
      readonly isFinal: boolean;
      readonly retryAfterMs?: number | undefined;
    },
  ) {
    super({ ...details, code: 'NOTIFY_FAILED' });
    this.channel = details.channel;
    this.isFinal = details.isFinal;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/**
 * No time stamp could be had. Never ends a run, which has committed by then: the next one asks again.
 * UNREACHABLE: no answer, or none in time; REFUSED: one that says no; INVALID_ANSWER: one that does not hold.
 */
export class AnchorError extends EvidenceError<'UNREACHABLE' | 'REFUSED' | 'INVALID_ANSWER'> {
  readonly exitCode = EXIT.incomplete;
  /** Host and port of the authority; never the whole address. */
  readonly host: string;

  constructor(
    details: ErrorDetails<'UNREACHABLE' | 'REFUSED' | 'INVALID_ANSWER'> & { readonly host: string },
  ) {
    super(details);
    this.host = details.host;
  }
}

/** Someone asked the process to stop. Exit 130 (Ctrl-C) or 143 (terminated). */
export class InterruptedError extends EvidenceError<'INTERRUPTED'> {
  readonly exitCode: 130 | 143;

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super({
      code: 'INTERRUPTED',
      message: `run: interrupted by ${signal}`,
      hint: 'Run the command again; unfinished work is never evidence.',
    });
    this.exitCode = signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
  }
}

/** `PERSON_LEFT`: somebody still stands in what was to leave without people. */
export type UnverifiedCode = 'NOT_VERIFIED' | 'NO_EVIDENCE' | 'PERSON_LEFT';

/**
 * Evidence was asked for and cannot be vouched for, or is not there. Exit 6 or, where no one can judge, 7; 5 where
 * the store may not be read.
 * `problems` are the failures that `verify` reports, one sentence each.
 */
export class UnverifiedError extends EvidenceError<UnverifiedCode> {
  readonly exitCode: ExitCode;
  readonly problems: readonly string[];

  constructor(
    details: ErrorDetails<UnverifiedCode> & {
      readonly exitCode: ExitCode;
      readonly problems?: readonly string[];
    },
  ) {
    super(details);
    this.exitCode = details.exitCode;
    this.problems = details.problems ?? [];
  }
}

export type SegmentErrorCode =
  | 'TOKEN_REFUSED'
  | 'ACCESS_DENIED'
  | 'NOT_FOUND'
  | 'FEATURE_UNAVAILABLE'
  | 'RATE_LIMITED'
  | 'TIME_SPENT'
  | 'TIMED_OUT'
  | 'NETWORK_FAILED'
  | 'UPSTREAM_FAILED'
  | 'BAD_SHAPE'
  | 'CURSOR_LOOP';

/** Reading something from Segment failed. All but TOKEN_REFUSED become a resource's outcome. */
export class SegmentError extends EvidenceError<SegmentErrorCode> {
  readonly exitCode = EXIT.incomplete;
  readonly status: number | undefined;

  constructor(details: ErrorDetails<SegmentErrorCode> & { readonly status?: number | undefined }) {
    super(details);
    this.status = details.status;
  }
}
