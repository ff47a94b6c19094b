/**
 * How long the files of a snapshot were promised to be kept. A bag that is gone whole after that is expired, as
 * a bucket's lifecycle rule makes it; one that is gone before, or in part, is missing. Pure.
 */
import type { Manifest } from '../../schemas/manifest.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Returns when the signed retention ends, counted from the run's end; `undefined` where none was signed. */
export function retentionEnd({ retention, run }: Pick<Manifest, 'retention' | 'run'>): Date | undefined {
  if (retention === null) return undefined;
  const end = new Date(Date.parse(run.endedAt) + retention.days * DAY_MS);
  return Number.isNaN(end.getTime()) ? undefined : end;
}

/** Whether a signed retention has ended. */
export function hasRetentionEnded(manifest: Pick<Manifest, 'retention' | 'run'>, now: Date): boolean {
  const end = retentionEnd(manifest);
  return end !== undefined && end <= now;
}

/** Says of a bag that is gone whole that its time was over. */
export function describeExpired(manifest: Pick<Manifest, 'retention' | 'run'>): string {
  const { retention, run } = manifest;
  const end = retentionEnd(manifest)?.toISOString();
  return `the files of the run of ${run.startedAt} are gone; their retention of ${retention?.days} days ended ${end}`;
}
