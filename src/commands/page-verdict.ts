/** Whether a page is what evidence yields: it is made again from what was verified, and every byte compared. */

import { createHash } from 'node:crypto';
import type { PageMark } from '../../schemas/page-mark.ts';
import { EvidenceError, EXIT, type ExitCode, InterruptedError, UsageError } from '../errors.ts';
import { PAGE_TOOL } from '../report/page/mark.tsx';
import { keyIdOf } from '../seal/dsse.ts';
import { keysFor } from '../verify/keys.ts';
import { PageKinship } from '../verify/page-kinship.ts';
import type { History } from '../verify/read-history.ts';
import type { JudgedConnection, VerifyReport } from '../verify/report.ts';
import type { KeptElsewhere, VerifyInput } from '../verify/verify.ts';
import { historyAt } from './history-of.ts';
import { pagesAgain } from './page-again.ts';
import { type PageFile, viewsThatDiffer } from './page-file.ts';

export interface PageVerdict {
  readonly file: string;
  /** Hex, of the file. */
  readonly sha256: string;
  /** Name and version of what made it; null: it does not say. */
  readonly madeBy: string | null;
  readonly verdict: 'same' | 'differs' | 'cannot-tell';
  readonly exitCode: ExitCode;
  readonly message: string;
}

/** What was verified, and with what. */
export interface JudgedEvidence {
  readonly stores: readonly VerifiedStore[];
  readonly kept: Required<KeptElsewhere>;
  readonly now: Date;
}

/** A store that was verified, and what came of it. */
interface VerifiedStore {
  readonly input: VerifyInput;
  readonly report: VerifyReport;
}

type Finding = Pick<PageVerdict, 'verdict' | 'exitCode' | 'message'>;

const cannotTell = (message: string, exitCode: ExitCode = EXIT.cannotJudge): Finding => ({
  verdict: 'cannot-tell',
  exitCode,
  message,
});
const differs = (message: string): Finding => ({
  verdict: 'differs',
  exitCode: EXIT.verificationFailed,
  message,
});

/** Returns what is to be said of a page beside what was verified. Throws for nothing that it finds. */
export async function judgePage(page: PageFile, evidence: JudgedEvidence): Promise<PageVerdict> {
  const { file, sha256, mark } = page;
  const finding = mark === undefined ? cannotTell(NO_MARK) : await judgeMarked(page, mark, evidence);
  return { file, sha256, madeBy: mark?.tool ?? null, ...finding };
}

const NO_MARK =
  'it does not say what it was made from: it is no page of segment-evidence, or one of a version that did not say so';

async function judgeMarked(
  page: PageFile,
  mark: PageMark,
  { stores, ...judged }: JudgedEvidence,
): Promise<Finding> {
  if (mark.tool !== PAGE_TOOL)
    return cannotTell(
      `${mark.tool} made it, and this is ${PAGE_TOOL}: only the same version makes the same bytes`,
    );
  const isOf = ({ connection }: JudgedConnection) => connection === mark.connection;
  const at = stores.find(({ report }) => report.connections.some(isOf));
  const connection = at?.report.connections.find(isOf);
  if (at === undefined || connection === undefined)
    return cannotTell(`it tells of the connection ${mark.connection}, of which there is no evidence here`);
  if (at.report.verdict !== 'intact')
    return cannotTell(
      'nothing is made from evidence that is not intact, or cannot be judged',
      at.report.exitCode,
    );
  try {
    return await compare(page, mark, { ...at, ...judged, connection });
  } catch (error) {
    if (!(error instanceof EvidenceError) || error instanceof InterruptedError) throw error;
    // What cannot be asked for is what the page says of itself: nobody typed it.
    return cannotTell(error.message, error instanceof UsageError ? EXIT.cannotJudge : error.exitCode);
  }
}

interface Evidence extends VerifiedStore, Omit<JudgedEvidence, 'stores'> {
  readonly connection: JudgedConnection;
}

async function compare({ sha256, html }: PageFile, mark: PageMark, evidence: Evidence): Promise<Finding> {
  const { input, connection, now } = evidence;
  const keys = [...keysFor(mark.connection, input.keys).values()];
  const place = { connection: mark.connection, store: input.store, keys: async () => keys };
  const history = await historyAt(place, { now });
  const kinship = kinshipOf(history, mark);
  if (kinship.kind !== 'same') return differs(kinship.words);
  const known = [...keys.map(keyIdOf), ...connection.signed.map(({ keyId }) => keyId)];
  const stranger = mark.keyIds.find((keyId) => !known.includes(keyId));
  if (stranger !== undefined)
    return differs(
      `it says that the key ${stranger} was trusted, which was not given here and signed nothing here`,
    );
  const making = {
    mark,
    history,
    place,
    now,
    kept: { ...evidence.kept, authorities: input.authorities ?? [] },
  };
  const made: string[] = [];
  for await (const again of pagesAgain(making)) {
    if (digestOf(again) === sha256) return { verdict: 'same', exitCode: EXIT.done, message: SAME };
    made.push(again);
  }
  const why = whyUnknown(mark, evidence, history);
  if (why !== undefined) return cannotTell(why);
  const [whole = '', ...others] = made;
  const [views, mayDiffer] = [
    viewsThatDiffer(html, whole),
    new Set(others.flatMap((each) => viewsThatDiffer(each, whole))),
  ];
  if (views.length > 0 && views.every((view) => mayDiffer.has(view)))
    return cannotTell(
      `it tells otherwise of what lies beside the evidence, which may have come since: ${views.join(', ')}`,
    );
  return differs(
    `expected sha256:${digestOf(whole)}, as this evidence yields, got sha256:${sha256}; other: ${views.join(', ') || 'bytes that no view shows'}`,
  );
}

const SAME = 'byte for byte what this evidence yields';
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

function kinshipOf({ connection, runs }: History, mark: PageMark) {
  const kinship = new PageKinship(mark);
  for (const { manifest, manifestSha256 } of runs)
    kinship.take({ connection, predicate: manifest, manifestSha256 });
  return kinship.conclude();
}

/** What the page may rest on, and is not here, so that other bytes say nothing against it. */
function whyUnknown(
  { of, sizes, authorities, receipts }: PageMark,
  { connection, input, kept }: Evidence,
  { runs }: History,
): string | undefined {
  if (of.kind === 'period') {
    const more = connection.chains.filter(
      ({ number, records }) => records !== sizes.find(({ chain }) => chain === number)?.records,
    );
    if (more.length > 0 || connection.chains.length !== sizes.length)
      return 'it tells of the records that there were when it was made, and now there are others: hold it against an export of the period';
    const missing = authorities.find((each) => !connection.stamps.authorities.includes(each));
    if (missing !== undefined)
      return `it tells of time stamps by ${missing}, which nobody here trusts: give its certificate with --tsa`;
    if (receipts > kept.receipts.length)
      return 'it tells of receipts that were given when it was made: give them with --receipt, under the same names';
  }
  const isGone = runs.some(({ isExpired }) => isExpired) && input.store.export === undefined;
  return isGone ? 'files that it may rest on are gone, since their retention has ended' : undefined;
}
