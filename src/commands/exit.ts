/** One exit code out of several, and that of a record. */
import type { Predicate } from '../../schemas/chain.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import { isWell } from '../run/well.ts';

/** The first of these that any part ended in is how the whole ended. */
const GRAVEST_FIRST: readonly ExitCode[] = [
  EXIT.interrupted,
  EXIT.terminated,
  EXIT.bug,
  EXIT.verificationFailed,
  EXIT.storeFailed,
  EXIT.tokenRefused,
  EXIT.incomplete,
  EXIT.findings,
];

/** Returns the exit code of several parts: the worst of theirs. */
export function worstExit(codes: readonly ExitCode[]): ExitCode {
  const gravest = GRAVEST_FIRST.find((code) => codes.includes(code));
  return gravest ?? codes.find((code) => code !== EXIT.done) ?? EXIT.done;
}

/** Returns how a command ends that found this record: incomplete also while something critical is open. */
export function exitOfRecord(record: Pick<Predicate, 'status' | 'conditions'>): ExitCode {
  return isWell(record) ? EXIT.done : EXIT.incomplete;
}
