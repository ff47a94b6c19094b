/** `review import`: takes what reviewers decided, whole or not at all, and keeps it beside the evidence. */
import { basename } from 'node:path';
import { REVIEW_DECISIONS_SCHEMA, type ReviewDecisions } from '../../schemas/review.ts';
import { type Problem, type Taken, takeDecisions } from '../answers/review/decisions.ts';
import { replayedIn, replayedText } from '../answers/review/replayed.ts';
import { assertFolder, readReview, type StoredReview } from '../answers/review/stored.ts';
import { StoreError, UsageError } from '../errors.ts';
import { canonical, sha256 } from '../evidence/canonical.ts';
import { isWorkbook, readSheets } from '../report/export/read-rows.ts';
import { toContent } from '../store/content.ts';
import { decisionsFile, reviewKey, reviewSignatureFile, reviewSourceFile } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import type { CommandOutput } from './command.ts';
import { evidencePlace, type PlaceFlags, type Surveyor } from './evidence-places.ts';
import { readGivenBytes } from './given-files.ts';
import { putReviewFile } from './review-files.ts';
import { assertReviewId } from './review-id.ts';
import { describeRefused, describeTaken } from './review-import-text.ts';
import { identityOf, type SignerFlags, signerOf, signerProblems } from './review-signer.ts';

export interface ReviewImportFlags extends PlaceFlags, SignerFlags {
  readonly connection?: string;
  /** The file decides some of the items: the others are left to other reviewers. */
  readonly part?: boolean;
}

const COMMAND = 'review import';
const MOST_IMPORTS = 9_999;

/** Returns what was stored. Exit 2: something is wrong with the rows, all of it is said, and nothing was stored. */
export async function reviewImport(
  reviewId: string,
  file: string,
  flags: ReviewImportFlags,
  surveyor: Surveyor,
): Promise<CommandOutput> {
  assertReviewId(COMMAND, reviewId);
  const { part: isPart = false } = flags;
  const bytes = await readGivenBytes(COMMAND, 'FILE', file, surveyor.cwd);
  const signer = await signerOf(COMMAND, bytes, flags, surveyor.cwd);
  const { connection, store } = await evidencePlace(COMMAND, flags, flags.connection, surveyor);
  const review = await readReview(store, connection, reviewId);
  assertClock(review, surveyor.now);
  const sheets = await readSheets(COMMAND, basename(file), bytes);
  const { decisions, problems } = takeDecisions(sheets, review, isPart);
  const digest = sha256(bytes);
  const all = [
    ...problems,
    ...signerProblems(signer, decisions, review),
    ...replayProblems(review, digest, decisions),
  ];
  if (all.length > 0) return describeRefused({ command: COMMAND, review, file, isPart, problems: all });
  const stored = await keep(
    store,
    review,
    {
      schema: REVIEW_DECISIONS_SCHEMA,
      connection,
      reviewId,
      populationSha256: review.populationSha256,
      importedAt: surveyor.now.toISOString(),
      source: { path: reviewSourceFile(digest, isWorkbook(bytes) ? 'xlsx' : 'csv'), sha256: digest },
      identity: identityOf(signer, decisions),
      decisions: [...decisions],
    },
    bytes,
  );
  return describeTaken(stored, review);
}

/** A signature holds as often as somebody hands it in: an earlier file takes back nothing that was decided since. */
function replayProblems(
  { imports }: StoredReview,
  digest: string,
  decisions: Taken['decisions'],
): readonly Problem[] {
  const number = (imports.at(-1)?.number ?? 0) + 1;
  const handedIn = { number, source: { path: '', sha256: digest }, decisions: [...decisions] };
  const found = replayedIn([...imports, handedIn]).find((each) => each.number === number);
  return found === undefined
    ? []
    : [
        {
          message: `expected a file that was made since, got ${replayedText(found)}; who wants that writes it, with the reason, into a file of its own`,
        },
      ];
}

/** When it was handed in is stored for good: a clock that is behind must not say that it was decided before it was read. */
function assertClock({ population, reviewId }: StoredReview, now: Date): void {
  const { startedAt } = population.snapshot;
  if (now.toISOString() >= startedAt) return;
  throw new UsageError({
    message: `${COMMAND}: ${reviewId}: expected a clock after ${startedAt}, when its snapshot was made, got ${now.toISOString()}`,
    hint: "Set this computer's clock.",
  });
}

/** The file itself first, then its signature, then what was decided: that is there whole or not at all. */
async function keep(
  store: Store,
  { imports }: StoredReview,
  decisions: Omit<ReviewDecisions, 'number'>,
  bytes: Uint8Array,
): Promise<ReviewDecisions> {
  const { connection, reviewId, source, identity } = decisions;
  await putReviewFile(store, reviewKey(connection, reviewId, source.path), bytes);
  if (identity.kind === 'signed') {
    const signature = Buffer.from(identity.signature, 'base64');
    const name = reviewSignatureFile(source.sha256, sha256(signature));
    await putReviewFile(store, reviewKey(connection, reviewId, name), signature);
  }
  await assertFolder(store, reviewKey(connection, reviewId, ''));
  for (let number = (imports.at(-1)?.number ?? 0) + 1; number <= MOST_IMPORTS; number += 1) {
    const stored = { ...decisions, number };
    try {
      await store.put(reviewKey(connection, reviewId, decisionsFile(number)), toContent(canonical(stored)));
      return stored;
    } catch (error) {
      // Somebody else has imported meanwhile: this one comes after it.
      if (!(error instanceof StoreError) || error.code !== 'ALREADY_EXISTS') throw error;
    }
  }
  throw new UsageError({
    message: `${COMMAND}: ${reviewId}: expected at most ${MOST_IMPORTS} imports, got more`,
  });
}
