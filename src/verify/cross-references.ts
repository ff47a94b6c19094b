/**
 * The classes of a certificate against the files: what others name is read where the certificate says that they name it,
 * and looked for in the list. Only of files whose bytes are those that were signed. Equal files are read once.
 */
import type { Manifest, Naming, ResourceEntry } from '../../schemas/manifest.ts';
import { canonical } from '../evidence/canonical.ts';
import { countListed, namedIn } from '../evidence/named-ids.ts';
import { explainReadError, type VerifyContext } from './context.ts';
import type { Problem } from './failure.ts';

/** One snapshot. */
export interface CheckedBag {
  /** Key of its folder, with `/` behind it. */
  readonly prefix: string;
  readonly manifest: Manifest;
  /** Paths of the artifacts that are as they were signed. */
  readonly good: ReadonlySet<string>;
}

/** Certificates that held, as digests of what they say and rest on: most snapshots are like the one before. */
const heldBy = new WeakMap<VerifyContext['findings'], Set<string>>();

/** Checks who names what in one snapshot. */
export async function checkCrossReferences(context: VerifyContext, bag: CheckedBag): Promise<void> {
  const held = heldBy.get(context.findings) ?? new Set<string>();
  heldBy.set(context.findings, held);
  for (const entry of bag.manifest.resources) {
    const { crossReferences, known } = entry;
    if (crossReferences === undefined || known === undefined) continue;
    const files = filesOf(entry, crossReferences, bag);
    // Reported already.
    if (files === undefined) continue;
    const claim = canonical({ name: entry.name, known, crossReferences, files: files.digests });
    if (held.has(claim)) continue;
    const key = bag.prefix + (entry.path ?? '');
    try {
      const problems = await problemsOf(context, entry, crossReferences, files);
      if (problems.length === 0) held.add(claim);
      context.findings.failEach('CONTENT_INVALID', key, problems);
    } catch (error) {
      explainReadError(context, key, error);
    }
  }
}

interface Files {
  readonly own: string | undefined;
  /** Of those that name, in the order of `crossReferences`; undefined: it has no file. */
  readonly naming: readonly (string | undefined)[];
  readonly digests: readonly (string | null)[];
}

/** The keys of the files that a certificate rests on; undefined where one of them is not as it was signed. */
function filesOf(
  entry: ResourceEntry,
  crossReferences: readonly Naming[],
  { prefix, manifest, good }: CheckedBag,
): Files | undefined {
  const paths = [entry.path, ...crossReferences.map((each) => pathOf(manifest, each.resource))];
  if (paths.some((path) => path !== undefined && !good.has(path))) return undefined;
  const [own, ...naming] = paths.map((path) => (path === undefined ? undefined : prefix + path));
  const digestOf = (path: string | undefined) =>
    manifest.artifacts.find((artifact) => artifact.path === path)?.sha256 ?? null;
  return { own, naming, digests: paths.map(digestOf) };
}

function pathOf({ resources }: Manifest, resource: string): string | undefined {
  return resources.find(({ name }) => name === resource)?.path;
}

async function problemsOf(
  { store }: VerifyContext,
  { name, known }: ResourceEntry,
  crossReferences: readonly Naming[],
  files: Files,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const compare = (what: string, said: number, found: number) => {
    if (said !== found) problems.push({ what, expected: `${said}, as the manifest says`, found: `${found}` });
  };
  const named = new Set<string>();
  for (const [index, { resource, pointers, ids }] of crossReferences.entries()) {
    const file = files.naming[index];
    const found = file === undefined ? new Set<string>() : await namedIn(store.get(file), pointers);
    compare(`count ${name} named by ${resource}`, ids, found.size);
    for (const id of found) named.add(id);
  }
  if (known === undefined) return problems;
  const matched = files.own === undefined ? 0 : await countListed(store.get(files.own), named);
  compare(`count ${name} listed and named`, known.matched, matched);
  const missing = known.namedElsewhereOnly + known.excluded + known.indeterminate;
  compare(`count ${name} named and not listed`, missing, named.size - matched);
  return problems;
}
