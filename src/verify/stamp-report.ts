/**
 * What the time stamps of a connection come to: which records they fix, since when and by whom, which they do not, and
 * which dates they contradict.
 */
import { anchorsPrefix, chainRecordKey, connectionPrefix } from '../store/layout.ts';
import type { ChainSummary } from './chain.ts';
import type { VerifyContext } from './context.ts';
import { type FixedAt, type FixedStretch, stretchesOf } from './fixed.ts';
import type { Walked } from './receipts.ts';
import { describeRange, type RecordRange } from './record-range.ts';
import { type DatedAfter, type DatedBy, datesOf, type StampedLate } from './stamp-dates.ts';
import type { PlacedStamp, StampBook } from './stamps.ts';

/** A stamp in the report. */
export interface ReportedStamp {
  readonly chain: number;
  readonly seq: number;
  readonly at: string;
  readonly authority: string;
}

export interface StampReport {
  /** Stamps that verify under a pinned authority, each once a record. */
  readonly valid: number;
  /** Stamps of records that are there, while no authority is pinned. */
  readonly notJudged: number;
  /** Whose stamps are valid. */
  readonly authorities: readonly string[];
  /** The earliest and the latest of the valid ones. */
  readonly first: ReportedStamp | null;
  readonly last: ReportedStamp | null;
  /** How many records they fix. */
  readonly records: number;
  /** Since when these records cannot have been made or changed, and who says so. */
  readonly fixed: readonly (RecordRange & { readonly at: string; readonly authority: string })[];
  readonly notFixed: readonly RecordRange[];
}

/** Reports what is wrong with the stamps, and returns what they fix. */
export async function concludeStamps(
  context: VerifyContext,
  connection: string,
  book: StampBook,
  walked: Walked,
): Promise<StampReport> {
  const found = await book.finish();
  const stretches = stretchesOf(found.chains, walked.chains);
  reportRecordless(context, connection, found.recordless, walked);
  reportDates(context, connection, datesOf(found.chains, stretches));
  const notFixed = stretches.filter(({ fixed }) => fixed === undefined).map(rangeOf);
  if (found.notJudged > 0) noteNotJudged(context, connection, found.notJudged, found.claimed);
  if (context.authorities.length > 0) noteNotStamped(context, connection, notFixed);
  return {
    valid: found.valid,
    notJudged: found.notJudged,
    authorities: found.authorities,
    first: reported(found.first),
    last: reported(found.last),
    records: stretches.reduce(
      (sum, { from, to, fixed }) => sum + (fixed === undefined ? 0 : to - from + 1),
      0,
    ),
    fixed: stretches.flatMap(fixedRange),
    notFixed,
  };
}

const instantOf = (ms: number) => new Date(ms).toISOString();

function rangeOf({ chain, from, to }: RecordRange): RecordRange {
  return { chain, from, to };
}

function fixedRange(stretch: FixedStretch): StampReport['fixed'] {
  const { fixed } = stretch;
  if (fixed === undefined) return [];
  return [{ ...rangeOf(stretch), at: instantOf(fixed.atMs), authority: fixed.authority }];
}

function reported(stamp: PlacedStamp | undefined): ReportedStamp | null {
  if (stamp === undefined) return null;
  const { chain, seq, atMs, authority } = stamp;
  return { chain, seq, at: instantOf(atMs), authority };
}

/**
 * A stamp of a record behind the end of its chain: the end was cut off, or the stamp was put there. What it is over no
 * one can tell without the record, so its name is all there is to judge.
 */
