/**
 * Since when records know a token, and whether it is another than before. A token keeps the date of its first
 * sighting whatever came between; what was written under another fingerprint key says nothing of it.
 */
import type { Predicate } from '../../schemas/chain.ts';
import { type History, readBackwards } from '../commit/history.ts';
import { compareFingerprints } from '../evidence/fingerprint.ts';
import type { RunDeps } from './deps.ts';
import { type Archive, findInRecords } from './earlier-records.ts';

export interface Sightings {
  /** When the token was first seen, as records say; `undefined` when none knows it. */
  readonly firstSeenAt: string | undefined;
  /** When its place was given it, as records say: a place that is given it again forgets that. */
  readonly storedAt: string | undefined;
  /** Whether the record before is of another token. */
  readonly hasChanged: boolean;
}

/** How far back a token is looked for that is not the one of the record before. */
const MOST_RECORDS = 2_000;
const LONGEST_MS = 20_000;

/** Returns what earlier records know of a token. They are gone through only when it is not the one before. */
export async function sightingsOf(
  deps: Archive & Pick<RunDeps, 'now' | 'log'>,
  history: History,
  fingerprint: string,
): Promise<Sightings> {
  const before = await findInRecords(deps, history, ({ token }) => token ?? undefined);
  if (before === undefined) return { ...NEVER_SEEN, hasChanged: false };
  const compared = compareFingerprints(before.fingerprint, fingerprint);
  if (compared === 'same') return { ...datesOf(before), hasChanged: false };
  const seen = await findSighting(deps, history, fingerprint);
  if (compared === 'different') return { ...(seen ?? NEVER_SEEN), hasChanged: true };
  // Nobody can tell whether it is the same: it is taken to be as old as the one before.
  return { ...(seen ?? datesOf(before)), hasChanged: false };
}

type Dates = Pick<Sightings, 'firstSeenAt' | 'storedAt'>;

const NEVER_SEEN: Dates = { firstSeenAt: undefined, storedAt: undefined };
const datesOf = ({ firstSeenAt, storedAt }: NonNullable<Predicate['token']>): Dates => ({
  firstSeenAt,
  storedAt,
});

/** Returns what the newest record of this very token says: each carries the date on. */
async function findSighting(
  deps: Archive & Pick<RunDeps, 'now' | 'log'>,
  { last }: History,
  fingerprint: string,
): Promise<Dates | undefined> {
  const untilMs = deps.now().getTime() + LONGEST_MS;
  let read = 0;
  for await (const record of readBackwards(deps, last)) {
    const { token } = record.statement.predicate;
    if (token?.fingerprint === fingerprint) return datesOf(token);
    read += 1;
    if (read < MOST_RECORDS && deps.now().getTime() < untilMs) continue;
    deps.log.warn({ records: read }, 'the token was looked for in earlier records, not in all of them');
    return undefined;
  }
  return undefined;
}
