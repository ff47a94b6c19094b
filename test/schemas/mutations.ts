/** Small changes to a JSON document, each at a place of its own: what a validator is there to notice. */
import type { Json } from './json-schemas.ts';

export interface Mutation {
  readonly kind: 'missing' | 'extra' | 'wrong type';
  /** Where it was made, as a list of members and indexes. */
  readonly path: readonly (string | number)[];
  readonly value: Json;
}

/** Returns the document with the value at a path exchanged; `undefined` takes the member out. */
export function replaceAt(
  value: Json,
  path: readonly (string | number)[],
  change: (old: Json) => Json | undefined,
): Json {
  const [step, ...rest] = path;
  if (step === undefined) return change(value) ?? null;
  if (Array.isArray(value)) {
    return value.map((item: Json, index) => (index === step ? replaceAt(item, rest, change) : item));
  }
  const members = Object.entries(value as Readonly<Record<string, Json>>).flatMap(([name, member]) => {
    if (name !== step) return [[name, member] as const];
    const changed = rest.length === 0 ? change(member) : replaceAt(member, rest, change);
    return changed === undefined ? [] : [[name, changed] as const];
  });
  return Object.fromEntries(members);
}

/** Returns the path of every value in a document, the document's own first. */
export function placesIn(
  value: Json,
  at: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  const inside = Array.isArray(value)
    ? value.flatMap((item: Json, index) => placesIn(item, [...at, index]))
    : isObject(value)
      ? Object.entries(value).flatMap(([name, member]) => placesIn(member, [...at, name]))
      : [];
  return [at, ...inside];
}

/** Returns the value at a path. */
export function valueAt(value: Json, path: readonly (string | number)[]): Json {
  return path.reduce<Json>((inside, step) => (inside as never)[step], value);
}

export function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Returns a document with each member taken out, one added to each object, and each value of another type. A value is
 * made when it is asked for: of a large document there are thousands.
 */
export function mutationsOf(document: Json): readonly Mutation[] {
  const mutation = (
    kind: Mutation['kind'],
    path: Mutation['path'],
    change: (old: Json) => Json | undefined,
  ): Mutation => ({
    kind,
    path,
    get value() {
      return replaceAt(document, path, change);
    },
  });
  return placesIn(document).flatMap((path): Mutation[] => {
    const value = valueAt(document, path);
    const wrong: Json = isObject(value) || Array.isArray(value) ? 'text' : [['neither text nor number']];
    return [
      mutation('wrong type', path, () => wrong),
      ...(typeof path.at(-1) === 'string' ? [mutation('missing', path, () => undefined)] : []),
      ...(isObject(value) ? [mutation('extra', path, () => ({ ...value, notInTheFormat: 'in clear' }))] : []),
    ];
  });
}
