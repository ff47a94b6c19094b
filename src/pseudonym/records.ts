/** One record of a resource without people: its fields of people by what they are, all else by what stands in it. Pure. */
import { compilePolicy, type PolicyNode } from '../../schemas/policy.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { isObject } from '../evidence/json.ts';
import type { KnownPeople } from './known-people.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import type { Rewriter } from './rewriter.ts';
import type { Place } from './telling.ts';

export interface RecordsOf {
  readonly people: KnownPeople;
  readonly pseudonyms: Pseudonyms;
  readonly rewriter: Rewriter;
}

/** Returns a function that rewrites the lines of a resource. */
export function recordWriter(
  { people, pseudonyms, rewriter }: RecordsOf,
  definition: ResourceDefinition | undefined,
): (line: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>> {
  const node = definition === undefined ? undefined : compilePolicy(definition.record);
  const fields = definition === undefined ? [] : people.fieldsOf(definition.name);
  /** A name that is a word of the format is found in its own field alone. */
  const owned = (name: string, value: unknown): string | undefined => {
    const field = fields.find(({ path }) => path.length === 1 && path[0] === name);
    if (field === undefined || typeof value !== 'string') return undefined;
    const kind = (['id', 'name', 'address'] as const).find((each) => people.all(each).has(value));
    return kind === undefined ? undefined : pseudonyms.of(kind, value);
  };
  const write = (value: unknown, policy: PolicyNode | undefined, name: string): unknown => {
    if (typeof value === 'string') return rewriter.text(value, placeOf(policy, name));
    if (!isObject(value) || policy?.kind !== 'object' || name === 'metadata')
      return rewriter.json(value, placeOf(policy, name));
    return Object.fromEntries(
      Object.entries(value).map(([member, each]) => [
        rewriter.text(member),
        write(each, policy.fields.get(member), member),
      ]),
    );
  };
  return (line) => {
    const { data, ...rest } = line;
    if (!isObject(data)) return rewriter.json(line, 'written') as Readonly<Record<string, unknown>>;
    const written = Object.entries(data).map(([name, value]) => [
      rewriter.text(name),
      owned(name, value) ?? write(value, node?.kind === 'object' ? node.fields.get(name) : undefined, name),
    ]);
    const own = typeof line['id'] === 'string' ? ownId(line['id'], data, owned) : undefined;
    const around = rewriter.json(rest) as Readonly<Record<string, unknown>>;
    return { ...around, ...(own === undefined ? {} : { id: own }), data: Object.fromEntries(written) };
  };
}

/** The id of a record that is a field of it. */
function ownId(
  id: string,
  data: Readonly<Record<string, unknown>>,
  owned: (name: string, value: unknown) => string | undefined,
): string | undefined {
  const name = Object.keys(data).find((each) => data[each] === id && owned(each, id) !== undefined);
  return name === undefined ? undefined : owned(name, id);
}

/** Ids, slugs and words of enumerations are nobody's prose; what the catalogue of the vendor says is nobody's here. */
function placeOf(policy: PolicyNode | undefined, name: string): Place {
  if (name === 'metadata') return 'anywhere';
  if (policy?.kind !== 'identifier') return 'written';
  return name === 'slug' && policy.known === undefined ? 'slug' : 'anywhere';
}