function reportRecordless(
  { findings }: VerifyContext,
  connection: string,
  stamps: readonly { readonly key: string; readonly chain: number; readonly seq: number }[],
  { chains, isWhole }: Walked,
): void {
  const beyond = stamps.filter(({ chain, seq }) => isBeyond(chains, chain, seq));
  // That not all could be listed has been said.
  if (!isWhole) return;
  for (const number of new Set(beyond.map(({ chain }) => chain))) {
    const own = beyond.filter(({ chain }) => chain === number);
    const [first, last] = [own[0], own.at(-1)];
    if (first === undefined || last === undefined) continue;
    const records = new Set(own.map(({ seq }) => seq)).size;
    findings.fail('TRUNCATED', first.key, {
      what: 'check time stamp',
      expected: describeRange({ chain: number, from: first.seq, to: last.seq }),
      found: `none; ${connectionPrefix(connection)}chain/ ends before`,
      count: records,
    });
  }
}

/** A record that is missing before the end, or cannot be read, has been reported. */
function isBeyond(chains: readonly ChainSummary[], number: number, seq: number): boolean {
  const chain = chains.find((each) => each.number === number);
  return chain === undefined || seq >= chain.size;
}

function reportDates(
  context: VerifyContext,
  connection: string,
  { after, late }: { readonly after: readonly DatedAfter[]; readonly late: readonly StampedLate[] },
): void {
  for (const dated of after) reportAfter(context, connection, dated);
  for (const { first, last } of late) {
    const where = chainRecordKey(connection, first.chain, first.seq);
    const range = describeRange({ chain: first.chain, from: first.seq, to: last.seq });
    const examples = first === last ? [first] : [first, last];
    const message = `${range}: stamped more than 24 hours after the date: ${examples.map(describeDated).join('; ')}`;
    context.findings.note('stamped-late', where, message);
  }
}

function describeDated({ seq, recordedAtMs, fixed }: DatedBy): string {
  return `record ${seq} says ${instantOf(recordedAtMs)}, stamped ${describeStamp(fixed)}`;
}

function describeStamp({ atMs, authority }: FixedAt): string {
  return `${instantOf(atMs)} by ${authority}`;
}

const REASONS = {
  skew: 'its machine’s clock was ahead by as much, as the record itself says',
  unmeasured: 'the run reached nobody who could have told it that its clock was ahead',
} as const;

function reportAfter({ findings }: VerifyContext, connection: string, dated: DatedAfter): void {
  const { chain, seq, recordedAtMs, fixed, reason } = dated;
  const where = chainRecordKey(connection, chain, seq);
  if (reason !== undefined) {
    const message = `dated ${instantOf(recordedAtMs)}, after its time stamp of ${describeStamp(fixed)}: ${REASONS[reason]}`;
    findings.note('clock-skew', where, message);
    return;
  }
  findings.fail('CONTENT_INVALID', where, {
    what: 'check recordedAt against the time stamp',
    expected: `${describeStamp(fixed)}, or earlier`,
    found: instantOf(recordedAtMs),
  });
}

const NAMED_AT_MOST = 5;

function noteNotJudged(
  { findings }: VerifyContext,
  connection: string,
  count: number,
  claimed: readonly string[],
) {
  const named = claimed.slice(0, NAMED_AT_MOST).join(', ');
  const more = claimed.length > NAMED_AT_MOST ? ` and ${claimed.length - NAMED_AT_MOST} more` : '';
  const by = claimed.length === 0 ? '' : `, by their own words of ${named}${more}`;
  const stamps = count === 1 ? '1 time stamp' : `${count} time stamps`;
  const message = `${stamps}${by}: no authority is pinned (--tsa), so they fix nothing`;
  findings.note('stamps-not-judged', anchorsPrefix(connection), message);
}

function noteNotStamped({ findings }: VerifyContext, connection: string, notFixed: readonly RecordRange[]) {
  if (notFixed.length === 0) return;
  const named = notFixed.slice(0, NAMED_AT_MOST).map(describeRange).join(', ');
  const more =
    notFixed.length > NAMED_AT_MOST ? ` and ${notFixed.length - NAMED_AT_MOST} other stretches` : '';
  const message = `no time stamp fixes ${named}${more}`;
  findings.note('not-stamped', anchorsPrefix(connection), message);
}
