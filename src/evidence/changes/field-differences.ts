/**
 * What is different between two records with one id, field by field. Pure. Places are RFC 6901 pointers into the line of
 * the record, as `jq` would name them: `/data/enabled`.
 */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { compilePolicy, type PolicyNode } from '../../../schemas/policy.ts';
import type { ResourceDefinition } from '../../../schemas/resource.ts';
import { canonical } from '../canonical.ts';
import { isObject } from '../json.ts';

export interface FieldDifference {
  readonly pointer: string;
  /** Absent: the field was not there. */
  readonly before?: unknown;
  /** Absent: the field is no longer there. */
  readonly after?: unknown;
  /** Of a list whose order means nothing, in place of both: its items that are new, and those that are gone. */
  readonly added?: readonly unknown[];
  readonly removed?: readonly unknown[];
}

/** Returns every difference, in the order of the pointers. `definition`: absent for a resource that nobody knows. */
export function fieldDifferences(
  before: StoredRecord,
  after: StoredRecord,
  definition: Pick<ResourceDefinition, 'record'> | undefined,
): readonly FieldDifference[] {
  const found: FieldDifference[] = [];
  const policy = definition === undefined ? undefined : compilePolicy(definition.record);
  compare({ pointer: '/data', node: policy }, before.data, after.data, found);
  compare({ pointer: '/parent', node: undefined }, before.parent, after.parent, found);
  return found;
}

interface Place {
  readonly pointer: string;
  readonly node: PolicyNode | undefined;
}

function compare(place: Place, before: unknown, after: unknown, found: FieldDifference[]): void {
  if (before === after) return;
  if (isObject(before) && isObject(after)) {
    compareMembers(place, before, after, found);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    compareItems(place, before, after, found);
  } else {
    found.push({
      pointer: place.pointer,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    });
  }
}

function compareMembers(
  { pointer, node }: Place,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  found: FieldDifference[],
): void {
  const fields = node?.kind === 'object' ? node.fields : undefined;
  for (const name of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
    const place = { pointer: `${pointer}/${escaped(name)}`, node: fields?.get(name) };
    compare(place, own(before, name), own(after, name), found);
  }
}

/** A name such as `constructor` is no member because every object has it. */
const own = (members: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(members, name) ? members[name] : undefined;

const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

function compareItems(
  { pointer, node }: Place,
  before: readonly unknown[],
  after: readonly unknown[],
  found: FieldDifference[],
): void {
  const isSet = node?.kind === 'array' && node.isSet;
  if (isSet) {
    const removed = without(before, after);
    const added = without(after, before);
    if (removed.length + added.length === 0) return;
    found.push({
      pointer,
      ...(removed.length === 0 ? {} : { removed }),
      ...(added.length === 0 ? {} : { added }),
    });
    return;
  }
  // Where something was put in between, indexes say nothing: the lists are shown whole.
  if (before.length !== after.length) {
    found.push({ pointer, before, after });
    return;
  }
  const item = node?.kind === 'array' ? node.item : undefined;
  for (const [index, value] of before.entries())
    compare({ pointer: `${pointer}/${index}`, node: item }, value, after[index], found);
}

/** The items that the others have not, each as often as it is more often there. */
function without(items: readonly unknown[], others: readonly unknown[]): readonly unknown[] {
  const left = new Map<string, number>();
  for (const other of others) {
    const text = canonical(other);
    left.set(text, (left.get(text) ?? 0) + 1);
  }
  return items.filter((item) => {
    const text = canonical(item);
    const count = left.get(text) ?? 0;
    if (count > 0) left.set(text, count - 1);
    return count === 0;
  });
}
