/**
 * What test places collect. In the full tier that is what a run reads where the configuration names nothing;
 * in the fast one a few resources, which have between them the usual ways of being read, and what a test says
 * that it is about.
 */
import { parentsOf, type ResourceDefinition } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';
import { IS_FULL } from './tier.ts';

/** The resources that a run reads where `collect.include` names none. */
export const byDefault = resources.filter(({ optIn }) => optIn === undefined);

/** Their names, for tests of all of them. */
export const ALL: readonly string[] = byDefault.map(({ name }) => name);

const ENOUGH: readonly string[] = IS_FULL
  ? ALL
  : [
      'workspace',
      'users',
      'groups',
      'sources',
      'destinations',
      'audit-events',
      'source-settings',
      'group-members',
    ];

/** The setting `collect` of a connection. */
export type Collect = { readonly include?: readonly string[]; readonly exclude?: readonly string[] };

/** Names of what a test place reads of all that is read by default, if it is about some resources. */
export function readWith(names: readonly string[]): readonly string[] {
  const read = [...ENOUGH, ...names].flatMap(lineageOf);
  return ALL.filter((name) => read.includes(name));
}

/** The definitions of these, for a run that is handed its own. */
export function definitionsWith(names: readonly string[]): readonly ResourceDefinition[] {
  const read = readWith(names);
  return IS_FULL ? resources : byDefault.filter(({ name }) => read.includes(name));
}

/** What a test place puts in the place of a setting `collect`, so that it reads no more than that. */
export function collectOnly(names: readonly string[], given: Collect = {}): Collect {
  const read = readWith([...names, ...(given.include ?? [])]);
  const left = ALL.filter((name) => !read.includes(name));
  return left.length === 0 ? given : { ...given, exclude: [...new Set([...left, ...(given.exclude ?? [])])] };
}

function lineageOf(name: string): readonly string[] {
  const definition = resources.find((resource) => resource.name === name);
  const above = definition === undefined ? [] : parentsOf(definition).map(({ resource }) => resource);
  return [name, ...above.flatMap((parent) => (parent === name ? [] : lineageOf(parent)))];
}
