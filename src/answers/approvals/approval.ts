/** What an approval binds, and whether one counts. Pure. Nobody signed it: it can only contradict itself, the record or the clock. */
import { APPROVAL_SCHEMA, type Approval, approval } from '../../../schemas/approval.ts';
import { LARGEST_SKEW_MS } from '../../../schemas/manifest.ts';
import { isGap } from '../../../schemas/outcome.ts';
import { canonical } from '../../evidence/canonical.ts';
import { isObject } from '../../evidence/json.ts';
import { readCanonical } from '../../verify/canonical-json.ts';
import type { Run } from '../../verify/read-history.ts';
import { endedText, endingsText } from '../pages/standing.ts';

/** Returns how an approval names a run: by its place, and by the digests that bind all of its evidence. */
export function approvedSnapshotOf({ manifest, recordSha256, manifestSha256 }: Run): Approval['snapshot'] {
  const { chain, snapshotPath, run } = manifest;
  const { number, seq } = chain;
  return {
    chain: number,
    seq,
    snapshotPath,
    startedAt: run.startedAt,
    recordSha256,
    manifestSha256,
  };
}

/** Returns what of a run there is to see, as its record has it. */
export function seenOf({ manifest }: Run): Omit<Approval['seen'], 'page'> {
  const { status, resources, checks } = manifest;
  return {
    status,
    gaps: resources.filter(isGap).map(({ name, outcome, reason }) => ({
      resource: name,
      outcome,
      ...(reason === undefined ? {} : { reason }),
    })),
    failingChecks: checks?.fail ?? null,
  };
}

/** Returns what was missing in it, a line each. */
export const missingIn = ({ seen: { status, gaps } }: Pick<Approval, 'seen'>): readonly string[] =>
  status === 'complete' && gaps.length === 0
    ? []
    : [
        `the run is ${status}`,
        ...endingsText(gaps.map((gap) => ({ resource: gap.resource, ended: endedText(gap) }))),
      ];

export type ReadApproval =
  | { readonly kind: 'approval'; readonly approval: Approval }
  | { readonly kind: 'fault'; readonly why: string };

const fault = (why: string) => ({ kind: 'fault', why }) as const;

/** Returns the approval in some bytes, or why there is none. */
export function parseApproval(bytes: Buffer, connection: string): ReadApproval {
  const { value, problem } = readCanonical(bytes);
  if (problem !== undefined) return fault(`expected RFC 8785 JSON, got ${problem}`);
  const schema = isObject(value) ? value['schema'] : undefined;
  if (typeof schema === 'string' && schema !== APPROVAL_SCHEMA && OF_THIS_KIND.test(schema))
    return fault('a newer version wrote it: update segment-evidence');
  const { success, data, error } = approval.safeParse(value);
  if (!success) return fault(`expected an approval, got a problem at /${error.issues[0]?.path.join('/')}`);
  return data.connection === connection
    ? { kind: 'approval', approval: data }
    : fault('it is of another connection');
}

const OF_THIS_KIND = /^segment-evidence\/approval\/v\d+$/;

/** Returns why an approval is none of a run; undefined where it counts. `now`: of the reader. */
export function faultOf({ snapshot, seen, approvedAt }: Approval, run: Run, now: Date): string | undefined {
  const differs = (one: unknown, other: unknown) => canonical(one) !== canonical(other);
  if (differs(snapshot, approvedSnapshotOf(run))) return 'it names the digests of another snapshot';
  const { page: _, ...said } = seen;
  if (differs(said, seenOf(run))) return 'what it says was seen is not what the record says of the snapshot';
  const at = Date.parse(approvedAt);
  if (at > now.getTime() + LARGEST_SKEW_MS) return `it is of the future: ${approvedAt}`;
  return at < Date.parse(run.manifest.run.startedAt) - LARGEST_SKEW_MS
    ? `it is from before the snapshot: ${approvedAt}`
    : undefined;
}
