/** The population of an access review: whatever can be taken away from anybody, as one snapshot has it. Derived from sealed evidence alone. */
import {
  REVIEW_POPULATION_SCHEMA,
  type ReviewItem,
  type ReviewPopulation,
  reviewPopulation,
} from '../../../schemas/review.ts';
import { canonical, sha256 } from '../../evidence/canonical.ts';
import type { History, Run } from '../../verify/read-history.ts';
import type { Answer } from '../answer.ts';
import { population } from '../population.ts';
import { type UserRow, users } from '../views/users.ts';
import { itemsOf } from './items.ts';

export interface FrozenReview {
  readonly reviewId: string;
  readonly population: ReviewPopulation;
  /** Of `population.json`: RFC 8785. */
  readonly text: string;
  readonly sha256: string;
  /** What the population rests on. */
  readonly answer: Answer;
}

/**
 * Returns the population of a review at an instant; the same snapshot, asked for in the same way, has the same bytes.
 * @throws UnverifiedError NO_EVIDENCE, NOT_VERIFIED; StoreError READ_FAILED
 */
export async function freeze(history: History, at?: string): Promise<FrozenReview> {
  const answer = await population(history, { view: users, at });
  const frozen = await populationIn(history, answer);
  const text = canonical(frozen);
  const digest = sha256(text);
  return {
    reviewId: reviewIdOf(frozen.snapshot.startedAt, digest),
    population: frozen,
    text,
    sha256: digest,
    answer,
  };
}

/**
 * Returns what a run gives, whoever asks and whenever: its gaps are those of the run alone.
 * @throws UnverifiedError NO_EVIDENCE where users of it cannot be read; NOT_VERIFIED; StoreError READ_FAILED
 */
export async function populationOfRun(history: History, run: Run): Promise<ReviewPopulation> {
  const alone = { ...history, runs: [run] };
  return populationIn(history, await population(alone, { view: users, at: run.manifest.run.startedAt }));
}

async function populationIn({ connection }: History, answer: Answer): Promise<ReviewPopulation> {
  const { snapshot, gaps, certificate } = answer.head;
  const items = await itemsIn(answer);
  return reviewPopulation.parse({
    schema: REVIEW_POPULATION_SCHEMA,
    connection,
    snapshot,
    gaps,
    certificate,
    items,
  });
}

/** What could be taken away from anybody as of one run, and whether that is known to be all. */
export interface AccessOfRun {
  readonly items: ReadonlyMap<string, ReviewItem>;
  /** Why it may not be all; empty: it is. */
  readonly gaps: readonly string[];
}

/** Returns the access of a run; undefined where nothing of it can be read. @throws UnverifiedError NOT_VERIFIED; StoreError */
export async function accessOfRun(history: History, run: Run): Promise<AccessOfRun | undefined> {
  if (run.isExpired || !hasUsers(run)) return undefined;
  const answer = await population({ ...history, runs: [run] }, { view: users });
  const items = new Map((await itemsIn(answer)).map((item) => [item.id, item]));
  return { items, gaps: answer.head['gaps'] as readonly string[] };
}

export const reviewIdOf = (startedAt: string, digest: string): string =>
  `${startedAt.slice(0, 19).replaceAll(/[-:]/g, '')}Z-${digest.slice(0, 8)}`;

const hasUsers = ({ entry }: Run) => ['complete', 'partial'].includes(entry('users')?.outcome ?? '');

async function itemsIn({ table }: Answer): Promise<readonly ReviewItem[]> {
  const items: ReviewItem[] = [];
  for await (const row of table.rows()) items.push(...itemsOf(row as UserRow));
  return items;
}
