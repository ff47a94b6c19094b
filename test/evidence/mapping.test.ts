/** A mapping can be read: which fields are sent, under which names. A text that could be a secret cannot. */
import { describe, expect, it } from 'vitest';
import { mapping } from '../../schemas/policy.ts';
import { of, walk, withheld } from './walk-field.ts';

const kept = (value: unknown) => walk(mapping(), value).kept.f;
const hidden = (text: string) => ({ $fingerprint: of('segment/setting', text) });

/** By its text: an object with a member `then` written here would be taken for a promise. */
const either = (other: string): unknown =>
  JSON.parse(`{"@if":{"exists":{"@path":"$.userId"},"then":{"@path":"$.userId"},"else":${other}}}`);

const READABLE: readonly (readonly [string, unknown])[] = [
  ['a path', { email: { '@path': '$.traits.email' } }],
  ['a path of a field whose name is a secret', { apiKey: { '@path': '$.properties.apiKey' } }],
  ['a path with an index and a quoted name', { a: { '@path': "$.products[0]['unit price']" } }],
  [
    'a path with a name of words, and with two quotes',
    { a: { '@path': '$.traits.first name["last name"]' } },
  ],
  ['a path to all there is', { a: { '@path': '$.' } }],
  ['a long path with digits', { a: { '@path': '$.properties.campaign2026identifier0123' } }],
  ['a template', { name: { '@template': '{{traits.firstName}} {{traits.lastName}}' } }],
  ['a template of a field whose name is a secret', { token: { '@template': '{{properties.token}}' } }],
  ['a condition', { id: either(`{"@path":"$.anonymousId"}`) }],
  [
    'a list of items',
    {
      items: {
        '@arrayPath': ['$.properties.products', { sku: { '@path': '$.sku' }, price: { '@path': '$.price' } }],
      },
    },
  ],
  ['letters', { a: { '@case': { operator: 'lower', value: { '@path': '$.event' } } } }],
  ['JSON', { a: { '@json': { mode: 'encode', value: { '@path': '$.properties' } } } }],
  [
    'parts of one',
    { a: { '@merge': { direction: 'right', objects: [{ '@path': '$.a' }, { '@path': '$.b' }] } } },
  ],
  ['flags, numbers and null', { a: true, b: 17, c: null, d: '' }],
  ['a short word', { currency: 'EUR', region: 'eu-1' }],
  ['the name of an event', { event: 'Order Completed', event_type: 'offline_conversion' }],
  ['a filter of a template', { a: { '@liquid': '{{ properties.name | upcase }}' } }],
  ['a directive nobody knows yet', { a: { '@new': { '@path': '$.a' } } }],
];

const SECRET = 'sk_live_4eC39HqLyjWDarjtT1zdp7dc';
const WITHHELD: readonly (readonly [string, unknown, unknown])[] = [
  ['a text', { a: 'correct horse battery' }, { a: hidden('correct horse battery') }],
  ['a short text under the name of a secret', { password: 'abc' }, { password: hidden('abc') }],
  ['a text below the name of a secret', { auth: { user: 'abc' } }, { auth: { user: hidden('abc') } }],
  [
    'an address',
    { url: 'https://hooks.acme.example/a1' },
    { url: { ...hidden('https://hooks.acme.example/a1'), $scheme: 'https', $host: 'hooks.acme.example' } },
  ],
  ['a text in place of a path', { a: { '@path': SECRET } }, { a: { '@path': hidden(SECRET) } }],
  [
    'a text that only begins like a path',
    { a: { '@path': `$${SECRET}` } },
    { a: { '@path': hidden(`$${SECRET}`) } },
  ],
  [
    'a value that a path compares with',
    { a: { '@path': `$.properties[?(@.key=='${SECRET}')]` } },
    { a: { '@path': hidden(`$.properties[?(@.key=='${SECRET}')]`) } },
  ],
  ['a text in a list', { a: ['correct horse battery'] }, { a: [hidden('correct horse battery')] }],
  [
    'a text for the other case',
    { a: either('"correct horse"') },
    { a: either(JSON.stringify(hidden('correct horse'))) },
  ],
  [
    'a text in a template',
    { a: { '@template': `{{userId}}-${SECRET}` } },
    { a: { '@template': `{{userId}}${of('segment/setting', `-${SECRET}`)}` } },
  ],
  [
    'a text in a reference',
    { a: { '@template': `{{${SECRET}}}` } },
    { a: { '@template': of('segment/setting', `{{${SECRET}}}`) } },
  ],
  [
    'a text in quotes in a template',
    { a: { '@liquid': "{{ 'correct horse' | append: a }}" } },
    { a: { '@liquid': of('segment/setting', "{{ 'correct horse' | append: a }}") } },
  ],
  ['a digit more than a word', { event: 'hunter22' }, { event: hidden('hunter22') }],
  [
    'a number under the name of a secret',
    { secretPin: 12345678 },
    { secretPin: withheld('number', '12345678') },
  ],
  ['an e-mail address', { to: 'a@b.cd' }, { to: hidden('a@b.cd') }],
];

describe('a mapping', () => {
  it.each(READABLE)('is kept as it is: %s', (_name, value) => {
    const result = walk(mapping(), value);
    expect(result.kept.f).toEqual(value);
    expect(result.listed).toEqual([]);
  });

  it.each(WITHHELD)('does not keep %s', (_name, value, expected) => expect(kept(value)).toEqual(expected));

  it('lists what it withheld, and has what looks like a secret searched for elsewhere', () => {
    const { listed, secrets } = walk(mapping(), { a: { '@path': SECRET }, b: ['correct horse'] });
    expect(listed).toEqual([['/data/f/*/*', 'setting', 'fingerprint', 2]]);
    expect(secrets).toEqual([SECRET]);
  });

  it('is withheld whole where it is no object, and survives any depth', () => {
    expect(kept('text')).toEqual(withheld('string', '"text"'));
    let deep: unknown = 'x';
    for (let at = 0; at < 5_000; at += 1) deep = { a: deep };
    expect(JSON.stringify(kept(deep))).toContain('$type');
  });
});
