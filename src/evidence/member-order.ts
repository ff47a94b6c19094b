/**
 * The order in which RFC 8785 writes the members of an object: by the UTF-16 code units of their names. A value that
 * has it is written by the serialiser of the language, ten times as fast as by any other.
 */

/** Deeper values are left to the slower way, and so is what contains itself. */
const MOST_LEVELS = 100;
/** More names than these are sorted as long lists are. */
const FEW_NAMES = 32;
const [DIGIT_ZERO, DIGIT_NINE] = [0x30, 0x39];

/**
 * Returns a value of JSON with all members in that order, all the way down; what has it already is not copied.
 * `undefined`: it is not as JSON has values, or no object could have the order. Names that look like an index an object
 * lists first, by number.
 */
export function inOrder(value: unknown, levels = MOST_LEVELS): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : undefined;
    case 'object':
      if (value === null) return value;
      if (levels === 0) return undefined;
      return Array.isArray(value)
        ? itemsInOrder(value, levels - 1)
        : membersInOrder(value as Readonly<Record<string, unknown>>, levels - 1);
    default:
      return undefined;
  }
}

/** Returns the names of an object's members in that order. */
export function namesInOrder(members: object): readonly string[] {
  const names = Object.keys(members);
  sort(names);
  return names;
}

function itemsInOrder(items: readonly unknown[], levels: number): readonly unknown[] | undefined {
  let copy: unknown[] | undefined;
  // By number: an array may have holes.
  for (let index = 0; index < items.length; index += 1) {
    const item = inOrder(items[index], levels);
    if (item === undefined) return undefined;
    if (item === items[index]) continue;
    copy ??= [...items];
    copy[index] = item;
  }
  return copy ?? items;
}

function membersInOrder(members: Readonly<Record<string, unknown>>, levels: number): object | undefined {
  // What says itself how it is written is not taken apart.
  if (Object.getPrototypeOf(members) !== Object.prototype || 'toJSON' in members) return undefined;
  let copy: Record<string, unknown> | undefined;
  let previous: string | undefined;
  for (const name in members) {
    // Should anyone ever add to what all objects inherit from, it is no member.
    if (!Object.hasOwn(members, name)) return undefined;
    if (previous !== undefined && previous >= name) return sorted(members, levels);
    previous = name;
    const member = inOrder(members[name], levels);
    if (member === undefined) return undefined;
    if (member === members[name]) continue;
    copy ??= { ...members };
    copy[name] = member;
  }
  return copy ?? members;
}

function sorted(members: Readonly<Record<string, unknown>>, levels: number): object | undefined {
  const copy: Record<string, unknown> = {};
  for (const name of namesInOrder(members)) {
    const member = isAssignable(name) ? inOrder(members[name], levels) : undefined;
    if (member === undefined) return undefined;
    copy[name] = member;
  }
  return copy;
}

/** Whether an object lists a member in the place in which it was assigned, and as one. */
function isAssignable(name: string): boolean {
  const first = name.charCodeAt(0);
  return !(first >= DIGIT_ZERO && first <= DIGIT_NINE) && name !== '__proto__';
}

/** Sorts names in place. Few of them, as a rule, and nearly in order. */
function sort(names: string[]): void {
  if (names.length > FEW_NAMES) {
    // Without an order of our own it is the one that is wanted.
    names.sort();
    return;
  }
  for (let index = 1; index < names.length; index += 1) {
    const name = names[index] ?? '';
    let place = index;
    while (place > 0 && (names[place - 1] ?? '') > name) {
      names[place] = names[place - 1] ?? '';
      place -= 1;
    }
    names[place] = name;
  }
}
