/** The access reviews that a store keeps of a connection. They are beside the evidence: whoever may write there may have written them. */
import {
  type ReviewDecisions,
  type ReviewPopulation,
  reviewDecisions,
  reviewId as reviewName,
  reviewPopulation,
} from '../../../schemas/review.ts';
import { EXIT, StoreError, UnverifiedError } from '../../errors.ts';
import { sha256 } from '../../evidence/canonical.ts';
import {
  decisionsFile,
  isReviewPath,
  REVIEW_POPULATION_FILE,
  reviewKey,
  reviewSignatureFile,
  reviewsPrefix,
} from '../../store/layout.ts';
import type { Store } from '../../store/store.ts';
import { reviewIdOf } from './freeze.ts';

export interface StoredReview {
  readonly reviewId: string;
  readonly population: ReviewPopulation;
  /** Hex SHA-256 of `population.json`. */
  readonly populationSha256: string;
  /** By number, oldest first. */
  readonly imports: readonly ReviewDecisions[];
  /** Files that were handed in, and whose decisions are not there. */
  readonly orphans: readonly string[];
}

/** Returns the ids of the reviews of a connection, oldest first. @throws StoreError READ_FAILED */
export async function listReviews(store: Store, connection: string): Promise<readonly string[]> {
  const prefix = reviewsPrefix(connection);
  await assertFolder(store, prefix);
  const [ids, others] = [new Set<string>(), new Set<string>()];
  for await (const { key, isRegular } of store.list(prefix)) {
    const [id = '', name] = key.slice(prefix.length).split('/');
    if (!reviewName.safeParse(id).success) continue;
    // A link in place of a review, or of its population, must not be a review that is not there.
    if (name === undefined) throw changed(key, 'a folder', 'something else');
    (name === REVIEW_POPULATION_FILE ? ids : others).add(id);
    if (name === REVIEW_POPULATION_FILE && !isRegular) throw changed(key, 'a regular file', 'something else');
  }
  const [bare] = [...others].filter((id) => !ids.has(id));
  if (bare !== undefined)
    throw changed(
      reviewKey(connection, bare, REVIEW_POPULATION_FILE),
      'the population of the review',
      'none',
    );
  return [...ids].sort();
}

/** What is behind a link can be replaced without touching the store. @throws UnverifiedError NOT_VERIFIED */
export async function assertFolder(store: Store, prefix: string): Promise<void> {
  const obstacle = await store.obstacle?.(prefix.replace(/\/$/, ''));
  if (obstacle !== undefined) throw changed(obstacle, 'a folder', 'something else');
}

/**
 * Returns a review as it is stored.
 * @throws UnverifiedError NO_EVIDENCE where there is none of that id; NOT_VERIFIED where its files are not what they say
 * @throws StoreError READ_FAILED
 */
export async function readReview(store: Store, connection: string, reviewId: string): Promise<StoredReview> {
  const folder = reviewKey(connection, reviewId, '');
  await assertFolder(store, folder);
  const key = `${folder}${REVIEW_POPULATION_FILE}`;
  const bytes = await readIfThere(store, key);
  if (bytes === undefined) throw await noReview(store, connection, reviewId);
  const population = parsed(reviewPopulation, bytes, key);
  const populationSha256 = sha256(bytes);
  const isItself = reviewId === reviewIdOf(population.snapshot.startedAt, populationSha256);
  if (!isItself || population.connection !== connection)
    throw changed(key, `the population of ${reviewId}`, `sha256:${populationSha256}`);
  const names: string[] = [];
  for await (const { key: found, isRegular } of store.list(folder)) {
    const name = found.slice(folder.length);
    if (!isReviewPath(`reviews/${reviewId}/${name}`)) continue;
    if (!isRegular) throw changed(found, 'a regular file', 'something else');
    names.push(name);
  }
  const imports: ReviewDecisions[] = [];
  for (const name of names.filter((each) => each.startsWith('decisions-')))
    imports.push(await readImport(store, `${folder}${name}`, { reviewId, populationSha256 }));
  imports.sort((one, other) => one.number - other.number);
  const missing = imports.findIndex(({ number }, index) => number !== index + 1);
  if (missing !== -1)
    throw changed(`${folder}${decisionsFile(missing + 1)}`, 'every import up to the last', 'none');
  const belonging = new Set(imports.flatMap(filesOf));
  const orphans = names.filter((name) => name.startsWith('source-') && !belonging.has(name));
  return { reviewId, population, populationSha256, imports, orphans };
}

async function readImport(
  store: Store,
  key: string,
  { reviewId: id, populationSha256 }: Pick<StoredReview, 'reviewId' | 'populationSha256'>,
): Promise<ReviewDecisions> {
  const decisions = parsed(reviewDecisions, (await readIfThere(store, key)) ?? '', key);
  if (decisions.reviewId !== id || decisions.populationSha256 !== populationSha256)
    throw changed(key, `decisions about sha256:${populationSha256}`, `sha256:${decisions.populationSha256}`);
  if (!key.endsWith(`/${decisionsFile(decisions.number)}`))
    throw changed(key, `import ${decisions.number} in the file of its name`, 'another name');
  return decisions;
}

/** Returns the names of what lies beside the decisions of an import. */
function filesOf({ source, identity }: ReviewDecisions): readonly string[] {
  if (identity.kind === 'asserted') return [source.path];
  return [source.path, reviewSignatureFile(source.sha256, sha256(Buffer.from(identity.signature, 'base64')))];
}

/** Returns the newest review of an earlier snapshot; undefined where there is none. */
export async function reviewBefore(
  store: Store,
  connection: string,
  { startedAt }: ReviewPopulation['snapshot'],
): Promise<StoredReview | undefined> {
  const before = reviewIdOf(startedAt, '');
  const id = (await listReviews(store, connection)).findLast((each) => each < before);
  return id === undefined ? undefined : readReview(store, connection, id);
}

async function readIfThere(store: Store, key: string): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of store.get(key)) chunks.push(chunk);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (error.code === 'NOT_FOUND') return undefined;
    if (error.isIrregular) throw changed(key, 'a regular file', 'something else');
    throw error;
  }
  return Buffer.concat(chunks);
}

function parsed<T>(schema: { parse(value: unknown): T }, bytes: Buffer | string, key: string): T {
  try {
    return schema.parse(JSON.parse(String(bytes)));
  } catch {
    throw changed(key, 'a file of an access review', 'something else');
  }
}

export function changed(key: string, expected: string, found: string): UnverifiedError {
  const message = `read review: ${key}: expected ${expected}, got ${found}`;
  return new UnverifiedError({
    code: 'NOT_VERIFIED',
    message,
    hint: 'Find out who may write to the store; a review can be frozen again from sealed evidence.',
    problems: [message],
    exitCode: EXIT.verificationFailed,
  });
}

export async function noReview(store: Store, connection: string, reviewId: string): Promise<UnverifiedError> {
  const known = await listReviews(store, connection);
  const isNone = known.length === 0;
  return new UnverifiedError({
    code: 'NO_EVIDENCE',
    message: isNone
      ? `read review: expected an access review of ${connection}, got none: nobody has begun one here`
      : `read review: ${reviewId}: expected one of ${known.join(', ')}, got none of that name`,
    hint: isNone ? 'Begin one: review start.' : 'Name one of these reviews.',
    exitCode: EXIT.cannotJudge,
  });
}
