/** What the second look adds to the requests of a run: one first page of each list, and one of audit events. */
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';

/** Returns how many first pages of an operation's lists are looked at again; none of what is no list of its own. */
export function lookedAt(operationId: string): number {
  const definition = (resources as readonly ResourceDefinition[]).find(
    (each) => each.operationId === operationId,
  );
  if (definition === undefined) return 0;
  const { shape, parent, streams, span, period, variants } = definition;
  const isList = shape !== 'item' && [parent, streams, span, period].every((each) => each === undefined);
  return isList ? (variants?.values.length ?? 1) : 0;
}

/** Returns the numbers of requests by operation, with those of the second look for what was asked at all. */
export function withSecondLook(counts: Readonly<Record<string, number>>): Record<string, number> {
  const looked = Object.entries(counts).map(
    ([id, count]) => [id, count > 0 ? count + lookedAt(id) : count] as const,
  );
  return Object.fromEntries(looked);
}
