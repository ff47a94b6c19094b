/** What the rules of tracking plans name: properties and traits, at any depth of their JSON Schemas. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { at, textAt } from '../../evidence/records/fields.ts';
import type { RecordReader } from '../../evidence/records/reader.ts';

export interface PlannedProperty {
  readonly name: string;
  /** Dotted, such as `traits.address.city`. */
  readonly path: string;
  /** Which part of a message it stands in; `message`: beside them. */
  readonly place: 'properties' | 'traits' | 'context' | 'message';
  readonly schema: Readonly<Record<string, unknown>>;
  /** Whether it holds no further properties. */
  readonly isLeaf: boolean;
}

/** What Segment itself names in every message. */
const OF_SEGMENT: ReadonlySet<string> = new Set([
  'anonymousId',
  'channel',
  'event',
  'groupId',
  'integrations',
  'messageId',
  'name',
  'category',
  'originalTimestamp',
  'previousId',
  'receivedAt',
  'sentAt',
  'timestamp',
  'type',
  'userId',
  'version',
]);

/** Older rules name what is in a list by this. */
const ITEM = '$';

/** Deeper than any message; a schema that says itself again ends here. */
const DEEPEST = 24;

/** Segment writes the zero of its clock for what never was. */
export function isDeprecated(rule: unknown): boolean {
  const when = textAt(rule, 'deprecatedAt');
  return when !== null && when !== '' && !when.startsWith('0001-');
}

/** Whether a rule says nothing that can be looked at. */
export const isUnreadable = (rule: unknown): boolean => objectAt(rule, 'jsonSchema') === undefined;

/** Yields the properties and traits of a rule. */
export function* propertiesOf(rule: unknown): Generator<PlannedProperty> {
  const top = objectAt(objectAt(rule, 'jsonSchema'), 'properties') ?? {};
  for (const [name, schema] of Object.entries(top)) {
    if (!isObject(schema)) continue;
    if (name === 'properties' || name === 'traits' || name === 'context')
      yield* within(schema, { path: name, place: name, depth: 0 });
    else if (!OF_SEGMENT.has(name)) yield* named(name, schema, { path: '', place: 'message', depth: 0 });
  }
}

/** Yields every property of every rule that is in force, with the rule. */
export async function* plannedProperties(
  run: Pick<RecordReader, 'records'>,
): AsyncGenerator<{ readonly rule: StoredRecord; readonly property: PlannedProperty }> {
  for await (const rule of run.records('tracking-plan-rules')) {
    if (isDeprecated(rule.data)) continue;
    for (const property of propertiesOf(rule.data)) yield { rule, property };
  }
}

interface Where {
  readonly path: string;
  readonly place: PlannedProperty['place'];
  readonly depth: number;
}

const COMBINED = ['allOf', 'anyOf', 'oneOf'] as const;

function* within(schema: Readonly<Record<string, unknown>>, where: Where): Generator<PlannedProperty> {
  if (where.depth > DEEPEST) return;
  const properties = objectAt(schema, 'properties') ?? {};
  for (const [name, inner] of Object.entries(properties))
    if (isObject(inner)) yield* written(name, inner, where, Object.keys(properties));
  const deeper = { ...where, depth: where.depth + 1 };
  for (const item of [schema['items']].flat()) if (isObject(item)) yield* within(item, deeper);
  for (const word of COMBINED)
    for (const part of [schema[word]].flat()) if (isObject(part)) yield* within(part, deeper);
}

/**
 * Older rules write what is in an object or a list beside it: `products`, `products.$`, `products.$.price`. A name with a
 * full stop that stands beside no such thing is a name.
 */
function* written(
  name: string,
  schema: Readonly<Record<string, unknown>>,
  where: Where,
  siblings: readonly string[],
): Generator<PlannedProperty> {
  const steps = name.split('.');
  const isInside = steps.length > 1 && siblings.includes(steps[0] ?? '');
  const own = isInside ? (steps.pop() ?? '') : name;
  const above = isInside ? steps.filter((step) => step !== ITEM) : [];
  const path = [where.path, ...above].filter((step) => step !== '').join('.');
  const hasMore = siblings.some((each) => each.startsWith(`${name}.`));
  for (const property of named(own, schema, { ...where, path }))
    yield hasMore ? { ...property, isLeaf: false } : property;
}

function* named(
  name: string,
  schema: Readonly<Record<string, unknown>>,
  { path, place, depth }: Where,
): Generator<PlannedProperty> {
  const deeper = { path: path === '' ? name : `${path}.${name}`, place, depth: depth + 1 };
  if (name === ITEM) return yield* within(schema, { ...deeper, path });
  const inner = [...within(schema, deeper)];
  yield { name, path: deeper.path, place, schema, isLeaf: inner.length === 0 };
  yield* inner;
}

function objectAt(data: unknown, path: string): Readonly<Record<string, unknown>> | undefined {
  const found = at(data, path);
  return isObject(found) ? found : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
