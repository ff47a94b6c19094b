/**
 * What may be kept of a field, said on the field itself.
 * A resource's schema is its redaction policy: there is no second list to keep in step.
 * Read by `evidence/normalise.ts`, and digested into the manifest as `redaction.policySha256`.
 * Whatever a schema does not name is withheld as type and keyed fingerprint.
 */
import { z } from 'zod';

/** The purposes a fingerprint is made for; the same secret under two of them cannot be linked. */
export type FingerprintContext =
  | 'segment/write-key'
  | 'segment/token'
  | 'segment/setting'
  | 'email'
  | 'subject';

export type FieldPolicy =
  /** Withheld as a keyed fingerprint. */
  | { readonly kind: 'secret'; readonly context: FingerprintContext }
  /** Kept: a person who can log in to the workspace. Pseudonymised exports replace it. */
  | { readonly kind: 'personal' }
  /** Dropped and listed: it changes without meaning anything. */
  | { readonly kind: 'volatile' }
  /** Dropped and listed: the vendor's catalogue text, not this workspace's configuration. */
  | { readonly kind: 'catalogue' }
  /** Free-form settings: booleans, numbers and null are kept, every string is withheld. */
  | { readonly kind: 'settings' };

const policies = z.registry<FieldPolicy>();

function withPolicy<S extends z.ZodType>(schema: S, policy: FieldPolicy): S {
  policies.add(schema, policy);
  return schema;
}

/** A string that is withheld as a keyed fingerprint under the given context. */
export const secret = (context: FingerprintContext) => withPolicy(z.string(), { kind: 'secret', context });

/** A string that names a person who can log in to the workspace. Kept in clear. */
export const personal = () => withPolicy(z.string(), { kind: 'personal' });

/** A value that changes without meaning anything. Dropped and listed. */
export const volatile = () => withPolicy(z.unknown(), { kind: 'volatile' });

/** Vendor catalogue text. Dropped and listed. */
export const catalogue = () => withPolicy(z.unknown(), { kind: 'catalogue' });

/** A free-form settings object: strings inside are withheld, whatever their depth. */
export const settings = () => withPolicy(z.record(z.string(), z.unknown()), { kind: 'settings' });

const sets = new WeakSet<z.ZodType>();

/** An array whose order means nothing: written in one order, whatever order the server chose. */
export function setOf<S extends z.ZodType>(item: S): z.ZodArray<S> {
  const schema = z.array(item);
  sets.add(schema);
  return schema;
}

/** A string with known values, of which unknown ones are kept too. */
export const openEnum = (...values: readonly string[]) => z.string().meta({ examples: [...values] });

/** The compiled form of a schema: what to do with a value at each place. */
export type PolicyNode =
  | { readonly kind: 'keep' }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, PolicyNode> }
  | { readonly kind: 'array'; readonly item: PolicyNode; readonly isSet: boolean }
  | Exclude<FieldPolicy, { readonly kind: 'personal' }>;

const KEEP: PolicyNode = { kind: 'keep' };

/**
 * Returns what to do with each place of a record, read from the schema.
 * @throws Error for a schema type no policy is defined for: an oversight must not become a leak.
 */
export function compilePolicy(schema: z.ZodType): PolicyNode {
  const own = policies.get(schema);
  if (own !== undefined) return own.kind === 'personal' ? KEEP : own;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return compilePolicy(schema.unwrap() as z.ZodType);
  }
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape as Record<string, z.ZodType>);
    return { kind: 'object', fields: new Map(fields.map(([name, field]) => [name, compilePolicy(field)])) };
  }
  if (schema instanceof z.ZodArray) {
    return { kind: 'array', item: compilePolicy(schema.element as z.ZodType), isSet: sets.has(schema) };
  }
  if (schema instanceof z.ZodString || schema instanceof z.ZodBoolean || schema instanceof z.ZodNumber) {
    return KEEP;
  }
  throw new Error(`compile policy: schema type ${schema.def.type}: no policy is defined for it`);
}

/** A plain description of a compiled policy, for its digest and for the documentation. */
export function describePolicy(node: PolicyNode): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries([...node.fields].map(([name, field]) => [name, describePolicy(field)]));
    case 'array':
      return [...(node.isSet ? ['set'] : []), describePolicy(node.item)];
    case 'secret':
      return `secret ${node.context}`;
    default:
      return node.kind;
  }
}
