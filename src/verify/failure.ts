/**
 * What verifying finds: failures and notes, as values. Every rule reports here and continues, so that one
 * verification tells everything that is wrong. Nothing in this folder throws for what it finds.
 */
import { EXIT, type ExitCode } from '../errors.ts';

/** The closed set of codes, and the exit code each leads to. */
export const FAILURE_EXITS = {
  /** Bytes or their number are not those that were signed. */
  DIGEST_MISMATCH: EXIT.verificationFailed,
  /** The envelope is not one signature, over these bytes and this type, in the one allowed form. */
  SIGNATURE_INVALID: EXIT.verificationFailed,
  /** A key that no one pinned, or not the one in force at that record. */
  KEY_UNTRUSTED: EXIT.verificationFailed,
  ARTIFACT_MISSING: EXIT.verificationFailed,
  ARTIFACT_UNLISTED: EXIT.verificationFailed,
  MANIFEST_MISSING: EXIT.verificationFailed,
  /** A record is missing, unreadable, or does not continue the one before it. */
  CHAIN_BROKEN: EXIT.verificationFailed,
  /** A receipt is of a longer chain than the one that is there. */
  TRUNCATED: EXIT.verificationFailed,
  /** A receipt is of another chain than the one that is there. */
  REWRITTEN: EXIT.verificationFailed,
  /** A time stamp is not one of this record by a pinned authority. */
  STAMP_INVALID: EXIT.verificationFailed,
  /** A bucket keeps more than one version of an object, or a delete marker. A folder has no such memory. */
  NOT_WRITE_ONCE: EXIT.verificationFailed,
  /** Signed or not: it does not follow the format, or contradicts itself. */
  CONTENT_INVALID: EXIT.verificationFailed,
  FORMAT_UNKNOWN: EXIT.cannotJudge,
  KEY_NOT_PINNED: EXIT.cannotJudge,
  NOTHING_THERE: EXIT.cannotJudge,
  /** It is there and may not be read. Says nothing about tampering. */
  UNREADABLE: EXIT.storeFailed,
} as const satisfies Readonly<Record<string, ExitCode>>;

export type FailureCode = keyof typeof FAILURE_EXITS;

/** Something that must hold and does not. */
export interface Problem {
  /** What was tried, such as `check previous record`. */
  readonly what: string;
  readonly expected: string;
  readonly found: string;
  /** How many records or lines it is about, where that is not one. */
  readonly count?: number;
}

export interface VerifyFailure {
  readonly code: FailureCode;
  /** Key in the store, or the name of what was given on the command line. */
  readonly where: string;
  /** `<what was tried>: <where>: expected X, got Y`. */
  readonly message: string;
  readonly expected: string;
  readonly found: string;
  readonly count?: number;
}

/** Not a failure, but must be known to anyone who relies on the evidence. */
export type NoteKind =
  | 'not-a-real-workspace'
  | 'gap'
  | 'missed-slots'
  | 'uncommitted'
  | 'bytes-not-read'
  | 'continued'
  | 'key-not-used'
  | 'keys-not-named'
  | 'attached-by-hand'
  | 'not-configured'
  | 'nothing-outside'
  | 'signer-not-judged'
  | 'stamped-late'
  | 'not-stamped'
  | 'stamps-not-judged'
  | 'not-looked-at'
  | 'expired'
  | 'export'
  | 'derived'
  | 'clock-skew'
  | 'fingerprint-key-changed';

export interface VerifyNote {
  readonly kind: NoteKind;
  readonly where: string;
  readonly message: string;
}

/** Takes failures and notes in the order in which they are found. */
export class Findings {
  readonly failures: VerifyFailure[] = [];
  readonly notes: VerifyNote[] = [];
  readonly #said = new Set<string>();

  fail(code: FailureCode, where: string, problem: Problem): void {
    const { what, expected, found, count } = problem;
    const message = `${what}: ${where}: expected ${expected}, got ${found}`;
    this.failures.push({ code, where, message, expected, found, ...(count === undefined ? {} : { count }) });
  }

  failEach(code: FailureCode, where: string, problems: readonly Problem[]): void {
    for (const problem of problems) this.fail(code, where, problem);
  }

  /** Takes over what was found apart. */
  take({
    failures,
    notes,
  }: {
    readonly failures: readonly VerifyFailure[];
    readonly notes: readonly VerifyNote[];
  }): void {
    this.failures.push(...failures);
    for (const { kind, where, message } of notes) this.note(kind, where, message);
  }

  /** What is true of every record is said once, and so is what is come across twice. */
  note(kind: NoteKind, where: string, message: string): void {
    const said = JSON.stringify(kind === 'not-a-real-workspace' ? [message] : [kind, where, message]);
    if (this.#said.has(said)) return;
    this.#said.add(said);
    this.notes.push({ kind, where, message });
  }
}

/** 6 outranks 5 outranks 7: what was found weighs more than what could not be checked. */
export function exitCodeOf(failures: readonly VerifyFailure[]): ExitCode {
  const exits = new Set<ExitCode>(failures.map(({ code }) => FAILURE_EXITS[code]));
  const order = [EXIT.verificationFailed, EXIT.storeFailed, EXIT.cannotJudge] as const;
  return order.find((exit) => exits.has(exit)) ?? EXIT.done;
}
