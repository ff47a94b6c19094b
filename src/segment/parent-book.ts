/**
 * Keeps of the records of one resource what others need to be read under them: the values of their parameters, each
 * set once. What reads under all records by their ids shares one list; a resource without children keeps nothing.
 */
import { type IdPart, type ParentDefinition, paramsOf, type WhereDefinition } from '../../schemas/place.ts';
import { ownPlacesOf, type ResourceDefinition } from '../../schemas/resource.ts';
import { isObject } from '../evidence/json.ts';
import type { Parent } from '../evidence/normalise.ts';
import type { Parents, Under } from './read-parents.ts';

/** One way in which a resource is read under another. */
export interface ChildNeed {
  readonly parent: ParentDefinition;
  /** The field of the parent's record that brings the child's records along. */
  readonly within?: string | undefined;
}

/** Returns what other resources need of the records of one. */
export function childNeedsOf(name: string, definitions: readonly ResourceDefinition[]): readonly ChildNeed[] {
  return definitions.flatMap((definition) => {
    const own = ownPlacesOf(definition).flatMap(({ parent }) =>
      parent === undefined ? [] : [{ parent, within: definition.within?.field }],
    );
    const other = definition.otherSide === undefined ? [] : [{ parent: definition.otherSide.parent }];
    return [...own, ...other].filter(({ parent }) => parent.resource === name);
  });
}

interface Kept {
  readonly parts: readonly IdPart[];
  readonly where: WhereDefinition | undefined;
  readonly within: string | undefined;
  /** The values of the parts, each set as one text: of a hundred thousand records that is all that stays. */
  readonly values: Set<string>;
  readonly brought: Map<string, readonly unknown[]>;
  /** Records that lack a value: nothing can be read under them. */
  unusable: number;
}

/** What a book holds, by the need that it is kept for. */
export type KeptParents = ReadonlyMap<string, Pick<Kept, 'values' | 'brought' | 'unusable'>>;

/** Made for one resource of one run. */
export class ParentBook {
  readonly #kept = new Map<string, Kept>();

  constructor(needs: readonly ChildNeed[]) {
    for (const need of needs) {
      const { parts, where, within } = { ...need, where: need.parent.where, parts: partsOf(need.parent) };
      const kept = { parts, where, within, values: new Set<string>(), brought: new Map(), unusable: 0 };
      if (!this.#kept.has(keyOf(need))) this.#kept.set(keyOf(need), kept);
    }
  }

  get kept(): KeptParents {
    return new Map(
      [...this.#kept].map(([key, { values, brought, unusable }]) => [key, { values, brought, unusable }]),
    );
  }

  /** Takes what another book of the same needs held. */
  restore(held: KeptParents): void {
    for (const [key, found] of held) {
      const kept = this.#kept.get(key);
      if (kept !== undefined) this.#kept.set(key, { ...kept, ...found });
    }
  }

  /** Whether some are read under certain records only, so that the first one may be none of them. */
  get isChoosy(): boolean {
    return [...this.#kept.values()].some(({ where }) => where !== undefined);
  }

  /** Whether nothing was seen yet that those are read under. */
  get isWanting(): boolean {
    return [...this.#kept.values()].some(({ where, values }) => where !== undefined && values.size === 0);
  }

  /** Takes a record as Segment gave it, and what it was read under itself. */
  note(record: unknown, parent: Parent | undefined): void {
    for (const kept of this.#kept.values()) {
      if (kept.where !== undefined && !fits(record, kept.where)) continue;
      const values = kept.parts.map((part) => textOf(part, record, parent));
      if (!values.every((value) => value !== undefined)) {
        kept.unusable += 1;
        continue;
      }
      const key = toKey(values);
      kept.values.add(key);
      const brought = kept.within !== undefined && isObject(record) ? record[kept.within] : undefined;
      if (Array.isArray(brought)) kept.brought.set(key, brought);
    }
  }

  /**
   * Returns the parents of a child: those that were seen up to now, also where more are seen while they are gone through.
   * `isWhole`: whether the records can be taken for all there are.
   */
  parentsFor(need: ChildNeed, isWhole: boolean): Parents {
    const kept = this.#kept.get(keyOf(need));
    if (kept === undefined) return { count: 0, each: [], isWhole };
    const names = Object.entries(paramsOf(need.parent)).map(([name, { as }]) => ({ name, as: as ?? name }));
    const count = kept.values.size;
    const each = { [Symbol.iterator]: () => firstOf(count, kept, names) };
    return { count, each, isWhole: isWhole && kept.unusable === 0 };
  }
}

/** Made one by one when their turn comes: all at once they would take more room than what they are made from. */
function* firstOf(
  count: number,
  { parts, values, brought }: Kept,
  names: readonly { readonly name: string; readonly as: string }[],
): Generator<Under> {
  let left = count;
  for (const key of values) {
    if (left === 0) return;
    left -= 1;
    const given = fromKey(key, parts.length);
    const records = brought.get(key);
    yield {
      params: Object.fromEntries(names.map(({ name }, index) => [name, given[index] ?? ''])),
      parent: Object.fromEntries(names.map(({ as }, index) => [as, given[index] ?? ''])),
      ...(records === undefined ? {} : { brought: records }),
    };
  }
}

function toKey(values: readonly string[]): string {
  return values.length === 1 ? `${values[0]}` : JSON.stringify(values);
}

function fromKey(key: string, parts: number): readonly string[] {
  return parts === 1 ? [key] : (JSON.parse(key) as readonly string[]);
}

const partsOf = (parent: ParentDefinition): readonly IdPart[] =>
  Object.values(paramsOf(parent)).map(({ as: _as, ...part }) => part);

function keyOf({ parent, within }: ChildNeed): string {
  return JSON.stringify([partsOf(parent), parent.where ?? null, within ?? null]);
}

function textOf(
  { from, field, whenMissing, isNumber = false }: IdPart,
  record: unknown,
  parent: Parent | undefined,
): string | undefined {
  const found = from === 'parent' ? parent?.[field] : isObject(record) ? record[field] : undefined;
  if (isNumber && typeof found === 'number') return String(found);
  return typeof found === 'string' ? found : whenMissing;
}

/** A record that does not say is read under: to ask once too often is no harm. */
function fits(record: unknown, { field, in: wanted }: WhereDefinition): boolean {
  const found = field
    .split('.')
    .reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), record);
  if (wanted === undefined) return isSomething(found);
  return typeof found !== 'string' || wanted.includes(found);
}

/** What is of no kind that belongs there is something too: it must not pass for nothing. */
function isSomething(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== '';
}
