/**
 * A snapshot's tag files, so that the folder is a BagIt 1.0 bag (RFC 8493) and `sha256sum -c` alone
 * checks it. Pure: digests in, texts out.
 */

import type { Manifest } from '../../schemas/manifest.ts';
import { canonical, sha256 } from './canonical.ts';

/** A file of the bag, whole in memory. */
export interface BagFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Returns the five tag files of a snapshot, the tag manifest last.
 * Artifacts are taken from the manifest; their order there is their order here.
 */
export function tagFiles(manifest: Manifest): readonly BagFile[] {
  const files = [
    { name: 'bag-info.txt', text: bagInfo(manifest) },
    { name: 'bagit.txt', text: 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' },
    { name: 'evidence-manifest.json', text: canonical(manifest) },
    {
      name: 'manifest-sha256.txt',
      text: digestLines(manifest.artifacts.map(({ path, sha256: digest }) => ({ path, digest }))),
    },
  ];
  const tags = files.map(({ name, text }) => ({ path: name, digest: sha256(text) }));
  return [...files, { name: 'tagmanifest-sha256.txt', text: digestLines(tags) }];
}

/** Returns what a record of a bag is of: three of its tag files, which bind the others, and each artifact. */
export function bagSubjects(
  { artifacts }: Pick<Manifest, 'artifacts'>,
  tags: readonly BagFile[],
): readonly { readonly name: string; readonly sha256: string }[] {
  const digests = new Map(tags.map(({ name, text }) => [name, sha256(text)]));
  const bound = ['tagmanifest-sha256.txt', 'manifest-sha256.txt', 'evidence-manifest.json'];
  return [
    ...bound.map((name) => ({ name, sha256: digests.get(name) ?? '' })),
    ...artifacts.map(({ path, sha256: digest }) => ({ name: path, sha256: digest })),
  ];
}

/** Lines as `sha256sum` writes and reads them: digest, two spaces, path. */
function digestLines(entries: readonly { readonly path: string; readonly digest: string }[]): string {
  return entries.map(({ path, digest }) => `${digest}  ${path}\n`).join('');
}

function bagInfo(manifest: Manifest): string {
  const total = manifest.artifacts.reduce((sum, artifact) => sum + artifact.bytes, 0);
  return [
    `Bag-Group-Identifier: ${manifest.connection}`,
    `Bag-Software-Agent: ${manifest.tool.name} ${manifest.tool.version}`,
    `Bagging-Date: ${manifest.run.startedAt.slice(0, 10)}`,
    `External-Identifier: ${manifest.run.id}`,
    `Payload-Oxum: ${total}.${manifest.artifacts.length}`,
    '',
  ].join('\n');
}
