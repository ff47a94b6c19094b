/** What is read under what, from the resources themselves: no test has to know a child by name. */
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';

/** Names of the resources that are read under each record of another one. */
export function childrenOf(parent: string): readonly string[] {
  return resources.flatMap(({ name, parent: under }) => (under?.resource === parent ? [name] : []));
}

/** Names of the resources that nobody can be asked for while only these have been read. */
export function unaskedWith(read: readonly string[]): readonly string[] {
  const isRead = (end: ResourceDefinition['parent']) => end !== undefined && read.includes(end.resource);
  const children = resources.filter(({ parent }) => parent !== undefined);
  return children
    .filter(({ parent, otherSide }) => !isRead(parent) && !isRead(otherSide?.parent))
    .map(({ name }) => name);
}
