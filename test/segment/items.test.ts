import { describe, expect, it } from 'vitest';
import { recordsOf } from '../../src/segment/items.ts';

const explode = { field: 'subjectIds', as: 'subjectId' };

const rows: readonly {
  readonly name: string;
  readonly definition: Parameters<typeof recordsOf>[0];
  readonly item: unknown;
  readonly records: readonly unknown[];
}[] = [
  { name: 'a record is itself', definition: {}, item: { id: 'a' }, records: [{ id: 'a' }] },
  { name: 'anything else is kept too', definition: {}, item: null, records: [null] },
  {
    name: 'text becomes a record',
    definition: { wrap: 'email' },
    item: 'a@b.c',
    records: [{ email: 'a@b.c' }],
  },
  { name: 'empty text becomes one too', definition: { wrap: 'email' }, item: '', records: [{ email: '' }] },
  {
    name: 'what should be text and is not stays as it is',
    definition: { wrap: 'email' },
    item: { email: 'a@b.c' },
    records: [{ email: 'a@b.c' }],
  },
  {
    name: 'a number that should be text stays a number',
    definition: { wrap: 'email' },
    item: 7,
    records: [7],
  },
  {
    name: 'an entry of several is one record each, with what they share',
    definition: { explode },
    item: { subjectType: 'USER_ID', subjectIds: ['u1', 'u2'] },
    records: [
      { subjectType: 'USER_ID', subjectId: 'u1' },
      { subjectType: 'USER_ID', subjectId: 'u2' },
    ],
  },
  {
    name: 'the same one twice in an entry is two records',
    definition: { explode },
    item: { subjectIds: ['u1', 'u1'] },
    records: [{ subjectId: 'u1' }, { subjectId: 'u1' }],
  },
  {
    name: 'a member that is not text is a record all the same',
    definition: { explode },
    item: { subjectIds: [null, { id: 'u' }] },
    records: [{ subjectId: null }, { subjectId: { id: 'u' } }],
  },
  {
    name: 'an entry without a list is one record, as it is',
    definition: { explode },
    item: { subjectType: 'USER_ID', subjectIds: 'u1' },
    records: [{ subjectType: 'USER_ID', subjectIds: 'u1' }],
  },
  { name: 'an entry that is text stays text', definition: { explode }, item: 'u1', records: ['u1'] },
  { name: 'an entry of nobody is no record', definition: { explode }, item: { subjectIds: [] }, records: [] },
];

describe('the records of an item', () => {
  it.each(rows)('$name', ({ definition, item, records }) => {
    expect(recordsOf(definition, item)).toEqual(records);
  });

  it('keep a member called __proto__ as data', () => {
    const item = JSON.parse('{"__proto__":{"x":1},"subjectIds":["u1"]}') as unknown;

    const [record] = recordsOf({ explode }, item);

    expect(JSON.stringify(record)).toBe('{"__proto__":{"x":1},"subjectId":"u1"}');
  });

  it('leave the item as it was', () => {
    const item = { subjectType: 'USER_ID', subjectIds: ['u1'] };

    recordsOf({ explode }, item);

    expect(item).toEqual({ subjectType: 'USER_ID', subjectIds: ['u1'] });
  });
});
