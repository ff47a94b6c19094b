/** `verify` of what was handed to the page: the same rules, words and codes as the command. */
import type { CommandOutput } from '../commands/command.ts';
import { authoritiesFrom } from '../commands/stamp-authorities.ts';
import { reportUnmatched } from '../commands/unmatched-keys.ts';
import { verifyOutcome } from '../commands/verify-outcome.ts';
import { Findings } from '../verify/failure.ts';
import type { TrustedKey } from '../verify/keys.ts';
import { reportOf, type VerifyReport } from '../verify/report.ts';
import { verifyStores } from '../verify/verify.ts';
import type { Held } from './held.ts';
import { type GivenEvidence, locateGiven } from './located.ts';
import type { Watch } from './tree-store.ts';

export interface Given {
  readonly evidence: GivenEvidence;
  readonly held: readonly Held[];
  /** By the id of a key, the connection that it counts for alone. */
  readonly connectionOf: ReadonlyMap<string, string>;
}

export interface Judged {
  readonly report: VerifyReport;
  readonly output: CommandOutput;
}

/** @throws EvidenceError where what was given cannot be judged together */
export async function verifyGiven(
  { evidence, held, connectionOf }: Given,
  now: Date,
  watch: Watch,
): Promise<Judged> {
  const keys: TrustedKey[] = held.flatMap((each) =>
    each.kind === 'key' ? [{ publicKey: each.publicKey, connection: connectionOf.get(each.keyId) }] : [],
  );
  const receipts = held.flatMap((each) =>
    each.kind === 'receipts' ? each.receipts.map((receipt) => ({ ...receipt, path: each.name })) : [],
  );
  const stamps = held.flatMap((each) =>
    each.kind === 'stamp' ? [{ where: each.name, bytes: each.bytes }] : [],
  );
  const pinned = held.flatMap((each) => (each.kind === 'authority' ? each.certificates : []));
  const authorities = authoritiesFrom(pinned, [], stamps);
  const place = await locateGiven(evidence, watch);
  if ('kind' in place) {
    const findings = new Findings();
    findings.fail(place.code, evidence.name, place.problem);
    return judged([
      reportOf({ location: evidence.name, isQuick: false, pinnedKeys: [], connections: [] }, findings),
    ]);
  }
  const reports = await verifyStores([{ store: place, keys, authorities, now }], { receipts, stamps });
  return judged(reportUnmatched(reports, keys, undefined));
}

function judged(reports: readonly VerifyReport[]): Judged {
  const [report] = reports;
  if (report === undefined) throw new Error('verify: expected one report, got none');
  return { report, output: verifyOutcome(reports) };
}
