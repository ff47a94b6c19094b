/** One record of a resource without people: its fields of people by what they are, all else by what stands in it. Pure. */
import { compilePolicy, type PolicyNode } from '../../schemas/policy.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { isObject } from '../evidence/json.ts';
import { composeId, type Parent } from '../evidence/normalise.ts';
import { type KnownPeople, kindOf } from './known-people.ts';
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
): (line: Line) => Line {
  const node = definition === undefined ? undefined : compilePolicy(definition.record);
  const fields = definition === undefined ? [] : people.fieldsOf(definition.name);
  /** A name that is a word of the format is found in its own field alone. */
  const owned = (name: string, value: unknown, isOfPerson: boolean): string | undefined => {
    const field = fields.find(({ path }) => path.length === 1 && path[0] === name);
    if (field === undefined || typeof value !== 'string') return undefined;
    const known = (['id', 'name', 'address'] as const).find((each) => people.all(each).has(value));
    const kind =
      known ?? (value.trim() === '' || value.includes('@') ? undefined : kindOf(field.mark, isOfPerson));
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
    if (!isObject(data)) return rewriter.json(line, 'written') as Line;
    const isOfPerson = people.mayBeOfPerson(data);
    const written = Object.fromEntries(
      Object.entries(data).map(([name, value]) => [
        rewriter.text(name),
        owned(name, value, isOfPerson) ??
          write(value, node?.kind === 'object' ? node.fields.get(name) : undefined, name),
      ]),
    );
    const around = rewriter.json(rest) as Line;
    const id = definition === undefined ? undefined : idOf(definition, line, { ...around, data: written });
    if (id === undefined || definition === undefined) return { ...around, data: written };
    rewriter.rename(`${definition.name}/${String(line['id'])}`, `${definition.name}/${id}`);
    return { ...around, id, data: written };
  };
}

type Line = Readonly<Record<string, unknown>>;

/** The id that follows from a record's own fields, as the one before followed from those; undefined where it did not. */
function idOf({ id }: ResourceDefinition, before: Line, after: Line): string | undefined {
  const composed = composeId(id, before['data'], before['parent'] as Parent | undefined);
  if (composed === undefined || composed !== before['id']) return undefined;
  return composeId(id, after['data'], after['parent'] as Parent | undefined);
}

/** Ids, slugs and words of enumerations are nobody's prose; what the catalogue of the vendor says is nobody's here. */
function placeOf(policy: PolicyNode | undefined, name: string): Place {
  if (name === 'metadata') return 'anywhere';
  if (policy?.kind !== 'identifier') return 'written';
  return name === 'slug' && policy.known === undefined ? 'slug' : 'anywhere';
}
