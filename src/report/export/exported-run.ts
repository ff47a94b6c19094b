/** A verified run as other programs take it, and the ids that its parts have in every export: the same whenever it is made. */
import type { Predicate } from '../../../schemas/chain.ts';
import type { CheckResults } from '../../../schemas/check-results.ts';
import { COPY } from '../../evidence/read-from.ts';
import { stableId } from '../../evidence/stable-id.ts';

export interface ExportedRun {
  readonly manifest: Pick<
    Predicate,
    | 'artifacts'
    | 'chain'
    | 'checks'
    | 'connection'
    | 'derived'
    | 'origin'
    | 'run'
    | 'snapshotPath'
    | 'status'
    | 'tool'
    | 'workspace'
  >;
  /** Hex SHA-256 of its `evidence-manifest.json`. */
  readonly manifestSha256: string;
  /** Of the snapshot, under the store, with a slash at its end. */
  readonly folder: string;
  readonly isExpired: boolean;
  /** What its checks answered; undefined: `whyUnanswered` says why. */
  checkResults(): Promise<CheckResults | undefined>;
}

/** UUID v5 of `urn:segment-evidence:export:v1` in the namespace of URLs. */
const NAMESPACE = 'ffde0eb8-e312-58d4-8202-389cf07c36ee';

/** Returns the id of what is named by its words and numbers: UUID v5 of their JSON array. */
export const idOf = (...parts: readonly (string | number)[]): string =>
  stableId(NAMESPACE, JSON.stringify(parts));

/** Returns the id of a part of a run: `idIn(run, 'finding', 'IAM-01')`. */
export function idIn({ manifest }: Pick<ExportedRun, 'manifest'>, kind: string, ...parts: readonly string[]) {
  const { connection, chain } = manifest;
  return idOf(kind, connection, chain.logId, chain.seq, ...parts);
}

/** Returns why a run has no answers of checks, as a part of a sentence. */
export function whyUnanswered({ manifest, isExpired }: Pick<ExportedRun, 'manifest' | 'isExpired'>): string {
  if (isExpired) return 'its files are gone, since their retention has ended';
  if (manifest.checks === null) return 'no check was asked in it';
  return 'a newer version wrote what its checks answered';
}

/** Returns a run by its record: `record 41`, of a later chain `record 2/41`. */
export const recordOf = ({ manifest: { chain } }: Pick<ExportedRun, 'manifest'>): string =>
  chain.number === 1 ? `record ${chain.seq}` : `record ${chain.number}/${chain.seq}`;

/** Returns that a run did not read Segment itself, as a sentence without its full stop; undefined: it did. */
export function notSegment({
  manifest: { origin, derived },
}: Pick<ExportedRun, 'manifest'>): string | undefined {
  const from =
    origin.kind === 'segment' ? undefined : `Read from ${origin.kind} ${origin.host}, not from Segment`;
  if (derived === undefined) return from;
  return from === undefined ? `Of ${COPY}` : `${from}; of ${COPY}`;
}

/** What is said wherever a control is named. */
export const SUPPORTS =
  'The check supports the controls that are named with it. It says nothing of whether a control is met.';
