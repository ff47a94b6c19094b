/** The token as a record names it, and how old it is at least. */
import type { Manifest } from '../../schemas/manifest.ts';
import type { History } from '../commit/history.ts';
import type { RunDeps } from './deps.ts';
import type { FinishedFiles } from './files.ts';
import type { RunReading } from './reading.ts';
import { ageInDays, firstSeen, tokenSince } from './token.ts';
import { sightingsOf } from './token-sightings.ts';

export interface TokenMember {
  readonly member: Manifest['token'];
  /** Since when it is known at the latest. */
  readonly since: string | undefined;
  /** The day that somebody says it was made on is the earliest that is known: it is no older. */
  readonly isSinceDeclared: boolean;
  readonly ageDays: number | undefined;
  readonly hasChanged: boolean;
}

/** What of a run is known of its token. */
export interface TokenUse {
  readonly startedAt: string;
  readonly reading: Pick<RunReading, 'tokenInUse' | 'log'>;
  readonly files: Pick<FinishedFiles, 'configuration'>;
}

const NONE: TokenMember = {
  member: null,
  since: undefined,
  isSinceDeclared: false,
  ageDays: undefined,
  hasChanged: false,
};

/** Returns what is said of the token behind a history. */
export async function tokenMember(
  { config, ...deps }: RunDeps,
  { startedAt, reading: { tokenInUse, log }, files }: TokenUse,
  history: History,
): Promise<TokenMember> {
  if (tokenInUse === undefined) return NONE;
  const { fingerprint, stage, changedAt } = tokenInUse;
  const known = await sightingsOf(deps, history, fingerprint);
  const { declaredRole } = files.configuration.kept;
  const firstSeenAt = firstSeen(known.firstSeenAt, startedAt, log.clock?.skewMs);
  // A secret that is stored again with the same token in it gets a new date; the token is no younger for it.
  const storedAt = tokenSince(known.storedAt, [changedAt]);
  const isStoredBefore = storedAt !== undefined && Date.parse(storedAt) < Date.parse(firstSeenAt);
  const since = tokenSince(firstSeenAt, [config.tokenIssuedAt, storedAt]);
  return {
    member: {
      fingerprint,
      ...(stage === undefined ? {} : { stage }),
      firstSeenAt,
      ...(isStoredBefore ? { storedAt } : {}),
      ...(declaredRole === undefined ? {} : { declaredRole }),
    },
    since,
    isSinceDeclared: since !== undefined && since === config.tokenIssuedAt,
    ageDays: ageInDays(since, new Date(startedAt)),
    hasChanged: known.hasChanged,
  };
}
