/** The certificate of a population in words: how it was read, and how it is known to be whole, or why it is not. */
import type { ResourceEntry } from '../../schemas/manifest.ts';
import { artifactPath, snapshotPrefix } from '../store/layout.ts';
import type { Run } from '../verify/read-history.ts';

/** What an answer rests on, of one resource of one snapshot. */
export interface Certificate {
  readonly resource: string;
  /** `unknown`: the run knew no such resource. */
  readonly outcome: ResourceEntry['outcome'] | 'unknown';
  readonly reason?: string;
  /** null: not known. */
  readonly records: number | null;
  readonly reportedTotal?: number;
  readonly method?: string;
  readonly failedRules?: readonly string[];
  /** In the snapshot's folder. */
  readonly path?: string;
  readonly sha256?: string;
  readonly words: string;
}

/** Returns the certificate of a resource as a run read it. */
export function certificateOf(run: Run, resource: string): Certificate {
  const entry = run.entry(resource);
  if (entry === undefined) {
    const words = `${resource}: this run knew no such resource`;
    return { resource, outcome: 'unknown', records: null, words };
  }
  const { outcome, reason, records, reportedTotal, completeness } = entry;
  const artifact = run.manifest.artifacts.find(({ path }) => path === artifactPath(resource));
  const failedRules = (completeness?.rules ?? []).flatMap(({ rule, holds, detail }) =>
    holds ? [] : [detail === undefined ? rule : `${rule}: ${detail}`],
  );
  return {
    resource,
    outcome,
    ...(reason === undefined ? {} : { reason }),
    records,
    ...(reportedTotal === undefined ? {} : { reportedTotal }),
    ...(completeness === undefined ? {} : { method: completeness.method }),
    ...(failedRules.length === 0 ? {} : { failedRules }),
    ...(artifact === undefined ? {} : { path: artifact.path, sha256: artifact.sha256 }),
    words: wordsOf(entry, folderOf(run), artifact?.sha256),
  };
}

/** Whether records of it can be read. */
export const isReadable = (run: Run, resource: string): boolean =>
  !run.isExpired && run.manifest.artifacts.some(({ path }) => path === artifactPath(resource));

const METHODS: Readonly<Record<string, string>> = {
  'cursor-exhausted': 'every page was read until Segment named no next one',
  'total-match': 'every page was read, and their sum is the total that Segment gave',
  'parent-child': 'it was read for each record that it belongs to',
  'single-answer': 'Segment gives it in one answer',
  none: 'nothing shows that it is whole',
};

/** Returns how it is known that a resource is whole, in words. */
export const methodWords = (method: string): string => METHODS[method] ?? method;

/** Returns the snapshot's folder as a path under the store, with a slash at its end. */
export const folderOf = ({ manifest }: Pick<Run, 'manifest'>): string =>
  snapshotPrefix(manifest.connection, manifest.snapshotPath);

function wordsOf(entry: ResourceEntry, folder: string, sha256: string | undefined): string {
  const { name, outcome, reason, records, reportedTotal, completeness } = entry;
  const said = reason === undefined ? outcome : `${outcome} (${reason})`;
  const counted = records === null ? [] : [records === 1 ? '1 record' : `${records} records`];
  const total = reportedTotal === undefined ? [] : [`Segment said ${reportedTotal}`];
  const how = completeness === undefined ? [] : [methodWords(completeness.method)];
  const again = lookWords(entry);
  const digest = sha256 === undefined ? [] : [`${folder}${artifactPath(name)} is sha256:${sha256}`];
  return `${name}: ${[said, ...counted, ...total, ...how, ...again, ...digest].join('; ')}`;
}

function lookWords({ completeness }: ResourceEntry): readonly string[] {
  const look = completeness?.secondLook;
  if (look === undefined) return [];
  const found = look.equal === null ? 'there was no answer' : look.equal ? 'it was the same' : 'it had moved';
  return [`asked again at ${look.at}, ${found}`];
}
