/** What was asked again, as far as the answer rests on it, and what it would be as a run. Pure. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import type { ArtifactEntry, ResourceEntry } from '../../../schemas/manifest.ts';
import type { Run } from '../../verify/read-history.ts';

/** Nobody has signed it: it is said of it that it was asked now, and nothing else. */
export interface Asked {
  /** What became of the token: `working`, or why not all was read. */
  readonly token: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly fingerprintKeyId: string;
  readonly policySha256: string;
  readonly configSha256: string;
  /** The time that was asked for, of each resource that is read by time. */
  readonly windows: ReadonlyMap<string, { readonly from: string; readonly to: string }>;
  readonly resources: readonly ResourceEntry[];
  readonly artifacts: readonly ArtifactEntry[];
  records(resource: string): AsyncGenerator<StoredRecord>;
}

/** Returns it in the place of a run, to be compared as two runs are. */
export function asRun({ manifest }: Run, asked: Asked): Run {
  const { startedAt, endedAt, resources, artifacts } = asked;
  return {
    manifest: {
      ...manifest,
      run: { ...manifest.run, id: `asked again at ${startedAt}`, startedAt, endedAt },
      resources: [...resources],
      artifacts: [...artifacts],
      fingerprint: { keyId: asked.fingerprintKeyId },
    },
    recordSha256: '',
    manifestSha256: '',
    isExpired: false,
    isAhead: false,
    entry: (resource) => resources.find(({ name }) => name === resource),
    records: (resource) => asked.records(resource),
    lines: async function* () {},
    checkResults: async () => undefined,
    configuration: async () => undefined,
    assertThere: async () => undefined,
  };
}
