/**
 * What may be kept of a field, said on the field itself.
 * A resource's schema is its redaction policy: there is no second list to keep in step.
 * Read by `evidence/normalise.ts`, and digested into the manifest as `redaction.policySha256`.
 * Whatever a schema does not name is withheld as type and keyed fingerprint.
 */
import * as z from 'zod';

/** The purposes a fingerprint is made for; the same secret under two of them cannot be linked. */
export type FingerprintContext =
  | 'segment/write-key'
  | 'segment/token'
  | 'segment/setting'
  | 'email'
  | 'subject'
  | 'segment/user-id'
  | 'segment/person-name';

export type FieldPolicy =
  /** Withheld as a keyed fingerprint. */
  | { readonly kind: 'secret'; readonly context: FingerprintContext }
  /** Kept: an id that Segment made, a slug, a value of an enumeration. A suspected secret that equals one is none. */
  | { readonly kind: 'identifier' }
  /** Kept: a person who can log in to the workspace. Pseudonymised exports replace it. */
  | { readonly kind: 'personal' }
  /** Kept: the address by which such a person logs in. The same text is then no end user's. */
  | { readonly kind: 'login' }
  /** Dropped and listed: it changes without meaning anything. */
  | { readonly kind: 'volatile' }
  /** Dropped and listed: the vendor's catalogue text, not this workspace's configuration. */
  | { readonly kind: 'catalogue' }
  /** Free-form settings: booleans, numbers and null are kept, every string is withheld. `isAny`: no object as a rule. */
  | { readonly kind: 'settings'; readonly isAny?: true }
  /** An end user. Withheld, here and wherever else the same text stands. */
  | { readonly kind: 'subject' }
  /** Settings that are kept encrypted at Segment: names are kept, and every value is a secret. */
  | { readonly kind: 'sealed' }
  /** A mapping: names, paths and directives are kept, a text that someone typed in is withheld like a setting. */
  | { readonly kind: 'mapping' }
  /** Program text or a query: replaced by its digest and what is no secret of it, since secrets hide in code. */
  | { readonly kind: 'digest'; readonly language: 'program' | 'query' }
  /**
   * A condition in words of a query language: kept, without what looks like it names a person. `isHunted`: the person is
   * withheld wherever else the same text stands, too.
   */
  | { readonly kind: 'condition'; readonly isHunted?: true }
  /** JSON of any shape that the workspace itself defined: kept as it is. */
  | { readonly kind: 'json' }
  /** Dropped and listed: another resource is the evidence of it. Secrets in it are still noted. */
  | { readonly kind: 'elsewhere' };

const policies = z.registry<FieldPolicy>();

function withPolicy<S extends z.ZodType>(schema: S, policy: FieldPolicy): S {
  policies.add(schema, policy);
  return schema;
}

/** An id that Segment made, or a slug. Kept in clear. Names, labels, addresses and event names are none. */
export const identifier = () => withPolicy(z.string(), { kind: 'identifier' });

/** A string that is withheld as a keyed fingerprint under the given context. */
export const secret = (context: FingerprintContext) => withPolicy(z.string(), { kind: 'secret', context });

/**
 * How a field tells who somebody is that can log in to the workspace. `subject-id`, `subject-name`: of what an event is
 * about, which is a person for some events only.
 */
export type PersonMark = 'address' | 'name' | 'id' | 'subject-id' | 'subject-name';

const persons = new WeakMap<z.ZodType, PersonMark>();

function marked<S extends z.ZodType>(schema: S, mark: PersonMark): S {
  persons.set(schema, mark);
  return schema;
}

/** A string that names a person who can log in to the workspace. Kept in clear. */
export const personal = (mark: PersonMark = 'name') =>
  marked(withPolicy(z.string(), { kind: 'personal' }), mark);

/** The address by which a person logs in to the workspace. Kept in clear. */
export const login = () => marked(withPolicy(z.string(), { kind: 'login' }), 'address');

/** An id that Segment made for a person who can log in to the workspace. Kept in clear. */
export const personId = (mark: PersonMark = 'id') => marked(identifier(), mark);

/** Returns how a field tells who somebody is; undefined where it does not. */
export function personMarkOf(schema: z.ZodType): PersonMark | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return persons.get(schema) ?? personMarkOf(schema.unwrap() as z.ZodType);
  return persons.get(schema);
}

/** A value that changes without meaning anything. Dropped and listed. */
export const volatile = () => withPolicy(z.unknown(), { kind: 'volatile' });

/** Vendor catalogue text. Dropped and listed. */
export const catalogue = () => withPolicy(z.unknown(), { kind: 'catalogue' });

/** A free-form settings object: strings inside are withheld, whatever their depth. */
export const settings = () => withPolicy(z.record(z.string(), z.unknown()), { kind: 'settings' });

/** The same where the API says no more than that it may be anything: a list, one text. */
export const anySettings = () => withPolicy(z.unknown(), { kind: 'settings', isAny: true });

/** What identifies a person who is no user of the workspace. Withheld as a keyed fingerprint. */
export const subject = () => withPolicy(z.string(), { kind: 'subject' });

