/** Keys for connections that are not there. Pure. */
import { connectionPrefix } from '../store/layout.ts';
import { Findings, type VerifyFailure } from '../verify/failure.ts';
import type { TrustedKey } from '../verify/keys.ts';
import { reportOf, type VerifyReport } from '../verify/report.ts';

/** Returns the connections that some of the keys are for. */
export function namesOf(keys: readonly TrustedKey[]): readonly string[] {
  return [...new Set(keys.flatMap(({ connection }) => connection ?? []))];
}

/**
 * Reports keys of connections that are not there: a slip of the pen, or evidence that is gone. `only`: the one
 * connection that was looked at.
 */
export function reportUnmatched<Report extends VerifyReport>(
  reports: readonly Report[],
  given: readonly TrustedKey[],
  only: string | undefined,
): readonly Report[] {
  const there = reports.flatMap(({ connections }) => connections.map(({ connection }) => connection));
  const failures = reports.flatMap((report) => report.failures);
  const unmatched = namesOf(given).filter((name) => !there.includes(name) && !isOutOfSight(name, failures));
  const [first, ...others] = reports;
  if (first === undefined || unmatched.length === 0) return reports;
  const findings = new Findings();
  findings.take(first);
  for (const name of unmatched) {
    const where = `--key ${name}=FILE`;
    if (only === undefined) {
      const found = there.join(', ') || 'none';
      findings.fail('NOTHING_THERE', where, {
        what: 'find connection',
        expected: `evidence of ${name}`,
        found,
      });
    } else findings.note('key-not-used', where, `only ${only} is looked at here`);
  }
  const { location, isQuick, pinnedKeys, connections } = first;
  const reported = reportOf({ location, isQuick, pinnedKeys, connections }, findings);
  return [{ ...first, ...reported, connections }, ...others];
}

/** Whether it may be there, in what could not be listed: that has been reported. */
function isOutOfSight(name: string, failures: readonly VerifyFailure[]): boolean {
  const own = connectionPrefix(name);
  return failures.some(({ code, where }) => code === 'UNREADABLE' && (where === '' || own.startsWith(where)));
}
