/** Which resources have changes at all, and in what two readings of one can be compared. Pure. */
import { compilePolicy } from '../../../schemas/policy.ts';
import { ownPlacesOf, type ResourceDefinition } from '../../../schemas/resource.ts';

/**
 * Whether differences between two readings are changes that somebody made. What is read by time, or is about a stretch
 * of time, differs each day by itself, and so does what happens in the course of business.
 */
export function hasChanges(definition: ResourceDefinition | undefined): boolean {
  if (definition === undefined) return true;
  const { window, optIn, isActivity } = definition;
  if (window !== undefined || optIn === 'large' || isActivity) return false;
  return ownPlacesOf(definition).every(({ span, period }) => span === undefined && period === undefined);
}

/** Whether ids of its records are made with the fingerprint key: with another one, every id is another. */
export function hasWithheldIds({ id, record }: Pick<ResourceDefinition, 'id' | 'record'>): boolean {
  const policy = compilePolicy(record);
  return id.some(({ from, field }) => {
    if (from !== 'data' || policy.kind !== 'object') return false;
    const kind = policy.fields.get(field)?.kind;
    return kind === 'secret' || kind === 'subject';
  });
}

const FINGERPRINT = /^hmac-sha256:[0-9a-f]{8}:/;
/** Stands for each fingerprint where two keys were in use: they tell nothing about each other. */
const NOT_COMPARED = 'hmac-sha256:*';

/** Says whether it has met a fingerprint. */
export class Mask {
  hasMet = false;

  /** Returns a value of JSON without what hangs on the fingerprint key. */
  of<T>(value: T): T {
    return this.#masked(value) as T;
  }

  #masked(value: unknown): unknown {
    if (typeof value === 'string') {
      if (!FINGERPRINT.test(value)) return value;
      this.hasMet = true;
      return NOT_COMPARED;
    }
    if (Array.isArray(value)) return value.map((item) => this.#masked(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.#masked(member)]));
  }
}
