/** What is said of a pseudonymised copy, so that nobody takes it for the evidence that it was made from. */
import type { JudgedConnection } from '../verify/report.ts';

export function DerivedSentence({ connections }: { readonly connections: readonly JudgedConnection[] }) {
  if (connections.every(({ derived }) => derived === undefined)) return null;
  return (
    <p>
      <strong>
        This is a pseudonymised copy that was made from evidence, and not the original evidence.
      </strong>
    </p>
  );
}

export function derivedRows({ derived }: JudgedConnection): readonly (readonly [string, string])[] {
  if (derived === undefined) return [];
  return [
    ['Derived', 'a pseudonymised copy: not the original evidence'],
    ...derived.source.heads.map(
      ({ number, seq, recordSha256 }) =>
        ['Made from', `record ${seq} of chain ${number}, sha256:${recordSha256}`] as const,
    ),
    ['Its key', `${derived.keyId}: made for this copy, not the collector’s`],
  ];
}
