/**
 * The order in which RFC 8785 writes the members of an object: by the UTF-16 code units of their names. A value that
 * has it already is written by the serialiser of the language, ten times as fast as by any other.
 */

/** Deeper values are left to the slower way, and so is what contains itself. */
const MOST_LEVELS = 100;
/** More names than these are sorted as long lists are. */
const FEW_NAMES = 32;

/**
 * Whether a value is as JSON has them and its members stand in that order, all the way down. Names that look like an index
 * an object lists first, by number: an object with such names seldom is in order.
 */
export function isInOrder(value: unknown, levels = MOST_LEVELS): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      if (value === null) return true;
      if (levels === 0) return false;
      return Array.isArray(value) ? areInOrder(value, levels - 1) : areMembersInOrder(value, levels - 1);
    default:
      return false;
  }
}

function areInOrder(items: readonly unknown[], levels: number): boolean {
  // Not `every`, which passes over the holes of an array.
  for (let index = 0; index < items.length; index += 1) {
    if (!isInOrder(items[index], levels)) return false;
  }
  return true;
}

function areMembersInOrder(object: object, levels: number): boolean {
  if (Object.getPrototypeOf(object) !== Object.prototype || 'toJSON' in object) return false;
  const members = object as Readonly<Record<string, unknown>>;
  let previous: string | undefined;
  for (const name in members) {
    // Should anyone ever add to what all objects inherit from, it is no member.
    if (!Object.hasOwn(members, name)) return false;
    if (previous !== undefined && previous >= name) return false;
    if (!isInOrder(members[name], levels)) return false;
    previous = name;
  }
  return true;
}

/** Returns a value of JSON with all members in that order, as far as an object can have it; what has it is not copied. */
export function inOrder(value: unknown, levels = MOST_LEVELS): unknown {
  if (typeof value !== 'object' || value === null || levels === 0) return value;
  return Array.isArray(value)
    ? itemsInOrder(value, levels - 1)
    : membersInOrder(value as Readonly<Record<string, unknown>>, levels - 1);
}

function itemsInOrder(items: readonly unknown[], levels: number): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < items.length; index += 1) {
    const item = inOrder(items[index], levels);
    if (item === items[index]) continue;
    copy ??= [...items];
    copy[index] = item;
  }
  return copy ?? items;
}

function membersInOrder(members: Readonly<Record<string, unknown>>, levels: number): object {
  const names = Object.keys(members);
  let isCopied = sort(names);
  const values: unknown[] = [];
  for (const name of names) {
    const member = inOrder(members[name], levels);
    if (member !== members[name]) isCopied = true;
    values.push(member);
  }
  if (!isCopied || names.includes('__proto__')) return members;
  const copy: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index += 1) copy[names[index] ?? ''] = values[index];
  return copy;
}

/** Sorts names in place; returns whether they stood in another order. Few of them, as a rule, and nearly in order. */
function sort(names: string[]): boolean {
  let hasMoved = false;
  for (let index = 1; index < names.length; index += 1) {
    const name = names[index] ?? '';
    let place = index;
    while (place > 0 && (names[place - 1] ?? '') > name) {
      if (names.length > FEW_NAMES) {
        // Without an order of our own it is the one that is wanted.
        names.sort();
        return true;
      }
      names[place] = names[place - 1] ?? '';
      place -= 1;
    }
    if (place === index) continue;
    names[place] = name;
    hasMoved = true;
  }
  return hasMoved;
}
