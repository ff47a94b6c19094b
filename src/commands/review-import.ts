/** `review import`: takes what reviewers decided, whole or not at all, and keeps it beside the evidence. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { basename } from 'node:path';
import {
  DECISIONS,
  REVIEW_DECISIONS_SCHEMA,
  type ReviewDecision,
  type ReviewDecisions,
  type ReviewIdentity,
} from '../../schemas/review.ts';
import { type Problem, takeDecisions } from '../answers/review/decisions.ts';
import { isSignedBy, signedIdentity } from '../answers/review/signature.ts';
import { countsOf } from '../answers/review/status-words.ts';
import { readReview, type StoredReview } from '../answers/review/stored.ts';
import { EXIT, StoreError, UsageError } from '../errors.ts';
import { canonical, sha256 } from '../evidence/canonical.ts';
import { printable } from '../evidence/printable.ts';
import { isWorkbook, readSheets } from '../report/export/read-rows.ts';
import { toContent } from '../store/content.ts';
import { decisionsFile, reviewKey, reviewSourceFile } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import type { CommandOutput } from './command.ts';
import { evidencePlace, type PlaceFlags, type Surveyor } from './evidence-places.ts';
import { readGivenBytes } from './given-files.ts';
import { assertReviewId } from './review-id.ts';
import { putOnce } from './review-start.ts';

export interface ReviewImportFlags extends PlaceFlags {
  readonly connection?: string;
  readonly signature?: string;
  readonly reviewerKey?: string;
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
  const bytes = await readGivenBytes(COMMAND, 'FILE', file, surveyor.cwd);
  const signer = await signerOf(bytes, flags, surveyor.cwd);
  const { connection, store } = await evidencePlace(COMMAND, flags, flags.connection, surveyor);
  const review = await readReview(store, connection, reviewId);
  const { decisions, problems } = takeDecisions(await readSheets(COMMAND, basename(file), bytes), review);
  const all = [...problems, ...signerProblems(signer, decisions)];
  if (all.length > 0) return refused(reviewId, connection, file, all);
  const identity: ReviewIdentity =
    signer === undefined ? { kind: 'asserted' } : signedIdentity(signer.publicKey, signer.signature);
  const stored = await keep(
    store,
    review,
    {
      schema: REVIEW_DECISIONS_SCHEMA,
      connection,
      reviewId,
      populationSha256: review.populationSha256,
      importedAt: surveyor.now.toISOString(),
      source: {
        path: reviewSourceFile(sha256(bytes), isWorkbook(bytes) ? 'xlsx' : 'csv'),
        sha256: sha256(bytes),
      },
      identity,
      decisions: [...decisions],
    },
    bytes,
  );
  return taken(stored);
}

interface Signer {
  readonly publicKey: KeyObject;
  readonly signature: Buffer;
}

/** @throws UsageError where only one of both is given, or the signature is not of that key over these bytes */
async function signerOf(
  bytes: Uint8Array,
  { signature, reviewerKey }: ReviewImportFlags,
  cwd: string,
): Promise<Signer | undefined> {
  if (signature === undefined && reviewerKey === undefined) return undefined;
  if (signature === undefined || reviewerKey === undefined)
    throw new UsageError({
      message: `${COMMAND}: --signature and --reviewer-key: expected both, got one`,
      hint: 'Name the file with the signature, and the public key of the reviewer.',
    });
  const publicKey = readReviewerKey(
    reviewerKey,
    await readGivenBytes(COMMAND, '--reviewer-key', reviewerKey, cwd),
  );
  const signed = await readGivenBytes(COMMAND, '--signature', signature, cwd);
  if (isSignedBy(publicKey, bytes, signed)) return { publicKey, signature: signed };
  throw new UsageError({
    message: `${COMMAND}: --signature ${signature}: expected one by that key over this file, got another`,
    hint: 'Sign the very file that is imported: openssl dgst -sha256 -sign KEY.pem -out FILE.sig FILE.',
  });
}

function readReviewerKey(file: string, pem: Buffer): KeyObject {
  try {
    return createPublicKey(pem);
  } catch (cause) {
    throw new UsageError({
      message: `${COMMAND}: --reviewer-key ${file}: expected a public key in PEM, got something else`,
      hint: 'Make one from the private key: openssl pkey -in KEY.pem -pubout.',
      cause,
    });
  }
}

/** A key is one person's. */
function signerProblems(
  signer: Signer | undefined,
  decisions: readonly ReviewDecision[],
): readonly Problem[] {
  const names = [...new Set(decisions.map(({ reviewer }) => reviewer.toLowerCase()))];
  if (signer === undefined || names.length < 2) return [];
  return [
    {
      message: `reviewer: expected one, since one key signed the file, got ${names.length}: ${names.join(', ')}`,
    },
  ];
}

/** The file itself first, then its signature, then what was decided: that is there whole or not at all. */
async function keep(
  store: Store,
  { imports }: StoredReview,
  decisions: Omit<ReviewDecisions, 'number'>,
  bytes: Uint8Array,
): Promise<ReviewDecisions> {
  const { connection, reviewId, source, identity } = decisions;
  await putOnce(store, reviewKey(connection, reviewId, source.path), toContent(bytes));
  if (identity.kind === 'signed') {
    const path = reviewKey(connection, reviewId, reviewSourceFile(source.sha256, 'sig'));
    await putOnce(store, path, toContent(Buffer.from(identity.signature, 'base64')));
  }
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

function taken({
  connection,
  reviewId,
  number,
  identity,
  decisions,
  source,
}: ReviewDecisions): CommandOutput {
  const counts = countsOf(decisions);
  const path = `reviews/${reviewId}/${decisionsFile(number)}`;
  const told = DECISIONS.map((word) => `${counts[word]} ${word}`).join(', ');
  const who =
    identity.kind === 'signed' ? `signed by the key ${identity.keyId}` : 'asserted: nobody signed the file';
  return {
    exitCode: EXIT.done,
    json: {
      schema: 'segment-evidence/review-import/v1',
      connection,
      reviewId,
      stored: {
        path,
        number,
        sourceSha256: source.sha256,
        identity: identity.kind,
        ...(identity.kind === 'signed' ? { keyId: identity.keyId } : {}),
      },
      counts,
      problems: [],
    },
    text: [
      `stored ${decisions.length} decisions: ${told}`,
      `reviewers: ${who}`,
      path,
      `What becomes of them: segment-evidence review status ${reviewId}`,
    ].join('\n'),
  };
}

function refused(
  reviewId: string,
  connection: string,
  file: string,
  problems: readonly Problem[],
): CommandOutput {
  const lines = problems.map(
    ({ row, message }) => `  ${row === undefined ? '' : `row ${row}: `}${printable(message)}`,
  );
  return {
    exitCode: EXIT.usage,
    json: {
      schema: 'segment-evidence/review-import/v1',
      connection,
      reviewId,
      stored: null,
      counts: null,
      problems,
    },
    text: [
      `${COMMAND}: ${file}: expected decisions that can be taken, got ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}. Nothing was stored.`,
      ...lines,
    ].join('\n'),
  };
}
