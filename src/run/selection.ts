/** Which resources a run asks for. */
import { laneOf, parentsOf, type ResourceDefinition } from '../../schemas/resource.ts';

export interface Selection {
  /** Opt-in resources to read as well. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Lanes that are read; what is in another one is left out. Absent: all. */
  readonly lanes?: readonly ('standard' | 'slow')[];
  readonly only: readonly string[] | undefined;
}

/**
 * Returns the definitions that are asked for, in their order. The workspace always is: it says whose
 * evidence this is. A resource that is read per parent brings its parents along when it is named,
 * and is left out with them when they are excluded.
 */
export function selectDefinitions(
  definitions: readonly ResourceDefinition[],
  { include, exclude, lanes, only }: Selection,
): readonly ResourceDefinition[] {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const regular = definitions.filter(
    (definition) =>
      lanes?.includes(laneOf(definition)) !== false &&
      (definition.optIn === undefined || include.includes(definition.name)),
  );
  const named = only ?? regular.map(({ name }) => name);
  const wanted = new Set(['workspace']);
  for (const name of named) {
    const line = lineageOf(name, byName);
    if (only !== undefined || !line.some((ancestor) => exclude.includes(ancestor))) {
      for (const ancestor of line) wanted.add(ancestor);
    }
  }
  return definitions
    .filter(({ name }) => wanted.has(name))
    .map((definition) =>
      include.includes(definition.name) ? definition : withoutOptionalDetail(definition),
    );
}

/** A request for each record is made only where somebody asks for it. */
function withoutOptionalDetail(definition: ResourceDefinition): ResourceDefinition {
  const { detail, ...rest } = definition;
  return detail?.optIn === undefined ? definition : rest;
}

/** A resource's name and those of all that it is read under. */
function lineageOf(name: string, byName: ReadonlyMap<string, ResourceDefinition>): readonly string[] {
  const definition = byName.get(name);
  const above = definition === undefined ? [] : parentsOf(definition).map(({ resource }) => resource);
  return [name, ...above.flatMap((parent) => (parent === name ? [] : lineageOf(parent, byName)))];
}