/** Settings that Segment keeps encrypted. Whatever it sends of them is withheld as a secret. */
export const sealed = () => withPolicy(z.record(z.string(), z.unknown()), { kind: 'sealed' });

/** How fields of an event become fields of what is sent. Readable, without texts that could be secrets. */
export const mapping = () => withPolicy(z.record(z.string(), z.unknown()), { kind: 'mapping' });

/** Program text. Replaced by its SHA-256, its length, the hosts it names and what a search for secrets found. */
export const program = () => withPolicy(z.string(), { kind: 'digest', language: 'program' });

/** A query. As program text, and whether it takes every column. */
export const query = () => withPolicy(z.string(), { kind: 'digest', language: 'query' });

/** A condition, such as a filter's. Kept, with literals withheld that look like a person's address, number or id. */
export const condition = () => withPolicy(z.string(), { kind: 'condition' });

/** A name that a tracker gave, such as an event's: kept, without the person that it may name, who is withheld elsewhere too. */
export const trackedName = () => withPolicy(z.string(), { kind: 'condition', isHunted: true });

/** JSON of any shape that is the workspace's own definition, such as a JSON Schema. Kept. */
export const json = () => withPolicy(z.unknown(), { kind: 'json' });

/** A field of a relation's other side, which has a resource of its own. Dropped and listed. */
export const elsewhere = <S extends z.ZodType>(schema: S) =>
  withPolicy(z.optional(schema), { kind: 'elsewhere' });

/** Returns the schema of a relation: the other side's record, of which only the id is kept. */
export function relationTo(record: z.ZodObject): z.ZodObject {
  const fields = Object.entries(record.shape as Record<string, z.ZodType>);
  return z.object(
    Object.fromEntries(fields.map(([name, schema]) => [name, name === 'id' ? schema : elsewhere(schema)])),
  );
}

const sets = new WeakSet<z.ZodType>();

/** An array whose order means nothing: written in one order, whatever order the server chose. */
export function setOf<S extends z.ZodType>(item: S): z.ZodArray<S> {
  const schema = z.array(item);
  sets.add(schema);
  return schema;
}

const knownValues = new WeakMap<z.ZodType, ReadonlySet<string>>();

/** A string with known values. Others are kept too, and said to be new. */
export function openEnum(...values: readonly string[]) {
  const schema = z.string().meta({ examples: [...values] });
  knownValues.set(schema, new Set(values));
  return withPolicy(schema, { kind: 'identifier' });
}

/** Returns a function that remembers what it returned for a schema: making that again takes longer than a whole list. */
export function oncePerSchema<T>(make: (schema: z.ZodType) => T): (schema: z.ZodType) => T {
  const made = new WeakMap<z.ZodType, T>();
  return (schema) => {
    const known = made.get(schema);
    if (known !== undefined) return known;
    const fresh = make(schema);
    made.set(schema, fresh);
    return fresh;
  };
}

/**
 * Returns the schema that records are held against: what may be missing may be null as well, as servers
 * write what they leave out.
 */
export const withNulls = oncePerSchema((schema: z.ZodType): z.ZodType => {
  if (schema instanceof z.ZodOptional)
    return withNulls(schema.unwrap() as z.ZodType)
      .nullable()
      .optional();
  if (schema instanceof z.ZodNullable) return withNulls(schema.unwrap() as z.ZodType).nullable();
  if (schema instanceof z.ZodArray) return z.array(withNulls(schema.element as z.ZodType));
  if (!(schema instanceof z.ZodObject)) return schema;
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>);
  return z.object(Object.fromEntries(fields.map(([name, field]) => [name, withNulls(field)])));
});

/** The compiled form of a schema: what to do with a value at each place. */
export type PolicyNode =
  | { readonly kind: 'keep' }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, PolicyNode> }
  | { readonly kind: 'array'; readonly item: PolicyNode; readonly isSet: boolean }
  | { readonly kind: 'elsewhere'; readonly inner: PolicyNode }
  | { readonly kind: 'identifier'; readonly known?: ReadonlySet<string> | undefined }
  | Exclude<FieldPolicy, { readonly kind: 'personal' | 'elsewhere' | 'identifier' }>;

const KEEP: PolicyNode = { kind: 'keep' };

/**
 * Returns what to do with each place of a record, read from the schema.
 * @throws Error for a schema type no policy is defined for: an oversight must not become a leak.
 */
export const compilePolicy = oncePerSchema((schema: z.ZodType): PolicyNode => {
  const own = policies.get(schema);
  if (own?.kind === 'elsewhere') {
    return { kind: 'elsewhere', inner: compilePolicy((schema as z.ZodOptional).unwrap() as z.ZodType) };
  }
  if (own?.kind === 'identifier') return { ...own, known: knownValues.get(schema) };
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
});

/** A plain description of a compiled policy, for its digest and for the documentation. */
export function describePolicy(node: PolicyNode): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries([...node.fields].map(([name, field]) => [name, describePolicy(field)]));
    case 'array':
      return [...(node.isSet ? ['set'] : []), describePolicy(node.item)];
    case 'secret':
      return `secret ${node.context}`;
    case 'digest':
      return `digest ${node.language}`;
    default:
      return node.kind;
  }
}
