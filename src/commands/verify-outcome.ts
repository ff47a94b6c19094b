/** What `verify` says, in a terminal and in a page alike: one exit code, one document, one text. */
import { EXIT, type ExitCode } from '../errors.ts';
import { printable } from '../evidence/printable.ts';
import { exitCodeOf } from '../verify/failure.ts';
import type { CommandOutput } from './command.ts';
import type { PageVerdict } from './page-verdict.ts';
import type { CoveredReport } from './verify-period.ts';
import { describeVerification } from './verify-text.ts';

export const VERIFY_SCHEMA = 'segment-evidence/verify/v1';

/** Returns what was found: exit 0 intact, 6 not, 7 cannot be judged, 4 intact and a period that was asked for is not covered. */
export function verifyOutcome(
  reports: readonly CoveredReport[],
  isQuick = false,
  page?: PageVerdict,
): CommandOutput {
  const ofEvidence = exitCodeOfAll(reports);
  const exitCode = worst([ofEvidence, ...(page === undefined ? [] : [page.exitCode])]);
  const stores = reports.map((report) => ({ ...report, exitCode: exitCodeOfAll([report]) }));
  const json = { schema: VERIFY_SCHEMA, exitCode, quick: isQuick, stores };
  const said = describeVerification(reports, ofEvidence);
  if (page === undefined) return { exitCode, json, ...said };
  const { text, verboseText = text } = said;
  const words = describePage(page);
  return {
    exitCode,
    json: { ...json, page },
    text: `${text}\n\n${words}`,
    verboseText: `${verboseText}\n\n${words}`,
  };
}

const PAGE_VERDICTS = { same: 'SAME', differs: 'NOT THE SAME', 'cannot-tell': 'CANNOT TELL' } as const;

const describePage = ({ file, sha256, madeBy, verdict, message }: PageVerdict): string =>
  [
    `PAGE ${printable(file)}`,
    `  sha256      ${sha256}`,
    `  made by     ${madeBy === null ? 'it does not say' : printable(madeBy)}`,
    '',
    `  ${PAGE_VERDICTS[verdict]}: ${printable(message)}`,
  ].join('\n');

/** 6 outranks 5, that 7, and that 4: an intact store whose period is not covered. */
export function exitCodeOfAll(reports: readonly CoveredReport[]): ExitCode {
  const found = exitCodeOf(reports.flatMap(({ failures }) => failures));
  const codes = reports.flatMap(({ connections }) =>
    connections.map(({ coverage }) => coverage?.exitCode ?? EXIT.done),
  );
  return worst([found, ...codes]);
}

function worst(codes: readonly ExitCode[]): ExitCode {
  const order = [EXIT.verificationFailed, EXIT.storeFailed, EXIT.cannotJudge, EXIT.incomplete] as const;
  return order.find((code) => codes.includes(code)) ?? EXIT.done;
}
