/** What the trail says of one run, as answers have it. Pure. */

import { type SpanText, spanText } from '../../evidence/changes/spans.ts';
import { TRAIL } from '../../evidence/changes/trail.ts';
import { artifactPath } from '../../store/layout.ts';
import type { Run } from '../../verify/read-history.ts';
import { type EventName, eventName } from '../changes/change-row.ts';
import type { Claim, Verdict } from './verdict.ts';

/** A run, and what the trail says of it. */
export interface ProofRow {
  readonly chain: number;
  readonly seq: number;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly verdict: Verdict['verdict'];
  readonly claim?: Claim;
  readonly reason: string;
  readonly collectorActor?: string;
  /** The later readings of the trail that cover the run. */
  readonly trail: readonly (SpanText & {
    readonly chain: number;
    readonly seq: number;
    readonly snapshotPath: string;
    readonly path: string;
    readonly sha256: string;
  })[];
  readonly control?: EventName;
  readonly events: readonly EventName[];
}

export function rowOf(run: Run, verdict: Verdict<Run>, collectorActor: string | undefined): ProofRow {
  const { chain, run: own } = run.manifest;
  const { claim, reason, control, events, windows } = verdict;
  return {
    chain: chain.number,
    seq: chain.seq,
    startedAt: own.startedAt,
    endedAt: own.endedAt,
    verdict: verdict.verdict,
    ...(claim === undefined ? {} : { claim }),
    reason,
    ...(collectorActor === undefined ? {} : { collectorActor }),
    trail: windows.map(({ reader, span }) => ({ ...placeOf(reader), ...spanText(span) })),
    ...(control === undefined ? {} : { control: eventName(control) }),
    events: events.map(eventName),
  };
}

function placeOf({ manifest }: Run) {
  const path = artifactPath(TRAIL);
  const sha256 = manifest.artifacts.find((artifact) => artifact.path === path)?.sha256 ?? '';
  const { chain, snapshotPath } = manifest;
  return { chain: chain.number, seq: chain.seq, snapshotPath, path, sha256 };
}
