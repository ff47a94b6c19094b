/**
 * What it means that something was refused, or is not there. Decided here for runs and `test` alike, when all is read.
 *
 * Segment answers 401 or 403 both to a token without the right and for what a plan does not include. A token that
 * reads all users has the highest role there is, so what it is refused and never had is not there to be read;
 * everything else is a lack of rights.
 *
 * What is not there is a gap: somebody may count on it. Not so what Segment need not offer (`whereOffered`), as long as
 * it was never there, nothing else was answered, and nobody asked for it by name: that is said as `not-offered`.
 */
import type { CompletenessRule, ResourceEntry } from '../../schemas/manifest.ts';
import type { Outcome, OutcomeReason } from '../../schemas/outcome.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import type { AccessEntry } from '../segment/access-map.ts';
import type { EverComplete } from './comparison.ts';
import type { RunConnection } from './deps.ts';
import type { EverOffered } from './ever-offered.ts';
import { OWNER_ONLY_RESOURCE } from './owner-only-resource.ts';
import type { TokenState } from './reading.ts';

/** What decides, beside the answers themselves. */
export interface RefusalContext {
  readonly definitions: readonly ResourceDefinition[];
  readonly config: Pick<RunConnection, 'features' | 'collect'>;
  readonly everComplete: EverComplete;
  readonly everOffered: EverOffered;
}

/** Returns the entries, with what was refused or is not there told apart. */
export async function classifyRefusals(
  entries: readonly ResourceEntry[],
  token: TokenState,
  context: RefusalContext,
): Promise<readonly ResourceEntry[]> {
  const meanings = await meaningsOf(entries, token === 'working', context);
  return entries.map((entry) => {
    const meaning = meanings.get(entry.name);
    if (meaning === undefined) return entry;
    const read = { ...entry, outcome: 'unavailable' as const, reason: meaning };
    if (meaning === 'feature') return read;
    return { ...read, completeness: { method: 'none', distinctIds: 0, rules: [ruleOf(read, context)] } };
  });
}

/** Returns an access map that tells them apart as a run does: here a list of users that opens is enough. */
export async function classifyRefusalsInMap(
  map: readonly AccessEntry[],
  context: RefusalContext,
): Promise<readonly AccessEntry[]> {
  const asRead = map.map(({ resource, access, reason }): Refusable => {
    const outcome = access === 'readable' ? 'complete' : access;
    return { name: resource, outcome, reason };
  });
  const meanings = await meaningsOf(asRead, true, context);
  return map.map((entry) => {
    const reason = meanings.get(entry.resource);
    return reason === undefined ? entry : { ...entry, access: 'unavailable', reason };
  });
}

interface Refusable {
  readonly name: string;
  readonly outcome: Outcome | AccessEntry['access'];
  readonly reason?: OutcomeReason | undefined;
}

type Meaning = 'feature' | 'not-offered';

async function meaningsOf(
  entries: readonly Refusable[],
  isTokenGood: boolean,
  context: RefusalContext,
): Promise<ReadonlyMap<string, Meaning>> {
  const isOwner = entries.some(({ name, outcome }) => name === OWNER_ONLY_RESOURCE && outcome === 'complete');
  const refused = entries.filter(({ outcome, reason }) => outcome === 'denied' && reason === 'scope');
  const lacking =
    isTokenGood && isOwner ? await withoutFeature(namesOf(refused), context) : new Set<string>();
  const absent = entries.filter(({ name, outcome }) => outcome === 'unavailable' || lacking.has(name));
  const unoffered = await notOffered(namesOf(absent), context);
  return new Map<string, Meaning>([
    ...[...lacking].map((name) => [name, 'feature'] as const),
    ...[...unoffered].map((name) => [name, 'not-offered'] as const),
  ]);
}

const namesOf = (entries: readonly Refusable[]) => entries.map(({ name }) => name);

/**
 * Returns those of the refused resources that need a feature and that no complete record ever had. What is read under
 * a refused one was not asked for at all: its own feature says nothing then, and it lacks what the refused one lacks.
 */
async function withoutFeature(
  refused: readonly string[],
  { definitions, everComplete }: RefusalContext,
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

/**
 * Returns those of the absent resources that Segment does not offer to this workspace, and never has. What is read
 * under an absent one is as that one is.
 */
async function notOffered(
  absent: readonly string[],
  { definitions, config, everOffered }: RefusalContext,
): Promise<ReadonlySet<string>> {
  const names = definitions
    .filter((definition) => definition.whereOffered === true && absent.includes(definition.name))
    .filter((definition) => !isAskedForByName(definition, definitions, config))
    .map(({ name }) => name);
  const had = await everOffered(names);
  const found = new Set<string>();
  for (const name of names) {
    const parent = parentOf(name, definitions) ?? '';
    if (!had.has(name) && (!absent.includes(parent) || found.has(parent))) found.add(name);
  }
  return found;
}

/** Whoever names a resource, or says that the workspace has its feature, misses it where it is not there. */
function isAskedForByName(
  { name, missingIsNone }: ResourceDefinition,
  definitions: readonly ResourceDefinition[],
  { features, collect }: RefusalContext['config'],
): boolean {
  if (missingIsNone === true) return false;
  return collect.include.includes(name) || features[featureOf(name, definitions) ?? ''] === true;
}

/** What shows that it is not offered. */
function ruleOf(
  { name, httpStatus, parents }: ResourceEntry,
  { definitions }: RefusalContext,
): CompletenessRule {
  const parent = parentOf(name, definitions);
  const isNoneAsWell = definitions.some((each) => each.name === name && each.missingIsNone === true);
  const what = isNoneAsWell ? 'none, or not offered' : 'not offered';
  const detail =
    parents === undefined || httpStatus === undefined
      ? `it is read under ${parent}, which are not offered`
      : `under none of ${parents.total} ${parent} (HTTP ${httpStatus}): ${what}; no earlier record has any of it`;
  return { rule: 'offered', holds: false, detail };
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
