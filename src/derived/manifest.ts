/** What a run says of itself, without people: counts stay, and digests are those of the files that were made. */
import type { Predicate } from '../../schemas/chain.ts';
import type { ArtifactEntry, Manifest, ResourceEntry } from '../../schemas/manifest.ts';
import type { Pseudonyms } from '../pseudonym/pseudonyms.ts';
import type { Rewriter } from '../pseudonym/rewriter.ts';
import { CONFIGURATION_PATH } from '../store/layout.ts';
import { manifestOf } from '../verify/statement.ts';
import type { MadeArtifact } from './artifacts.ts';

export interface ManifestOf {
  readonly predicate: Predicate;
  readonly pseudonyms: Pseudonyms;
  readonly rewriter: Rewriter;
  /** What was made of each artifact, by its path; none where its files are not in the export. */
  readonly made: ReadonlyMap<string, MadeArtifact>;
  /** The digest that a file would have. */
  digestOf(artifact: ArtifactEntry): string;
}

/** Returns the manifest of the run as the export has it. */
export function derivedManifest(of: ManifestOf): Manifest {
  const own = manifestOf(of.predicate);
  const { artifacts, resources, config, fingerprint, connection, tool, ...rest } = own;
  const written = of.rewriter.json(rest) as typeof rest;
  return {
    ...written,
    connection,
    tool,
    artifacts: artifacts.map((artifact) => artifactEntry(of, artifact)),
    resources: resources.map((entry) => resourceEntry(of, entry)),
    config: {
      ...(of.rewriter.json(config) as typeof config),
      sha256: of.made.get(CONFIGURATION_PATH)?.sha256 ?? configDigest(of, config.sha256),
    },
    fingerprint: { keyId: of.pseudonyms.fingerprintKeyId(fingerprint.keyId) },
  };
}

function artifactEntry({ made, digestOf }: ManifestOf, artifact: ArtifactEntry): ArtifactEntry {
  const file = made.get(artifact.path);
  if (file === undefined) return { ...artifact, sha256: digestOf(artifact) };
  return { ...artifact, bytes: file.bytes, sha256: file.sha256 };
}

function resourceEntry({ made, rewriter, pseudonyms }: ManifestOf, entry: ResourceEntry): ResourceEntry {
  const written = rewriter.json(entry) as ResourceEntry;
  const { completeness } = written;
  if (completeness?.idsSha256 === undefined) return written;
  const idsSha256 = made.get(entry.path ?? '')?.idsSha256 ?? pseudonyms.digest(completeness.idsSha256);
  return { ...written, completeness: { ...completeness, idsSha256 } };
}

/** It is that of a file, where there is one. */
function configDigest({ predicate, digestOf, pseudonyms }: ManifestOf, sha256: string): string {
  const file = predicate.artifacts.find(({ path }) => path === CONFIGURATION_PATH);
  return file === undefined ? pseudonyms.digest(sha256) : digestOf(file);
}
