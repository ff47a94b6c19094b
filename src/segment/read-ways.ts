/**
 * In which way a resource is read: by itself, under its parents, from the other end of its relation, or only looked at
 * once because its feature is declared off. One place after another, where it is read in several.
 */
import type { ParentDefinition } from '../../schemas/place.ts';
import { ownPlacesOf, type ResourceDefinition } from '../../schemas/resource.ts';
import type { ReadFacts } from '../evidence/read-facts.ts';
import type { ParentBook } from './parent-book.ts';
import type { Parents } from './read-parents.ts';
import type { ResourceReader } from './read-resource.ts';

/** A resource that was read, as far as it matters to those that are read under it. */
export interface Listed {
  readonly facts: Pick<ReadFacts, 'gap' | 'declaredOff'>;
  readonly parents: ParentBook;
  /** Whether its records can be taken for all there are, so that others may be read under them. */
  readonly isListWhole: boolean;
}

/** Reads a resource. `listed` are the resources that it may be read under, by name. */
export async function readInItsWay(
  reader: ResourceReader,
  definition: ResourceDefinition,
  listed: ReadonlyMap<string, Listed>,
  isOff: boolean,
): Promise<void> {
  const others = cheaperEnd(definition, listed);
  if (others !== undefined) return reader.readFromOtherSide(others);
  for (const part of ownPlacesOf(definition)) {
    const { parent } = part;
    if (parent === undefined) {
      await (isOff ? reader.lookOnce() : reader.read(part));
    } else {
      // What a place lists, a later one may be read under.
      const above = parent.resource === definition.name ? soFar(reader) : listed.get(parent.resource);
      if (above !== undefined) await readUnder(reader, { part, parent, above, isOff }, definition);
    }
    if (isOff) return;
  }
}

interface Below {
  readonly part: ReturnType<typeof ownPlacesOf>[number];
  readonly parent: ParentDefinition;
  readonly above: Listed;
  readonly isOff: boolean;
}

async function readUnder(
  reader: ResourceReader,
  { part, parent, above, isOff }: Below,
  { within }: ResourceDefinition,
): Promise<void> {
  const parents = above.parents.parentsFor({ parent, within: within?.field }, above.isListWhole);
  const [first] = parents.each;
  const hasNothing =
    above.facts.declaredOff !== undefined || (first === undefined && above.facts.gap !== undefined);
  if (hasNothing) return reader.inherit(above.facts);
  if (!isOff) return reader.readUnder(parents, part);
  return first === undefined
    ? reader.inherit({ declaredOff: { hasRecords: false } })
    : reader.lookOnce(first);
}

function soFar({ observed, facts, isListWhole }: ResourceReader): Listed {
  return { parents: observed.parents, facts, isListWhole };
}

/**
 * The parents at the other end of a relation, where that takes fewer requests. Only a whole list of parents can be read
 * under for the other. An empty one is none: it may have been emptied for this token, and then this relation is what
 * shows it.
 */
function cheaperEnd(
  { otherSide, parent }: ResourceDefinition,
  listed: ReadonlyMap<string, Listed>,
): Parents | undefined {
  if (otherSide === undefined || parent === undefined) return undefined;
  const [there, here] = [otherSide.parent, parent].map((end) => {
    const above = listed.get(end.resource);
    return above?.parents.parentsFor({ parent: end }, above.isListWhole);
  });
  if (there === undefined || !there.isWhole || there.count === 0) return undefined;
  const isFewer = here === undefined || !here.isWhole || there.count < here.count;
  return isFewer ? there : undefined;
}
