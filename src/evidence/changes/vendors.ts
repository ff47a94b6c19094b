/** What in a record is the vendor's own text. Pure. */
import { compilePolicy } from '../../../schemas/policy.ts';
import type { ResourceDefinition } from '../../../schemas/resource.ts';

/**
 * Whether a place is in an object with catalogue text: the vendor changes it, and nobody in the workspace. `pointer`:
 * into the line of the record.
 */
export function isVendors(pointer: string, { record }: Pick<ResourceDefinition, 'record'>): boolean {
  const policy = compilePolicy(record);
  const [, , member = '', inside] = pointer.split('/');
  const node = policy.kind === 'object' ? policy.fields.get(member) : undefined;
  if (node?.kind !== 'object' || inside === undefined || inside === 'id') return false;
  return [...node.fields.values()].some(({ kind }) => kind === 'catalogue');
}
