/**
 * What it means that one thing was refused. Segment answers 401 or 403 both to a token without the right and
 * for what a plan does not include. A token that reads all users has the highest role there is, so what it is
 * refused and never had is not there to be read; everything else is a lack of rights. Decided when all is read.
 */
import type { ResourceEntry } from '../../schemas/manifest.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import type { AccessEntry } from '../segment/access-map.ts';
import type { EverComplete } from './comparison.ts';
import { OWNER_ONLY_RESOURCE } from './owner-only-resource.ts';
import type { TokenState } from './reading.ts';

/** Returns the entries, with what was refused for lack of a feature told from what was for lack of a right. */
export async function classifyRefusals(
  entries: readonly ResourceEntry[],
  definitions: readonly ResourceDefinition[],
  token: TokenState,
  everComplete: EverComplete,
): Promise<readonly ResourceEntry[]> {
  const isOwner = entries.some(({ name, outcome }) => name === OWNER_ONLY_RESOURCE && outcome === 'complete');
  if (token !== 'working' || !isOwner) return entries;
  const refused = entries.filter(({ outcome, reason }) => outcome === 'denied' && reason === 'scope');
  const names = refused.map(({ name }) => name);
  const missing = await withoutFeature(names, definitions, everComplete);
  return entries.map((entry) =>
    missing.has(entry.name) ? { ...entry, outcome: 'unavailable', reason: 'feature' } : entry,
  );
}

/** Returns an access map that tells refusals apart as a run does: here a list of users that opens is enough. */
export async function classifyRefusalsInMap(
  map: readonly AccessEntry[],
  definitions: readonly ResourceDefinition[],
  everComplete: EverComplete,
): Promise<readonly AccessEntry[]> {
  const isOwner = map.some(
    ({ resource, access }) => resource === OWNER_ONLY_RESOURCE && access === 'readable',
  );
  if (!isOwner) return map;
  const refused = map.filter(({ access, reason }) => access === 'denied' && reason === 'scope');
  const names = refused.map(({ resource }) => resource);
  const missing = await withoutFeature(names, definitions, everComplete);
  return map.map((entry) =>
    missing.has(entry.resource) ? { ...entry, access: 'unavailable', reason: 'feature' } : entry,
  );
}

/**
 * Returns those of the refused resources that need a feature and that no complete record ever had. What is read under
 * a refused one was not asked for at all: its own feature says nothing then, and it lacks what the refused one lacks.
 */
async function withoutFeature(
  refused: readonly string[],
  definitions: readonly ResourceDefinition[],
  everComplete: EverComplete,
): Promise<ReadonlySet<string>> {
  const names = refused.filter((name) => featureOf(name, definitions) !== undefined);
  const had = await everComplete(names);
  const isMissing = (name: string): boolean => {
    const parent = parentOf(name, definitions);
    const isAsked = parent === undefined || !refused.includes(parent);
    return names.includes(name) && !had.has(name) && (isAsked || isMissing(parent));
  };
  return new Set(names.filter(isMissing));
}

/** Returns the feature that a resource needs: its own, or that of what it is read under. */
function featureOf(name: string, definitions: readonly ResourceDefinition[]): string | undefined {
  const parent = parentOf(name, definitions);
  const { feature } = definitions.find((each) => each.name === name) ?? {};
  return feature ?? (parent === undefined ? undefined : featureOf(parent, definitions));
}

function parentOf(name: string, definitions: readonly ResourceDefinition[]): string | undefined {
  return definitions.find((each) => each.name === name)?.parent?.resource;
}
