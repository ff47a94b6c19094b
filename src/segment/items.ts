/** From what a list holds to records: most are records already, some are text, some hold several. */
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { isObject } from '../evidence/json.ts';

/** Returns the records of one item of a list. An item of another shape is kept as it is. */
export function recordsOf(
  { wrap, explode }: Pick<ResourceDefinition, 'wrap' | 'explode'>,
  item: unknown,
): readonly unknown[] {
  if (wrap !== undefined) return [typeof item === 'string' ? { [wrap]: item } : item];
  if (explode === undefined || !isObject(item)) return [item];
  const { [explode.field]: members, ...rest } = item;
  if (!Array.isArray(members)) return [item];
  return members.map((member: unknown) => ({ ...rest, [explode.as]: member }));
}
