/** Whether a run may take over what another one had read: only where reading it again would ask the same. Pure. */
import type { ResumeBound, ResumePoint } from '../../schemas/resume-point.ts';

/** No snapshot holds records that were read longer before its end than this, and what could still be asked. */
export const OLDEST_HOURS = 12;
const OLDEST_MS = OLDEST_HOURS * 60 * 60 * 1000;
/** Clocks of two machines differ. */
const AHEAD_MS = 5 * 60 * 1000;

const WORDS: Readonly<Record<keyof ResumeBound, string>> = {
  toolVersion: 'another version of segment-evidence wrote it',
  toolDigest: 'another build of segment-evidence wrote it',
  configurationSha256: 'the configuration of the connection has changed',
  policySha256: 'what may be kept of records has changed',
  origin: 'it was read from another address',
  workspaceId: 'it is of another workspace',
  tokenFingerprint: 'the token has changed',
  fingerprintKeyId: 'the fingerprint key has changed',
};

export interface Taking {
  readonly connection: string;
  readonly slot: string;
  readonly bound: ResumeBound;
  readonly now: Date;
}

/** Returns why a point may not be taken over; `undefined` when it may. */
export function misfitOf(point: ResumePoint, { connection, slot, bound, now }: Taking): string | undefined {
  if (point.connection !== connection) return 'it is of another connection';
  if (point.slot !== slot) return 'it is of another slot';
  const names = Object.keys(WORDS) as (keyof ResumeBound)[];
  const other = names.find((name) => point.bound[name] !== bound[name]);
  if (other !== undefined) return WORDS[other];
  const ageMs = now.getTime() - Date.parse(point.since);
  if (ageMs < -AHEAD_MS) return 'it is dated ahead of the clock';
  return ageMs > OLDEST_MS ? `it is older than ${OLDEST_HOURS} hours` : undefined;
}
