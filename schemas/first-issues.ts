/**
 * What a schema has against a value, and no more of it than anyone needs. Zod makes a note of every single
 * problem before it answers: for a list of a million things that do not fit, more than memory holds.
 */
import * as z from 'zod';

/** A schema by what fits it, for those who know no more of it. */
export type Schema<T = unknown> = z.ZodType<T>;

export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Zod's word for the kind of problem. */
  readonly code: string;
  /** Of members that the schema does not know: their names. */
  readonly keys?: readonly string[];
}

/** Up to here a value is small enough for all of its problems to be reported. */
const SMALL = 10_000;
/** Of a larger one, so many. */
const MOST_ISSUES = 20;

/**
 * Returns the problems of a value: of a large one the first twenty, found by looking at one part at a time. `characters`:
 * the length of its JSON text, where that is at hand: a short text holds no more values than letters.
 */
export function firstIssues(schema: Schema, value: unknown, characters?: number): readonly Issue[] {
  const isShort = characters !== undefined && characters <= SMALL;
  if (!isShort && holdsMoreThan(value, SMALL)) {
    const found: Issue[] = [];
    collect(schema, value, [], found);
    if (found.length > 0) return found;
  }
  return schema.safeParse(value).error?.issues ?? [];
}

/** Whether a value holds more than so many values, itself and all that is in it counted. */
export function holdsMoreThan(value: unknown, most: number): boolean {
  const count = countUpTo(value, most, FEW_LEVELS);
  return count === undefined ? holdsMoreAtAnyDepth(value, most) : count > most;
}

/** No record of ours is deeper; what is must not be gone through by a function that calls itself. */
const FEW_LEVELS = 50;

/** Counts the values in a value, itself included, and stops behind `most`; `undefined` where it is deeper than so much. */
function countUpTo(value: unknown, most: number, levels: number): number | undefined {
  if (typeof value !== 'object' || value === null) return 1;
  if (levels === 0) return undefined;
  let count = 1;
  for (const name in value) {
    const inner = countUpTo((value as Readonly<Record<string, unknown>>)[name], most - count, levels - 1);
    if (inner === undefined) return undefined;
    count += inner;
    if (count > most) break;
  }
  return count;
}

function holdsMoreAtAnyDepth(value: unknown, most: number): boolean {
  const open: unknown[] = [value];
  let count = 0;
  for (let next = open.pop(); ; next = open.pop()) {
    count += 1;
    if (count + open.length > most) return true;
    if (typeof next === 'object' && next !== null) {
      const members = Array.isArray(next) ? next : Object.values(next);
      if (count + open.length + members.length > most) return true;
      for (const member of members) open.push(member);
    }
    if (open.length === 0) return false;
  }
}

function collect(schema: unknown, value: unknown, path: readonly PropertyKey[], found: Issue[]): void {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    const isLeftOut = schema instanceof z.ZodOptional ? value === undefined : value === null;
    if (!isLeftOut) collect(schema.unwrap(), value, path, found);
  } else if (schema instanceof z.ZodArray && Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (found.length >= MOST_ISSUES) return;
      collect(schema.element, item, [...path, index], found);
    }
  } else if (schema instanceof z.ZodObject && isObject(value)) {
    for (const [name, member] of Object.entries(schema.shape)) {
      if (found.length >= MOST_ISSUES) return;
      collect(member, value[name], [...path, name], found);
    }
    const isStrict = schema.def.catchall instanceof z.ZodNever;
    const unknown = isStrict
      ? Object.keys(value).find((name) => !Object.hasOwn(schema.shape, name))
      : undefined;
    if (unknown !== undefined)
      found.push({ path, message: 'Unrecognized keys', code: 'unrecognized_keys', keys: [unknown] });
  } else if (schema instanceof z.ZodType) {
    for (const issue of schema.safeParse(value).error?.issues ?? []) {
      if (found.length < MOST_ISSUES) found.push({ ...issue, path: [...path, ...issue.path] });
    }
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
