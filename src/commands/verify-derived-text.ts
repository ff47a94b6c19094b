/** What `verify` says of a pseudonymised copy, so that nobody takes it for the evidence that it was made from. */
import { printable } from '../evidence/printable.ts';
import type { ConnectionReport } from '../verify/report.ts';
import { numbered } from './numbered.ts';

export const AS_DERIVED = ' as a pseudonymised copy, which is not the original evidence';
export const OWN_KEY =
  'Name with --key the public key that came with this pseudonymised copy; the key of the collector is for the original.';

export const isDerived = (
  reports: readonly { readonly connections: readonly Pick<ConnectionReport, 'derived'>[] }[],
): boolean => reports.some(({ connections }) => connections.some(({ derived }) => derived !== undefined));

/** Before all else: what is read on must not be taken for the evidence itself. */
export function describeDerived({ derived }: ConnectionReport): readonly string[] {
  if (derived === undefined) return [];
  const { keyId, source, people, changed } = derived;
  return [
    '  DERIVED     a pseudonymised copy, made from evidence: it is NOT the original evidence',
    ...source.heads.map(
      ({ number, seq, recordSha256 }) =>
        `  made from   record ${seq} of chain ${number}: sha256:${recordSha256} of its file; all before it follow from that`,
    ),
    `  replaced    ${numbered(people.addresses, 'address', 'addresses')}, ${numbered(people.ids, 'id')}, ${numbered(people.names, 'name')} of people`,
    ...changed.map((each) => `              ${printable(each)}`),
    `  its key     ${keyId}: made for this copy, not the collector's; it shows what was changed since, and not who made it`,
  ];
}
