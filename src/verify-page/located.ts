/** What a folder or a ZIP file is that was handed to the page. Of what is around it a browser tells nothing. */
import { exportedStore, isExportFolder, unpacked } from '../store/exported.ts';
import type { Store } from '../store/store.ts';
import { openCopied } from '../verify/copied.ts';
import { BASE, placeNamed, type Unusable, unusableArchive, VERSION } from '../verify/place.ts';
import type { GivenFile } from './pieces.ts';
import { below, type GivenTree } from './tree.ts';
import { openTreeStore, type Watch } from './tree-store.ts';
import { openBlobZip } from './zip-blob.ts';

/** A folder, or a ZIP file. */
export type GivenEvidence = GivenTree | GivenFile;

/** Returns the store to verify, or why there is none. */
export const locateGiven = (given: GivenEvidence, watch: Watch): Promise<Store | Unusable> =>
  'file' in given ? locateArchive(given, watch) : locateTree(given, watch);

async function locateArchive(given: GivenFile, watch: Watch): Promise<Store | Unusable> {
  const archive = await openBlobZip(given, watch);
  if ('kind' in archive) return unusableArchive(archive.kind, archive.found);
  const found = await unpacked(archive);
  return found.kind === 'store' ? found.store : unusableArchive('other', found.found);
}

async function locateTree(tree: GivenTree, watch: Watch): Promise<Store | Unusable> {
  const names = await namesIn(tree, '');
  // The inner folders of a store, by their own names.
  if (tree.name === BASE && !names.has(BASE) && [...names].some((name) => VERSION.test(name)))
    return openTreeStore(below(tree, [BASE]), watch);
  if (VERSION.test(tree.name) && !names.has('chain') && (await hasConnection(tree, names)))
    return openTreeStore(below(tree, [BASE, tree.name]), watch);
  if (isExportFolder(names)) return exportedStore(openTreeStore(tree, watch));
  const place = placeNamed(names);
  if (place === 'store') return openTreeStore(tree, watch);
  if (place === 'copy') return openCopied(openTreeStore(tree, watch), tree.name);
  return place;
}

async function hasConnection(tree: GivenTree, names: ReadonlySet<string>): Promise<boolean> {
  for (const name of names) if ((await namesIn(tree, name)).has('chain')) return true;
  return false;
}

async function namesIn(tree: GivenTree, path: string): Promise<ReadonlySet<string>> {
  const entries = await tree.entries(path);
  return new Set(typeof entries === 'string' ? [] : entries.map(({ name }) => name));
}
