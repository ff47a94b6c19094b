/** What the ledger says of two readings is all that there is to say, whatever is in them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { StoredRecord } from '../../schemas/lines.ts';
import { identifier, json, setOf } from '../../schemas/policy.ts';
import { canonical } from '../../src/evidence/canonical.ts';
import { compareFields, type Difference, differences } from '../../src/evidence/changes/differences.ts';
import type { FieldDifference } from '../../src/evidence/changes/field-differences.ts';
import { runs } from '../support/tier.ts';

const definition = {
  record: z.object({
    id: identifier(),
    name: z.string().optional(),
    tags: setOf(identifier()).optional(),
    grants: setOf(z.object({ role: identifier(), on: setOf(identifier()) })).optional(),
    inOrder: z.array(z.string()).optional(),
    any: json().optional(),
  }),
};

const word = fc.constantFrom('a', 'b', 'c', 'a/b', 'm~n', '__proto__', 'constructor', '');
const bag = <T>(item: fc.Arbitrary<T>) =>
  fc
    .array(item, { maxLength: 4 })
    .map((items) => [...items].sort((one, other) => (canonical(one) < canonical(other) ? -1 : 1)));
const data = fc.record(
  {
    name: fc.oneof(word, fc.constant(null)),
    tags: bag(word),
    grants: bag(fc.record({ role: word, on: bag(word) })),
    inOrder: fc.array(word, { maxLength: 3 }),
    any: fc.jsonValue({ maxDepth: 2 }),
    [`odd/name~`]: fc.jsonValue({ maxDepth: 1 }),
  },
  { requiredKeys: [] },
);
const record: fc.Arbitrary<StoredRecord> = fc
  .tuple(fc.constantFrom(...'abcdefgh', '\u{1F600}', '\uFFFD'), data, fc.option(word, { nil: undefined }))
  .map(([id, fields, parent]) => ({
    data: { ...fields, id },
    id,
    ...(parent === undefined ? {} : { parent: { groupId: parent } }),
  }));
/** As they are sealed: by id in UTF-16 code units, each once. */
const reading = fc
  .uniqueArray(record, { selector: ({ id }) => id, maxLength: 8 })
  .map((records) => inOrderOfId(records));

function inOrderOfId(records: readonly StoredRecord[]): readonly StoredRecord[] {
  return [...records].sort((one, other) => (one.id < other.id ? -1 : 1));
}

async function between(
  before: readonly StoredRecord[],
  after: readonly StoredRecord[],
): Promise<readonly Difference[]> {
  const stream = async function* (records: readonly StoredRecord[]) {
    yield* records;
  };
  const found: Difference[] = [];
  for await (const each of differences(stream(before), stream(after), compareFields(definition)))
    found.push(each);
  return found;
}

/** Returns what a reader makes of a reading and of what is said to have changed since. */
function applied(before: readonly StoredRecord[], found: readonly Difference[]): readonly StoredRecord[] {
  const records = new Map(before.map((each) => [each.id, each]));
  for (const difference of found) {
    const { id } = difference.record;
    if (difference.kind === 'removed') records.delete(id);
    else if (difference.kind === 'added') records.set(id, difference.record);
    else records.set(id, difference.fields.reduce(withField, records.get(id) as StoredRecord));
  }
  return inOrderOfId([...records.values()]);
}

type Members = Record<string, unknown> | unknown[];

function withField(given: StoredRecord, { pointer, ...field }: FieldDifference): StoredRecord {
  const root = structuredClone(given) as unknown as Members;
  const path = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = path.pop() ?? '';
  const place = path.reduce<Members>((inside, step) => Reflect.get(inside, step) as Members, root);
  const value = Object.hasOwn(place, last) ? Reflect.get(place, last) : undefined;
  if ('added' in field || 'removed' in field) set(place, last, itemsAfter(value as unknown[], field));
  else if ('after' in field) set(place, last, field.after);
  else Reflect.deleteProperty(place, last);
  return root as unknown as StoredRecord;
}

const set = (place: Members, name: string, value: unknown) =>
  Object.defineProperty(place, name, { value, configurable: true, enumerable: true, writable: true });

function itemsAfter(
  items: readonly unknown[],
  { added = [], removed = [] }: Omit<FieldDifference, 'pointer'>,
): readonly unknown[] {
  const left = [...items];
  for (const gone of removed)
    left.splice(
      left.findIndex((item) => canonical(item) === canonical(gone)),
      1,
    );
  return [...left, ...added].sort((one, other) => (canonical(one) < canonical(other) ? -1 : 1));
}

/** The same, written in another order of members. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, shuffled(member)]),
  );
}

const settings = { numRuns: runs({ fast: 150, full: 5_000 }) };

describe('differences', () => {
  it('make the later reading of the earlier one', async () => {
    await fc.assert(
      fc.asyncProperty(reading, reading, async (before, after) => {
        const found = await between(before, after);
        expect(applied(before, found).map(canonical)).toEqual(after.map(canonical));
      }),
      settings,
    );
  });

  it('are none of a reading with itself, in whatever order members are written', async () => {
    await fc.assert(
      fc.asyncProperty(reading, async (records) => {
        const same = records.map((each) => shuffled(each) as StoredRecord);
        expect(await between(records, same)).toEqual([]);
      }),
      settings,
    );
  });

  it('are as many forwards as backwards', async () => {
    await fc.assert(
      fc.asyncProperty(reading, reading, async (before, after) => {
        const turned = { added: 'removed', removed: 'added', changed: 'changed' } as const;
        const forwards = (await between(before, after)).map(({ kind, record: { id } }) => [kind, id]);
        const backwards = (await between(after, before)).map(({ kind, record: { id } }) => [
          turned[kind],
          id,
        ]);
        expect(forwards).toEqual(backwards);
      }),
      settings,
    );
  });
});
