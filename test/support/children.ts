/** What is read under what, from the resources themselves: no test has to know a child by name. */
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { byDefault } from './by-default.ts';

/**
 * Names of the resources that are read under each record of another one, and of those under these; of all of them
 * only what a run reads by default.
 */
export function allUnder(parent: string): readonly string[] {
  return byDefault.flatMap(({ name, parent: under }) =>
    under?.resource === parent ? [name, ...allUnder(name)] : [],
  );
}

/** How everything ends that is read under a resource, if all of it ends alike. */
export function endingUnder(parent: string, ending: string): Record<string, string> {
  return Object.fromEntries(allUnder(parent).map((name) => [name, ending]));
}

/** Names of the resources that nobody can be asked for while only these have been read. */
export function unaskedWith(read: readonly string[]): readonly string[] {
  const isRead = (end: ResourceDefinition['parent']) => end !== undefined && read.includes(end.resource);
  const children = byDefault.filter(({ parent }) => parent !== undefined);
  return children
    .filter(({ parent, otherSide }) => !isRead(parent) && !isRead(otherSide?.parent))
    .map(({ name }) => name);
}
