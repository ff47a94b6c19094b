/** One thing that `test` looked at, and what it found. */
import { EvidenceError, EXIT, type ExitCode, InterruptedError } from '../errors.ts';

export interface Step {
  readonly step:
    | 'keys'
    | 'store'
    | 'token'
    | 'identity'
    | 'access'
    | 'write-key'
    | 'host'
    | 'source'
    | 'alerts'
    | 'stamp';
  readonly ok: boolean;
  /** Absent where it was tried. With `ok`: nobody can try it, and nothing is wrong with that. */
  readonly tried?: false;
  readonly detail: string;
  readonly hint?: string | undefined;
  readonly exitCode: ExitCode;
}

/** Returns the step that ended in an error. @throws what is no error of ours */
export function failed(step: Step['step'], error: unknown, place = ''): Step {
  if (error instanceof InterruptedError) throw error;
  if (error instanceof EvidenceError) {
    return { step, ok: false, detail: error.message, hint: error.hint, exitCode: error.exitCode };
  }
  if (step !== 'store' || !(error instanceof Error)) throw error;
  const code = 'code' in error ? String(error.code) : 'an error';
  return {
    step,
    ok: false,
    detail: `${place}: expected a folder to write in, got ${code}`,
    hint: 'Give this user write access to the store.',
    exitCode: EXIT.storeFailed,
  };
}

/** Returns the step that something before it has made impossible; it ends as that did. */
export function notTried(step: Step['step'], why: string, exitCode: ExitCode): Step {
  return { step, ok: false, tried: false, detail: `not tried: ${why}`, exitCode };
}
