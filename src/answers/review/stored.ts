/** The access reviews that a store keeps of a connection. They are beside the evidence: whoever may write there may have written them. */
import {
  type ReviewDecisions,
  type ReviewPopulation,
  reviewDecisions,
  reviewPopulation,
} from '../../../schemas/review.ts';
import { EXIT, StoreError, UnverifiedError } from '../../errors.ts';
import { sha256 } from '../../evidence/canonical.ts';
import { REVIEW_POPULATION_FILE, reviewKey, reviewsPrefix } from '../../store/layout.ts';
import type { Store } from '../../store/store.ts';
import { reviewIdOf } from './freeze.ts';

export interface StoredReview {
  readonly reviewId: string;
  readonly population: ReviewPopulation;
  /** Hex SHA-256 of `population.json`. */
  readonly populationSha256: string;
  /** By number, oldest first. */
  readonly imports: readonly ReviewDecisions[];
}

/** Returns the ids of the reviews of a connection, oldest first. @throws StoreError READ_FAILED */
export async function listReviews(store: Store, connection: string): Promise<readonly string[]> {
  const prefix = reviewsPrefix(connection);
  const ids = new Set<string>();
  for await (const { key, isRegular } of store.list(prefix)) {
    const [id = '', name] = key.slice(prefix.length).split('/');
    if (isRegular && name === REVIEW_POPULATION_FILE) ids.add(id);
  }
  return [...ids].sort();
}

/**
 * Returns a review as it is stored.
 * @throws UnverifiedError NO_EVIDENCE where there is none of that id; NOT_VERIFIED where its files are not what they say
 * @throws StoreError READ_FAILED
 */
export async function readReview(store: Store, connection: string, reviewId: string): Promise<StoredReview> {
  const key = reviewKey(connection, reviewId, REVIEW_POPULATION_FILE);
  const bytes = await readIfThere(store, key);
  if (bytes === undefined) throw await noReview(store, connection, reviewId);
  const population = parsed(reviewPopulation, bytes, key);
  const populationSha256 = sha256(bytes);
  const isItself = reviewId === reviewIdOf(population.snapshot.startedAt, populationSha256);
  if (!isItself || population.connection !== connection)
    throw changed(key, `the population of ${reviewId}`, `sha256:${populationSha256}`);
  const imports: ReviewDecisions[] = [];
  const prefix = reviewKey(connection, reviewId, 'decisions-');
  for await (const { key: found, isRegular } of store.list(prefix)) {
    if (!isRegular) throw changed(found, 'a regular file', 'something else');
    if (!found.endsWith('.json')) continue;
    const decisions = parsed(reviewDecisions, (await readIfThere(store, found)) ?? '', found);
    if (decisions.reviewId !== reviewId || decisions.populationSha256 !== populationSha256)
      throw changed(
        found,
        `decisions about sha256:${populationSha256}`,
        `sha256:${decisions.populationSha256}`,
      );
    if (found !== `${prefix}${decisions.number}.json`)
      throw changed(found, `import ${decisions.number} in the file of its name`, 'another name');
    imports.push(decisions);
  }
  imports.sort((one, other) => one.number - other.number);
  const missing = imports.findIndex(({ number }, index) => number !== index + 1);
  if (missing !== -1) throw changed(`${prefix}${missing + 1}.json`, 'every import up to the last', 'none');
  return { reviewId, population, populationSha256, imports };
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
    if (error instanceof StoreError && error.code === 'NOT_FOUND') return undefined;
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
  return new UnverifiedError({
    code: 'NO_EVIDENCE',
    message: `read review: ${reviewId}: expected one of ${known.join(', ') || 'none'}, got none of that name`,
    hint: known.length === 0 ? 'Begin one: review start.' : 'Name one of these reviews.',
    exitCode: EXIT.cannotJudge,
  });
}
