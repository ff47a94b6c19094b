/** What `verify` says, in a terminal and in a page alike: one exit code, one document, one text. */
import { EXIT, type ExitCode } from '../errors.ts';
import { exitCodeOf } from '../verify/failure.ts';
import type { CommandOutput } from './command.ts';
import type { CoveredReport } from './verify-period.ts';
import { describeVerification } from './verify-text.ts';

export const VERIFY_SCHEMA = 'segment-evidence/verify/v1';

/** Returns what was found: exit 0 intact, 6 not, 7 cannot be judged, 4 intact and a period that was asked for is not covered. */
export function verifyOutcome(reports: readonly CoveredReport[], isQuick = false): CommandOutput {
  const exitCode = exitCodeOfAll(reports);
  const stores = reports.map((report) => ({ ...report, exitCode: exitCodeOfAll([report]) }));
  return {
    exitCode,
    json: { schema: VERIFY_SCHEMA, exitCode, quick: isQuick, stores },
    ...describeVerification(reports, exitCode),
  };
}

/** 6 outranks 5, that 7, and that 4: an intact store whose period is not covered. */
export function exitCodeOfAll(reports: readonly CoveredReport[]): ExitCode {
  const found = exitCodeOf(reports.flatMap(({ failures }) => failures));
  const codes = reports.flatMap(({ connections }) =>
    connections.map(({ coverage }) => coverage?.exitCode ?? EXIT.done),
  );
  const order = [EXIT.verificationFailed, EXIT.storeFailed, EXIT.cannotJudge, EXIT.incomplete] as const;
  return order.find((code) => found === code || codes.includes(code)) ?? EXIT.done;
}
