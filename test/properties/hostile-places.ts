/** Where in a record a hostile value can be put, found by looking at the record itself. */
import type { PolicyNode } from '../../schemas/policy.ts';

/** A place inside a record; `*` in `pattern` stands for any index. */
export interface Place {
  readonly steps: readonly (string | number)[];
  readonly pattern: string;
}

/** Returns the place of every text, number and boolean in a value; of an array's items only the first. */
export function leavesOf(value: unknown, steps: readonly (string | number)[] = []): readonly Place[] {
  if (Array.isArray(value)) return value.length === 0 ? [] : leavesOf(value[0], [...steps, 0]);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, member]) => leavesOf(member, [...steps, name]));
  }
  return [{ steps, pattern: steps.map((step) => (typeof step === 'number' ? '*' : step)).join('/') }];
}

/** Returns the value with another one at a place. The value itself is left as it is. */
export function withAt(value: unknown, [step, ...rest]: Place['steps'], replacement: unknown): unknown {
  if (step === undefined) return replacement;
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === step ? withAt(item, rest, replacement) : item));
  }
  const members = Object.entries(value as object).map(([name, member]) => [
    name,
    name === step ? withAt(member, rest, replacement) : member,
  ]);
  return Object.fromEntries(members);
}

/** Returns what stands at a place; `undefined` where there is nothing. */
export function readAt(value: unknown, steps: Place['steps']): unknown {
  return steps.reduce<unknown>(
    (inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );
}

/** Returns what the schema says of a place. */
export function kindAt(node: PolicyNode, [step, ...rest]: Place['steps']): string {
  if (step === undefined) return node.kind;
  if (node.kind === 'array') return kindAt(node.item, rest);
  if (node.kind !== 'object') return node.kind;
  const field = node.fields.get(String(step));
  return field === undefined ? 'unknown' : kindAt(field, rest);
}
