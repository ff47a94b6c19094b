/** Lists that the server empties, with a 200, for a token that may not see what is in them. */
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { isObject } from '../evidence/json.ts';

/** Whether the server emptied a list of the record that should have something in it. */
export function isEmptied({ emptied }: ResourceDefinition, record: unknown): boolean {
  if (emptied === undefined || !isObject(record)) return false;
  const list = record[emptied.field];
  if (!Array.isArray(list) || list.length > 0) return false;
  const { path, equals } = emptied.unless;
  return (
    path.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), record) !== equals
  );
}
