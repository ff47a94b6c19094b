/**
 * Who is known in some evidence: every address, name and id that stands in a field which its schema marks as a person's.
 * There is no second list of such fields. Somebody who stands in no such field is not known, whoever writes of them.
 */
import * as z from 'zod';
import { oncePerSchema, type PersonMark, personMarkOf } from '../../schemas/policy.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { isObject } from '../evidence/json.ts';

/** What somebody is told by. */
export type PersonKind = 'address' | 'name' | 'id';

interface PersonField {
  readonly path: readonly string[];
  readonly mark: PersonMark;
}

/** Returns the fields of a record that tell who somebody is; `*` stands for each of a list. */
export const personFieldsOf = oncePerSchema((schema: z.ZodType): readonly PersonField[] => {
  const mark = personMarkOf(schema);
  if (mark !== undefined) return [{ path: [], mark }];
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return personFieldsOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodArray) return below('*', schema.element as z.ZodType);
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, field]) =>
    below(name, field),
  );
});

const below = (step: string, schema: z.ZodType) =>
  personFieldsOf(schema).map(({ path, mark }) => ({ path: [step, ...path], mark }));

/** Takes records, and knows the people in them. */
export class KnownPeople {
  readonly #kinds: Readonly<Record<PersonKind, Set<string>>> = {
    address: new Set(),
    name: new Set(),
    id: new Set(),
  };
  /** Addresses that tell records apart: two spellings of one are two records. */
  readonly spelled = new Set<string>();
  readonly #telling: ReadonlySet<string>;
  readonly #fields: ReadonlyMap<string, readonly PersonField[]>;
  readonly #nouns: ReadonlySet<string>;
  readonly #things: ReadonlySet<string>;

  constructor(definitions: readonly ResourceDefinition[]) {
    this.#fields = new Map(definitions.map(({ name, record }) => [name, personFieldsOf(record)]));
    this.#telling = new Set(
      definitions.flatMap(({ name, id }) => id.map(({ from, field }) => `${name} ${from} ${field}`)),
    );
    this.#nouns = new Set(definitions.filter(isOfPeople).flatMap(nounsOf));
    this.#things = new Set(definitions.flatMap(nounsOf).filter((noun) => !this.#nouns.has(noun)));
  }

  /** Whether records of a resource name people at all. */
  isIn(resource: string): boolean {
    return (this.#fields.get(resource) ?? []).length > 0;
  }

  take(resource: string, data: Readonly<Record<string, unknown>>): void {
    const isOfPerson = this.#nouns.has(wordsOf(data['resourceType']));
    for (const { path, mark } of this.#fields.get(resource) ?? []) {
      const kind = kindOf(mark, isOfPerson);
      if (kind === undefined) continue;
      for (const text of textsAt(data, path)) {
        this.add(kind, text);
        if (kind === 'address' && this.#telling.has(`${resource} data ${path[0]}`)) this.spelled.add(text);
      }
    }
  }

  /** Whether a record of the trail may be of a person: of a kind that nobody knows, it may. */
  mayBeOfPerson(data: Readonly<Record<string, unknown>>): boolean {
    return !this.#things.has(wordsOf(data['resourceType']));
  }

  /** What has the form of an address is one, whatever its field is for. */
  add(kind: PersonKind, text: string): void {
    if (text.trim() === '') return;
    this.#kinds[/^[^\s@]+@[^\s@]+$/.test(text.trim()) ? 'address' : kind].add(text);
  }

  all(kind: PersonKind): ReadonlySet<string> {
    return this.#kinds[kind];
  }

  /** How a text of a field is to be told, where the field is a person's. */
  fieldsOf(resource: string): readonly PersonField[] {
    return this.#fields.get(resource) ?? [];
  }
}

/** Whether each record of a resource is a person's: what it is told apart by is. */
function isOfPeople({ id, record }: ResourceDefinition): boolean {
  const [only, ...others] = id;
  if (only === undefined || others.length > 0 || only.from !== 'data') return false;
  return personFieldsOf(record).some(({ path }) => path.length === 1 && path[0] === only.field);
}

const nounsOf = ({ auditedAs }: ResourceDefinition) => (auditedAs?.name ?? []).map(wordsOf);

/** The trail writes the same word in several ways. */
const wordsOf = (text: unknown) =>
  String(text)
    .replaceAll(/(?<=[a-z])(?=[A-Z])|[_-]/g, ' ')
    .toLowerCase();

export function kindOf(mark: PersonMark, isOfPerson: boolean): PersonKind | undefined {
  if (mark === 'subject-id') return isOfPerson ? 'id' : undefined;
  if (mark === 'subject-name') return isOfPerson ? 'name' : undefined;
  return mark;
}

function textsAt(value: unknown, path: readonly string[]): readonly string[] {
  const [step, ...rest] = path;
  if (step === undefined) return typeof value === 'string' ? [value] : [];
  if (step === '*') return Array.isArray(value) ? value.flatMap((each) => textsAt(each, rest)) : [];
  return isObject(value) ? textsAt(value[step], rest) : [];
}
