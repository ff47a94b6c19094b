/** `verify` of what was handed to the page: the same rules, words and codes as the command. */
import type { PageMark } from '../../schemas/page-mark.ts';
import type { CommandOutput } from '../commands/command.ts';
import { authoritiesFrom } from '../commands/stamp-authorities.ts';
import { reportUnmatched } from '../commands/unmatched-keys.ts';
import { verifyOutcome } from '../commands/verify-outcome.ts';
import { Findings } from '../verify/failure.ts';
import type { TrustedKey } from '../verify/keys.ts';
import { type Kinship, PageKinship } from '../verify/page-kinship.ts';
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
  /** Of the page around the form, where that tells of evidence. */
  readonly mark?: PageMark | undefined;
}

export interface Judged {
  readonly report: VerifyReport;
  readonly output: CommandOutput;
  /** Of the evidence with the page; undefined where there is no such page. */
  readonly kinship?: Kinship | undefined;
}

/** @throws EvidenceError where what was given cannot be judged together */
export async function verifyGiven(
  { evidence, held, connectionOf, mark }: Given,
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
  const book = mark === undefined ? undefined : new PageKinship(mark);
  if ('kind' in place) {
    const findings = new Findings();
    findings.fail(place.code, evidence.name, place.problem);
    const about = { location: evidence.name, isQuick: false, pinnedKeys: [], connections: [] };
    return judged([reportOf(about, findings)], book);
  }
  const input = { store: place, keys, authorities, now, onRecord: book?.take };
  const reports = await verifyStores([input], { receipts, stamps });
  return judged(reportUnmatched(reports, keys, undefined), book);
}

function judged(reports: readonly VerifyReport[], book: PageKinship | undefined): Judged {
  const [report] = reports;
  if (report === undefined) throw new Error('verify: expected one report, got none');
  return { report, output: verifyOutcome(reports), kinship: book?.conclude() };
}
