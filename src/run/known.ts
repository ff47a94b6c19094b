/** Sets each population against what the records of other resources name, by what was read and by what is kept of it. */
import type { ResourceEntry } from '../../schemas/manifest.ts';
import type { Artifact } from '../evidence/artifact.ts';
import { allNamed, knownMembers, type NamingIds, pointerOf } from '../evidence/known.ts';
import { countListed, namedIn } from '../evidence/named-ids.ts';
import type { CollectedResource } from '../segment/collect.ts';

/** The files of a run, as far as their ids matter here. */
export interface KeptFiles {
  readonly collected: readonly CollectedResource[];
  /** By resource; only what is kept. */
  readonly artifacts: ReadonlyMap<string, Artifact>;
  /** Resources in whose lines a secret was found and withheld: their ids may be others now. */
  readonly mended: ReadonlySet<string>;
}

/** Returns the entries, each with the classes of what is known of it. */
export async function withKnown(
  entries: readonly ResourceEntry[],
  files: KeptFiles,
): Promise<readonly ResourceEntry[]> {
  const all: ResourceEntry[] = [];
  for (const entry of entries) all.push({ ...entry, ...(await knownOf(entry, files)) });
  return all;
}

type KnownMembers = ReturnType<typeof knownMembers>;

async function knownOf(
  { name, outcome, records, completeness }: ResourceEntry,
  files: KeptFiles,
): Promise<KnownMembers> {
  const resource = files.collected.find(({ definition }) => definition.name === name);
  const naming = namingOf(name, files);
  const asRead = {
    naming,
    // Without a file nothing is listed, not even nothing.
    distinctIds: records === null ? undefined : completeness?.distinctIds,
    matched: countMatched(naming, resource?.observations.ids ?? []),
    lookedUp: resource?.lookedUp,
    isExcluded: outcome === 'not-collected',
  };
  const isAsKept = [name, ...naming.map((each) => each.resource)].every((each) => !files.mended.has(each));
  if (isAsKept || naming.length === 0) return knownMembers(asRead);
  const asKept = { ...asRead, ...(await readKept(name, naming, files)) };
  const missing = (each: typeof asRead) => allNamed(each.naming).size - each.matched;
  // Whoever reads the files would come to another result than Segment's answers do: then nothing is said.
  return missing(asKept) === missing(asRead) ? knownMembers(asKept) : {};
}

/** Who names records of a resource, of what was read. */
function namingOf(name: string, { collected, artifacts }: KeptFiles): readonly NamingIds[] {
  return collected.flatMap(({ definition, observations }) => {
    const ids = observations.referenced.get(name);
    if (ids === undefined || !artifacts.has(definition.name)) return [];
    const pointers = (definition.references ?? []).filter(({ to }) => to === name).map(pointerOf);
    return [{ resource: definition.name, pointers, ids }];
  });
}

/** The named ones are few as a rule, the listed ones may be a million. */
function countMatched(naming: readonly NamingIds[], listed: Iterable<string>): number {
  const named = allNamed(naming);
  const left = new Set(named);
  for (const id of listed) left.delete(id);
  return named.size - left.size;
}

async function readKept(name: string, naming: readonly NamingIds[], { artifacts }: KeptFiles) {
  const kept: NamingIds[] = [];
  for (const each of naming) {
    const file = artifacts.get(each.resource);
    if (file !== undefined) kept.push({ ...each, ids: await namedIn(file.open(), each.pointers) });
  }
  const file = artifacts.get(name);
  return { naming: kept, matched: file === undefined ? 0 : await countListed(file.open(), allNamed(kept)) };
}
