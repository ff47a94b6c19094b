/**
 * Step "token", and whose it is. When Segment refuses the token in use for certain, the other values that
 * its secret keeps are tried, each different one once: a rotation that went wrong half-way then costs an
 * alarm and not the evidence. How old a token is at least is said here too.
 */
import { LARGEST_SKEW_MS } from '../../schemas/manifest.ts';
import { SecretError, SegmentError } from '../errors.ts';
import type { SecretSet } from '../evidence/secret-set.ts';
import { type AccessOptions, askCanary, type Identity, identify } from '../segment/access.ts';
import type { FetchedToken, OnAttempt, OpenedClient, RunDeps, TokenValue } from './deps.ts';
import { isSameWorkspace } from './earlier-records.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A token with its clients, and what Segment says of it. Close it when done. */
export interface TriedToken {
  readonly token: TokenValue;
  readonly opened: OpenedClient;
  readonly access: AccessOptions;
  readonly identity: Identity;
  /** The stage whose token was refused, when this one is another. */
  readonly refusedStage?: string;
}

export interface TokenTrial {
  readonly deps: RunDeps;
  /** Workspace that the token must belong to, where one is known. */
  readonly pin: string | undefined;
  /** Takes every value that was tried. */
  readonly secrets: SecretSet;
  readonly onAttempt: OnAttempt;
  /** When the time for reading is over, in milliseconds since 1970. */
  readonly untilMs?: number;
}

/** Returns the fetched token as Segment sees it; when it is refused, another one that works, if there is one. */
export async function tryToken(fetched: FetchedToken, trial: TokenTrial): Promise<TriedToken> {
  const first = await open(fetched, trial, identify);
  if (first.identity.kind !== 'refused' || first.identity.isOtherRegion) return first;
  const other = await tryFallbacks(fetched, trial);
  if (other === undefined) return first;
  await first.opened.close();
  return { ...other, refusedStage: fetched.stage ?? 'in use' };
}

async function tryFallbacks(fetched: FetchedToken, trial: TokenTrial): Promise<TriedToken | undefined> {
  const { deps, pin } = trial;
  const tried = new Set([fetched.secret.reveal()]);
  try {
    for await (const token of fetched.fallbacks?.() ?? []) {
      const value = token.secret.reveal();
      if (tried.has(value)) continue;
      tried.add(value);
      deps.onSecret?.(value);
      const other = await open(token, trial, ({ client }) => askCanary(client));
      // One that belongs to another workspace would bring evidence of that one.
      const { identity } = other;
      const isOurs =
        identity.kind === 'identified' &&
        (pin === undefined || isSameWorkspace(pin, identity.workspace.id, deps));
      deps.log.warn({ stage: token.stage, works: isOurs }, 'the token was refused, another one was tried');
      if (isOurs) return other;
      await other.opened.close();
    }
  } catch (error) {
    if (!(error instanceof SecretError)) throw error;
    deps.log.warn({ reference: error.reference }, 'no other token could be fetched');
  }
  return undefined;
}

async function open(
  token: TokenValue,
  { deps, secrets, onAttempt, untilMs }: TokenTrial,
  ask: (access: AccessOptions) => Promise<Identity>,
): Promise<TriedToken> {
  secrets.add(token.secret.reveal());
  const opened = deps.openClient(token.secret, onAttempt, untilMs);
  const access = {
    client: opened.client,
    otherRegion: opened.otherRegion,
    nowMs: () => deps.now().getTime(),
    sleep: deps.sleep,
  };
  try {
    return { token, opened, access, identity: believable(await ask(access), token) };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** A workspace whose id holds the token is none: its id is kept in clear, and no token may be. */
function believable(identity: Identity, { secret }: TokenValue): Identity {
  if (identity.kind !== 'identified' || !identity.workspace.id.includes(secret.reveal())) return identity;
  const message = 'identify: GET /: expected the id of a workspace, got something else';
  const error = new SegmentError({ code: 'BAD_SHAPE', status: identity.status, message });
  return { kind: 'unreachable', error };
}

/**
 * Returns since when a token has been there at least: the earliest of what is known of this very value.
 * Not the latest: a secret that is stored again with the same token in it would make it look young. A
 * declared day is a claim, and counts only where it makes the token older; it must go, or be corrected,
 * when the token is replaced.
 */
export function tokenSince(
  firstSeenAt: string | undefined,
  others: readonly (string | undefined)[],
): string | undefined {
  const known = [firstSeenAt, ...others].filter((at) => at !== undefined);
  return known.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0];
}

/** Returns the whole days since an instant; `undefined` when it is not known, or lies ahead of the clock. */
export function ageInDays(since: string | undefined, now: Date): number | undefined {
  const ageMs = since === undefined ? Number.NaN : now.getTime() - Date.parse(since);
  return ageMs >= 0 ? Math.floor(ageMs / DAY_MS) : undefined;
}

/**
 * Returns when a token was first seen: as the record before says of the same one, if there is one. What is
 * after now by a clock that the server confirms was written by one that was ahead, and must not be carried on.
 */
export function firstSeen(before: string | undefined, startedAt: string, skewMs: number | undefined): string {
  if (before === undefined) return startedAt;
  const isClockRight = skewMs !== undefined && Math.abs(skewMs) <= LARGEST_SKEW_MS;
  return isClockRight && Date.parse(before) > Date.parse(startedAt) ? startedAt : before;
}
