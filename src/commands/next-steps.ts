/** What somebody has to do about a connection, the gravest first: by the same words as its alerts. Pure. */
import { severities } from '../../schemas/condition.ts';
import { causesOf, severityOf } from '../alerts/causes.ts';
import { remediationOf } from '../alerts/remediation.ts';
import type { StepsOf } from '../answers/pages/site/connection-facts.ts';
import { EXIT, type ExitCode } from '../errors.ts';

/** Below these nobody has to do anything. */
const NEEDS_A_PERSON: readonly string[] = ['critical', 'high', 'medium'];

/** Returns what there is to do about a run, each once. */
export const stepsOf: StepsOf = (run, isLate) => {
  const { connection } = run;
  const causes = causesOf(run)
    .map((cause) => ({ ...cause, severity: severityOf(cause.conditions) }))
    .filter(({ severity }) => NEEDS_A_PERSON.includes(severity))
    .toSorted((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity));
  // What fails is told once, whatever its severity.
  const failing = causes.flatMap((cause) => (cause.kind === 'checks' ? cause.checks : []));
  const told = causes.flatMap(({ conditions: [first], kind, resources, checks }) =>
    first === undefined
      ? []
      : remediationOf({
          ...first,
          ...{ kind, resources, connection },
          checks: kind === 'checks' ? failing : checks,
        }),
  );
  const late = isLate ? [remediationOf({ condition: 'run-overdue', connection })] : [];
  return [...new Set([...late, ...told])];
};

/** Returns what there is to do about a connection that nothing is verified of. */
export function stepsOfUnread(
  connection: string,
  exitCode: ExitCode,
  { hint, isEmpty }: { readonly hint: string | undefined; readonly isEmpty: boolean },
): readonly string[] {
  if (isEmpty)
    return [`Run segment-evidence collect ${connection}, or name the store that has its evidence.`];
  if (exitCode === EXIT.verificationFailed)
    return [remediationOf({ condition: 'verification-failed', connection })];
  return hint === undefined ? [] : [hint];
}
