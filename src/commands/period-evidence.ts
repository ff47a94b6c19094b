/** What the page of a period rests on: one connection's runs, its calendar, its access reviews and what fixes it from outside. */
import type { X509Certificate } from 'node:crypto';
import { readApprovals } from '../answers/approvals/stored.ts';
import { findManual } from '../answers/manual/found.ts';
import type { PeriodEvidence } from '../answers/pages/period/period-facts.ts';
import type { Period } from '../answers/pages/period/period-runs.ts';
import { isReviewOf, type ReviewsFound } from '../answers/pages/period/review-facts.ts';
import type { ReviewLine } from '../answers/review/overview.ts';
import type { ReviewStatus } from '../answers/review/status.ts';
import { listReviews } from '../answers/review/stored.ts';
import { EXIT, UnverifiedError } from '../errors.ts';
import { connectionPrefix } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import { Findings } from '../verify/failure.ts';
import type { History } from '../verify/read-history.ts';
import { refusal } from '../verify/signed-records.ts';
import { type KeptElsewhere, verifyStore } from '../verify/verify.ts';
import { RunBook } from './coverage.ts';
import type { EvidencePlace } from './evidence-places.ts';
import { historyAt } from './history-of.ts';
import { statusOfReview } from './review-status.ts';

export interface PeriodAsked extends Period, KeptElsewhere {
  readonly now: Date;
  readonly authorities?: readonly X509Certificate[];
}

/**
 * Returns what the page rests on: chains, signatures and sizes verified, the bytes of artifacts when they are read. `known`: its
 * runs, where somebody has read them already.
 * @throws UnverifiedError NOT_VERIFIED with everything that is wrong; NO_EVIDENCE; StoreError READ_FAILED
 */
export async function periodEvidence(
  place: EvidencePlace,
  asked: PeriodAsked,
  known?: History,
): Promise<PeriodEvidence> {
  const { connection, store } = place;
  const { from, to, now, ...kept } = asked;
  const history = known ?? (await historyAt(place, { now }));
  const runs = new RunBook({ from, to, now });
  const keys = (await place.keys()).map((publicKey) => ({ publicKey, connection }));
  const report = await verifyStore({
    authorities: place.authorities?.() ?? [],
    ...kept,
    store,
    connection,
    keys,
    now,
    isQuick: true,
    onRecord: runs.take,
  });
  const findings = new Findings();
  findings.take(report);
  const calendar =
    report.exitCode === EXIT.done ? await runs.coverageOf(store, connection, findings) : undefined;
  const [verified] = report.connections;
  if (calendar === undefined || verified === undefined)
    throw refusal(
      connectionPrefix(connection).slice(0, -1),
      findings.failures.map(({ message }) => message),
      report.exitCode === EXIT.done ? EXIT.verificationFailed : report.exitCode,
    );
  const reviews = await reviewsOf(history, store, { from, to }, now);
  const approvals = await readApprovals(store, history, now);
  return { history, calendar, verified, reviews, approvals, manual: await findManual(store, connection) };
}

/** Files of a review that are not what they say are told of on the page: the rest of it stands on its own. */
async function reviewsOf(history: History, store: Store, period: Period, now: Date): Promise<ReviewsFound> {
  const asking = { now, pinned: [] };
  try {
    if ((await listReviews(store, history.connection)).length === 0)
      return { lines: [], statuses: [], problems: [] };
    const overview = await statusOfReview(history, store, undefined, asking);
    const lines = overview.head['reviews'] as readonly ReviewLine[];
    const own = lines.filter((line) => isReviewOf(line, period)).toReversed();
    const statuses: ReviewStatus[] = [];
    for (const { reviewId } of own) statuses.push(await statusOfReview(history, store, reviewId, asking));
    return { lines, statuses, problems: [] };
  } catch (error) {
    if (!(error instanceof UnverifiedError)) throw error;
    return { lines: [], statuses: [], problems: [error.message] };
  }
}
