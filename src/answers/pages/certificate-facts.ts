/** How each resource was read, and how it is known to be whole: the certificate of every population. Plain data. */
import type { ResourceEntry } from '../../../schemas/manifest.ts';
import { isNothingThere } from '../../evidence/records/whole.ts';
import { artifactPath } from '../../store/layout.ts';
import type { Run } from '../../verify/read-history.ts';
import { methodWords } from '../certificate.ts';

export interface CertificateFacts {
  readonly name: string;
  readonly outcome: ResourceEntry['outcome'];
  readonly reason: string | null;
  /** The workspace has no such thing. */
  readonly isAbsent: boolean;
  readonly records: number | null;
  /** What Segment itself said; null: it does not say. */
  readonly reportedTotal: number | null;
  readonly requests: number;
  readonly pages: number;
  /** In words: how it is known. */
  readonly method: string | null;
  readonly rules: readonly {
    readonly rule: string;
    readonly holds: boolean;
    readonly detail: string | null;
  }[];
  readonly parents: { readonly total: number; readonly read: number } | null;
  readonly window: { readonly from: string; readonly to: string; readonly wholeTo: string } | null;
  readonly secondLook: { readonly at: string; readonly equal: boolean | null } | null;
  readonly asked: readonly string[];
  readonly file: CertifiedFile | null;
}

export interface CertifiedFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** The record since which the bytes have been equal. */
  readonly unchangedSinceSeq: number | null;
}

/** Returns the certificates: what was not read whole first, else in the order of reading. */
export function certificateFacts(run: Run): readonly CertificateFacts[] {
  const all = run.manifest.resources.map((entry) => factsOf(run, entry));
  return ORDER.flatMap((outcome) => all.filter((each) => each.outcome === outcome));
}

const ORDER = [
  'denied',
  'unreachable',
  'partial',
  'deferred',
  'unavailable',
  'complete',
  'not-collected',
] as const;

function factsOf(run: Run, entry: ResourceEntry): CertificateFacts {
  const { completeness } = entry;
  const secondLook = completeness?.secondLook;
  return {
    name: entry.name,
    outcome: entry.outcome,
    reason: entry.reason ?? null,
    isAbsent: isNothingThere(entry),
    records: entry.records,
    reportedTotal: entry.reportedTotal ?? null,
    requests: entry.requests,
    pages: entry.pages,
    method: completeness === undefined ? null : methodWords(completeness.method),
    rules: (completeness?.rules ?? []).map(({ rule, holds, detail }) => ({
      rule,
      holds,
      detail: detail ?? null,
    })),
    parents: entry.parents ?? null,
    window: entry.window ?? null,
    secondLook: secondLook === undefined ? null : { at: secondLook.at, equal: secondLook.equal },
    asked: (entry.asked ?? []).map(({ path, query }) => requestText(path, query)),
    file: fileOf(run, entry.name),
  };
}

/** As it was sent, page after page, without cursors. */
function requestText(path: string, query: Readonly<Record<string, string>>): string {
  const parts = Object.entries(query).map(([key, value]) => `${key}=${value}`);
  return parts.length === 0 ? `GET ${path}` : `GET ${path}?${parts.join('&')}`;
}

function fileOf({ manifest }: Run, resource: string): CertifiedFile | null {
  const found = manifest.artifacts.find(({ path }) => path === artifactPath(resource));
  if (found === undefined) return null;
  const { path, sha256, bytes, unchangedSinceSeq } = found;
  return { path, sha256, bytes, unchangedSinceSeq: unchangedSinceSeq ?? null };
}
