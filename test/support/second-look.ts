/** What the second look adds to the requests of a run: one first page of each list, and one of audit events. */
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';

/** Returns the numbers of requests by operation, with those of the second look for what was asked at all. */
export function withSecondLook(counts: Readonly<Record<string, number>>): Record<string, number> {
  const looked: Record<string, number> = { ...counts };
  for (const {
    operationId,
    parent,
    shape,
    streams,
    span,
    period,
    variants,
  } of resources as readonly ResourceDefinition[]) {
    const isList = shape !== 'item' && [parent, streams, span, period].every((each) => each === undefined);
    const asked = counts[operationId] ?? 0;
    if (isList && asked > 0) looked[operationId] = asked + (variants?.values.length ?? 1);
  }
  return looked;
}
