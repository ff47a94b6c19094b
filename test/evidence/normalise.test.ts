/** From what Segment answered to the line that is vouched for: ids, odd text, odd shapes, unknown fields. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { IdPart } from '../../schemas/place.ts';
import { openEnum, setOf, settings } from '../../schemas/policy.ts';
import { composeId, createNormaliser } from '../../src/evidence/normalise.ts';
import { contextOf, normaliseOne, thingsOf } from './context.ts';

const own = (field: string): IdPart => ({ from: 'data', field });
const parents = (field: string): IdPart => ({ from: 'parent', field });

describe('the id of a record', () => {
  it.each([
    ['one part is taken verbatim', [own('id')], { id: 'a/b%c' }, undefined, 'a/b%c'],
    ['the parent alone may name it', [parents('sourceId')], {}, { sourceId: 's/1' }, 's/1'],
    ['several parts are joined', [parents('groupId'), own('id')], { id: 'u' }, { groupId: 'g' }, 'g/u'],
    [
      'parts are escaped, percent first',
      [own('key'), own('value')],
      { key: 'a/b', value: '%2F' },
      undefined,
      'a%2Fb/%252F',
    ],
    [
      'an empty part where the resource says that one may be missing',
      [{ ...own('key'), whenMissing: '' }, own('value')],
      { key: '', value: 'v' },
      undefined,
      '/v',
    ],
  ] as const)('%s', (_name, parts, record, parent, id) => {
    expect(composeId(parts, record, parent)).toBe(id);
  });

  it.each([
    ['a missing field', [own('id')], {}],
    ['a number', [own('id')], { id: 7 }],
    ['a blank', [own('id')], { id: ' ' }],
    ['a blank among several', [own('key'), own('value')], { key: 'k', value: '' }],
    ['one missing part of two', [own('id'), own('key')], { id: 'a' }],
    ['no parent', [parents('sourceId')], { sourceId: 'of the record' }],
    ['a record that is a list', [own('id')], ['id']],
    ['a record that is null', [own('id')], null],
  ] as const)('%s makes no id', (_name, parts, record) => {
    expect(composeId(parts, record)).toBeUndefined();
  });

  it('is made of the content when the record has none, so that no record disappears', () => {
    const one = normaliseOne({ name: z.string() }, { name: 'one' });
    const two = normaliseOne({ name: z.string() }, { name: 'two' });
    const again = normaliseOne({ name: z.string() }, { name: 'one' });

    expect(one.id).toMatch(/^\?[0-9a-f]{16}$/);
    expect(two.id).not.toBe(one.id);
    expect(again.line).toBe(one.line);
    expect(one.isInvalid).toBe(true);
  });
});

describe('a record', () => {
  it('becomes one canonical line of data, id and parent', () => {
    const normalise = createNormaliser(contextOf(thingsOf({ b: z.number(), a: z.boolean() })));

    const { line, id, isInvalid } = normalise({ id: 'x', b: 1, a: true }, { groupId: 'g' });

    expect(line).toBe('{"data":{"a":true,"b":1,"id":"x"},"id":"x","parent":{"groupId":"g"}}');
    expect({ id, isInvalid }).toEqual({ id: 'x', isInvalid: false });
  });

  it('keeps unknown values of known enumerations', () => {
    const fields = { status: openEnum('ON', 'OFF') };
    const { data, isInvalid, drift } = normaliseOne(fields, { id: 'x', status: 'HALF' });

    expect(data).toEqual({ id: 'x', status: 'HALF' });
    expect(isInvalid).toBe(false);
    expect(drift).toEqual([{ pointer: '/data/status', kind: 'new-value', count: 1 }]);
    expect(normaliseOne(fields, { id: 'x', status: 'OFF' }).drift).toEqual([]);
  });

  it.each([
    [
      'a member of the wrong type is kept and makes it invalid',
      { id: 'x', n: 'seven' },
      { id: 'x', n: 'seven' },
    ],
    ['a missing member is left out and makes it invalid', { id: 'x' }, { id: 'x' }],
    ['null where a number belongs is kept and makes it invalid', { id: 'x', n: null }, { id: 'x', n: null }],
    ['null in place of a record is kept and makes it invalid', null, null],
  ])('%s', (_name, record, kept) => {
    const { data, isInvalid } = normaliseOne({ n: z.number() }, record);

    expect(data).toEqual(kept);
    expect(isInvalid).toBe(true);
  });

  it.each([
    ['a list in place of a record', ['top secret text']],
    ['text in place of a record', 'top secret text'],
    ['an object where text belongs', { id: 'x', name: { first: 'top secret text' } }],
    ['a list where text belongs', { id: 'x', name: ['top secret text'] }],
  ])('%s is withheld, since nobody said what may be kept of it', (_name, record) => {
    const { line, isInvalid, drift } = normaliseOne({ name: z.string() }, record);

    expect(line).not.toContain('top secret');
    expect(line).toContain('$fingerprint');
    expect({ isInvalid, kinds: drift.map(({ kind }) => kind) }).toEqual({
      isInvalid: true,
      kinds: ['changed-type'],
    });
  });

  it.each([
    ['text where a list of texts belongs is kept', 'text', 'text'],
    ['a number where a list belongs is withheld', 7, { $type: 'number', $fingerprint: expect.any(String) }],
  ])('%s, and makes it invalid', (_name, items, kept) => {
    const { data, isInvalid } = normaliseOne({ items: z.array(z.string()) }, { id: 'x', items });

    expect(data['items']).toEqual(kept);
    expect(isInvalid).toBe(true);
  });
});

describe('an array whose order means nothing', () => {
  it('is written in one order, whatever order the server chose', () => {
    const fields = { tags: setOf(z.object({ k: z.string() })) };

    const one = normaliseOne(fields, { id: 'x', tags: [{ k: 'b' }, { k: 'a' }, { k: 'a' }] });
    const two = normaliseOne(fields, { id: 'x', tags: [{ k: 'a' }, { k: 'b' }, { k: 'a' }] });

    expect(one.data['tags']).toEqual([{ k: 'a' }, { k: 'a' }, { k: 'b' }]);
    expect(two.line).toBe(one.line);
  });

  it('is told apart from one whose order does mean something', () => {
    const { data } = normaliseOne({ steps: z.array(z.string()) }, { id: 'x', steps: ['b', 'a'] });

    expect(data['steps']).toEqual(['b', 'a']);
  });
});

describe('text that is not Unicode', () => {
  it.each([
    ['in a value', { id: 'x', name: 'a\ud800b' }, { id: 'x', name: 'a\ufffdb' }],
    ['in an id', { id: 'x\udc00', name: 'n' }, { id: 'x\ufffd', name: 'n' }],
  ])('%s becomes U+FFFD and makes the record invalid', (_name, record, kept) => {
    const { data, id, isInvalid } = normaliseOne({ name: z.string() }, record);

    expect(data).toEqual(kept);
    expect(id).toBe(kept.id);
    expect(isInvalid).toBe(true);
  });

  it('in an option name becomes U+FFFD and makes the record invalid', () => {
    const { data, isInvalid } = normaliseOne({ o: settings() }, { id: 'x', o: { 'n\ud800': true } });

    expect(data['o']).toEqual({ 'n\ufffd': true });
    expect(isInvalid).toBe(true);
  });

  it('in the name of an unknown field becomes U+FFFD, in the line and in the list of what was withheld', () => {
    const { data, redactions, isInvalid } = normaliseOne({}, { id: 'x', 'n\ud800': 1 });

    expect(Object.keys(data)).toContain('n\ufffd');
    expect(redactions.map(({ pointer }) => pointer)).toEqual(['/data/n\ufffd']);
    expect(isInvalid).toBe(true);
  });

  it('in an unknown value cannot be fingerprinted: the type stays, and the drop is listed', () => {
    const { data, redactions } = normaliseOne({}, { id: 'x', extra: '\ud800' });

    expect(data['extra']).toEqual({ $type: 'string' });
    expect(redactions).toEqual([
      { resource: 'things', pointer: '/data/extra', rule: 'unknown-field', action: 'drop', count: 1 },
    ]);
  });

  it('in a parent id becomes U+FFFD', () => {
    const normalise = createNormaliser(contextOf(thingsOf({}, { id: [parents('p')] })));

    const { line } = normalise({ id: 'x' }, { p: '\udfff' });

    expect(JSON.parse(line)).toMatchObject({ id: '\ufffd', parent: { p: '\ufffd' } });
  });
});

describe('odd shapes', () => {
  it('a member called __proto__ is an unknown field like any other, and changes nothing', () => {
    const record: unknown = JSON.parse('{"id":"x","__proto__":{"isAdmin":true}}');

    const { line, data, drift } = normaliseOne({}, record);

    expect(line).toContain('"__proto__":{"$fingerprint":');
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
    expect('isAdmin' in {}).toBe(false);
    expect(drift).toEqual([{ pointer: '/data/__proto__', kind: 'new-field', count: 1 }]);
  });

  it('a setting called __proto__ is kept by its name', () => {
    const record: unknown = JSON.parse('{"id":"x","o":{"__proto__":{"flag":true}}}');

    expect(normaliseOne({ o: settings() }, record).line).toContain('"o":{"__proto__":{"flag":true}}');
  });

  it('an unknown field nested deeper than any stack is withheld by its type, and the run goes on', () => {
    const deep: unknown = JSON.parse(`{"id":"x","deep":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);

    const { data, drift } = normaliseOne({}, deep);

    expect(data['deep']).toEqual({ $type: 'array' });
    expect(drift).toEqual([{ pointer: '/data/deep', kind: 'new-field', count: 1 }]);
  });

  it('settings nested deeper than a hundred levels are withheld whole from there', () => {
    const text = `{"id":"x","o":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`;

    const { line, redactions } = normaliseOne({ o: settings() }, JSON.parse(text));

    expect(line.match(/"a":/g)).toHaveLength(101);
    expect(redactions.map(({ rule }) => rule)).toEqual(['too-deep']);
  });
});

describe('an unknown field', () => {
  it.each([
    ['text', 'hello', 'string'],
    ['a number', 7, 'number'],
    ['a flag', true, 'boolean'],
    ['null', null, 'null'],
    ['a list', [1], 'array'],
    ['an object', { a: 1 }, 'object'],
  ])('that holds %s is kept as type and fingerprint, and reported as drift', (_name, extra, type) => {
    const { data, drift, isInvalid } = normaliseOne({}, { id: 'x', extra });

    expect(data['extra']).toEqual({
      $type: type,
      $fingerprint: expect.stringMatching(/^hmac-sha256:[0-9a-f]{8}:[\w-]{22}$/),
    });
    expect(drift).toEqual([{ pointer: '/data/extra', kind: 'new-field', count: 1 }]);
    expect(isInvalid).toBe(false);
  });

  it('has the same fingerprint for the same content, whatever the order of its members', () => {
    const one = normaliseOne({}, { id: 'x', extra: { a: 1, b: 2 } });
    const two = normaliseOne({}, { id: 'x', extra: { b: 2, a: 1 } });

    expect(two.line).toBe(one.line);
  });

  it('is named by an escaped pointer', () => {
    const { redactions } = normaliseOne({}, { id: 'x', 'a/b~c': 1 });

    expect(redactions[0]?.pointer).toBe('/data/a~1b~0c');
  });

  it('with a name too long to be one is listed under a star', () => {
    const { redactions } = normaliseOne({}, { id: 'x', ['n'.repeat(101)]: 1, ['n'.repeat(100)]: 1 });

    expect(redactions.map(({ pointer }) => pointer)).toEqual([`/data/${'n'.repeat(100)}`, '/data/*']);
  });
});
