import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  anySettings,
  catalogue,
  compilePolicy,
  condition,
  elsewhere,
  json,
  personal,
  program,
  query,
  sealed,
  secret,
  setOf,
  settings,
  subject,
  volatile,
} from '../../schemas/policy.ts';
import { DriftTally } from '../../src/evidence/drift.ts';
import { RecordWalk } from '../../src/evidence/record-walk.ts';
import { MAX_DEPTH, RedactionTally } from '../../src/evidence/redact.ts';
import { SecretSet } from '../../src/evidence/secret-set.ts';
import { fingerprints, of, walk, withheld } from './walk-field.ts';

const CODE = 'const a = 1;';
const KEY = `sk_live_${'4eC39HqLyjWDarjtT1zd'}`;
const LEAKY = `fetch('https://api.partner.example/v1', { key: '${KEY}' })`;
const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const digest = {
  $bytes: 12,
  $hosts: [],
  $secrets: {},
  $digest: digestOf(CODE),
  $type: 'string',
};

const rows: readonly {
  name: string;
  field: z.ZodType;
  value: unknown;
  kept: unknown;
  listed?: unknown;
  secrets?: string[];
}[] = [
  { name: 'plain text is kept', field: z.string(), value: 'x', kept: 'x' },
  {
    name: 'a user of the workspace is kept',
    field: personal(),
    value: 'jo@acme.example',
    kept: 'jo@acme.example',
  },
  {
    name: 'a secret is a fingerprint and remembered',
    field: secret('segment/write-key'),
    value: 'write-key-1',
    kept: of('segment/write-key', 'write-key-1'),
    listed: [['/data/f', 'known-secret', 'fingerprint', 1]],
    secrets: ['write-key-1'],
  },
  {
    name: 'an end user is a fingerprint and not remembered',
    field: subject(),
    value: 'jo@acme.example',
    kept: of('subject', 'jo@acme.example'),
    listed: [['/data/f', 'end-user', 'fingerprint', 1]],
  },
  {
    name: 'code is digest and length',
    field: program(),
    value: CODE,
    kept: digest,
    listed: [['/data/f', 'program-text', 'digest', 1]],
  },
  {
    name: 'what code names and hides is told, and the secret searched for elsewhere',
    field: program(),
    value: LEAKY,
    kept: {
      $bytes: LEAKY.length,
      $digest: digestOf(LEAKY),
      $hosts: ['api.partner.example'],
      $secrets: { 'stripe-key': 1 },
      $type: 'string',
    },
    listed: [['/data/f', 'program-text', 'digest', 1]],
    secrets: [KEY],
  },
  {
    name: 'of a query it is told whether it takes every column',
    field: query(),
    value: 'SELECT * FROM customers',
    kept: {
      $bytes: 23,
      $digest: digestOf('SELECT * FROM customers'),
      $hosts: [],
      $secrets: {},
      $selectsAll: true,
      $type: 'string',
    },
    listed: [['/data/f', 'program-text', 'digest', 1]],
  },
  {
    name: 'settings that Segment keeps encrypted lose every value and keep their names',
    field: sealed(),
    value: { apiKey: 'partner-key-1', pin: 12345678, on: true, none: null, empty: '' },
    kept: {
      apiKey: of('segment/setting', 'partner-key-1'),
      pin: withheld('number', '12345678'),
      on: withheld('boolean', 'true'),
      none: null,
      empty: '',
    },
    listed: [['/data/f/*', 'known-secret', 'fingerprint', 3]],
    secrets: ['partner-key-1', '12345678'],
  },
  {
    name: 'a condition loses its address',
    field: condition(),
    value: "a = 'jo@acme.example'",
    kept: `a = '${of('subject', 'jo@acme.example')}'`,
    listed: [['/data/f', 'address-in-condition', 'fingerprint', 1]],
  },
  {
    name: 'a condition loses the person that it is about',
    field: condition(),
    value: 'userId = "4711"',
    kept: `userId = "${of('subject', '4711')}"`,
    listed: [['/data/f', 'person-in-condition', 'fingerprint', 1]],
  },
  {
    name: 'settings that may be anything are withheld in a list too',
    field: anySettings(),
    value: ['abc', { flag: true }],
    kept: [{ $fingerprint: of('segment/setting', 'abc') }, { flag: true }],
    listed: [['/data/f/*', 'setting', 'fingerprint', 1]],
  },
  {
    name: 'settings that may be anything are withheld as one text too',
    field: anySettings().optional(),
    value: 'abc',
    kept: { $fingerprint: of('segment/setting', 'abc') },
    listed: [['/data/f', 'setting', 'fingerprint', 1]],
  },
  {
    name: 'what changes without meaning is dropped',
    field: volatile(),
    value: 1,
    kept: undefined,
    listed: [['/data/f', 'volatile', 'drop', 1]],
  },
  {
    name: 'catalogue text is dropped',
    field: catalogue(),
    value: { a: 1 },
    kept: undefined,
    listed: [['/data/f', 'catalogue', 'drop', 1]],
  },
  {
    name: 'settings lose every text and keep the rest',
    field: settings(),
    value: { on: true, n: 1, none: null, text: 'abc', empty: '', list: ['abc'], deep: { t: 'abc' } },
    kept: {
      on: true,
      n: 1,
      none: null,
      text: { $fingerprint: of('segment/setting', 'abc') },
      empty: '',
      list: [{ $fingerprint: of('segment/setting', 'abc') }],
      deep: { t: { $fingerprint: of('segment/setting', 'abc') } },
    },
    listed: [
      ['/data/f/*', 'setting', 'fingerprint', 1],
      ['/data/f/*/*', 'setting', 'fingerprint', 2],
    ],
  },
  {
    name: 'a number in settings is withheld where its name says that it is secret',
    field: settings(),
    value: { pinPassword: 12345678, port: 12345678 },
    kept: { pinPassword: withheld('number', '12345678'), port: 12345678 },
    listed: [['/data/f/*', 'setting', 'fingerprint', 1]],
    secrets: ['12345678'],
  },
  {
    name: 'JSON of the workspace is kept',
    field: json(),
    value: { a: [1, 'x', null] },
    kept: { a: [1, 'x', null] },
  },
  {
    name: 'what another resource shows is dropped, and its secrets remembered',
    field: elsewhere(z.object({ keys: z.array(secret('segment/write-key')) })),
    value: { keys: ['write-key-1'] },
    kept: undefined,
    listed: [['/data/f', 'elsewhere', 'drop', 1]],
    secrets: ['write-key-1'],
  },
  { name: 'a set has one order', field: setOf(z.string()), value: ['b', 'a', 'B'], kept: ['B', 'a', 'b'] },
  { name: 'a list keeps its order', field: z.array(z.string()), value: ['b', 'a'], kept: ['b', 'a'] },
];

describe('each policy', () => {
  it.each(rows)('$name', ({ field, value, kept, listed = [], secrets = [] }) => {
    const walked = walk(field, value);

    expect(walked.kept.f).toEqual(kept);
    expect(walked.listed).toEqual(listed);
    expect(walked.secrets).toEqual(secrets);
    expect(walked.record.wasMended).toBe(false);
  });

  it.each([
    ['a secret', secret('segment/setting')],
    ['an end user', subject()],
    ['code', program()],
    ['a condition', condition()],
  ])('leaves an empty text, of which nothing can be withheld: %s', (_name, field) => {
    expect(walk(field, '')).toMatchObject({ kept: { f: '' }, listed: [], secrets: [] });
  });
});

const TEXT = 'visible-secret-text-1';
const fields: readonly (readonly [string, z.ZodType])[] = [
  ['a secret', secret('segment/setting')],
  ['an end user', subject()],
  ['code', program()],
  ['a condition', condition()],
  ['settings', settings()],
  ['text', z.string()],
  ['an object', z.object({ a: z.string() })],
  ['a list', z.array(z.string())],
];
const others: readonly (readonly [string, unknown])[] = [
  ['an object', { deep: { [TEXT]: [TEXT] } }],
  ['a list', [[TEXT], { a: [TEXT] }]],
  ['a text', TEXT],
  ['a number', 1234567890123],
];
const isTheirKind = [
  'text: a text',
  'text: a number',
  'a condition: a text',
  'settings: an object',
  'an object: an object',
  'a list: a list',
  // One text in place of a list of texts is treated like one of the list.
  'a list: a text',
];
const misfits = fields.flatMap(([place, field]) =>
  others
    .map(([kind, value]) => ({ title: `${place}: ${kind}`, field, value }))
    .filter(({ title }) => !isTheirKind.includes(title)),
);

describe('a value of another kind than its policy was made for', () => {
  it.each(misfits)('is never kept in clear: $title', ({ field, value }) => {
    const { kept, listed } = walk(field, value);

    expect(JSON.stringify(kept)).not.toContain(TEXT);
    expect(JSON.stringify(kept)).not.toContain('1234567890123');
    expect(listed).not.toEqual([]);
  });

  it.each(fields)('stays where it is null, true or false, which say nothing: %s', (_name, field) => {
    expect([null, true, false].map((value) => walk(field, value).kept.f)).toEqual([null, true, false]);
  });
});

describe('what no schema names', () => {
  it('is type and fingerprint, is counted, and is looked for nowhere else', () => {
    const tally = new RedactionTally('r');
    const secrets = new SecretSet();
    const drift = new DriftTally();
    const record = new RecordWalk({ fingerprints, tally, secrets, drift });

    const kept = record.visit(compilePolicy(z.object({})), { new: 'abcdef0123456789', other: null }, '/data');

    expect(kept).toEqual({ new: withheld('string', '"abcdef0123456789"'), other: withheld('null', 'null') });
    expect(drift.lines(() => false)).toEqual([
      { pointer: '/data/new', kind: 'new-field', count: 1 },
      { pointer: '/data/other', kind: 'new-field', count: 1 },
    ]);
    expect([...secrets.values()]).toEqual([]);
  });

  it('is listed by an RFC 6901 pointer, under `*` where its name is no name', () => {
    const tally = new RedactionTally('r');
    const record = new RecordWalk({ fingerprints, tally, secrets: new SecretSet(), drift: new DriftTally() });

    record.visit(compilePolicy(z.object({})), { 'a/b~c': 1, ['x'.repeat(101)]: 1, 'a\ud800': 1 }, '/data');

    expect(tally.lines().map(({ pointer }) => pointer)).toEqual([
      '/data/a~1b~0c',
      '/data/a\ufffd',
      '/data/*',
    ]);
    expect(record.wasMended).toBe(true);
  });
});

describe('depth', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 'bottom' : { a: nested(depth - 1) });

  it.each([
    ['JSON', json()],
    ['settings', settings()],
  ])('is kept as deep as anybody nests, and withheld whole below: %s', (_name, field) => {
    expect(walk(field, nested(MAX_DEPTH)).listed.map(([, rule]) => rule)).not.toContain('too-deep');
    expect(walk(field, nested(MAX_DEPTH + 2)).listed.map(([, rule]) => rule)).toContain('too-deep');
  });
});

describe('text that is not Unicode', () => {
  it.each([
    ['text', z.string(), 'a\ud800'],
    ['a condition', condition(), '\udc00'],
    ['code', program(), '\udc00'],
    ['a value in JSON', json(), { a: ['\ud800'] }],
    ['a name in JSON', json(), { '\ud800': 1 }],
    ['a name in settings', settings(), { '\ud800': 1 }],
  ] as const)('is mended and noted: %s', (_name, field, value) => {
    const { kept, record } = walk(field, value);

    expect(record.wasMended).toBe(true);
    expect(JSON.stringify(kept)).not.toMatch(/\\ud[89a-f]/);
  });
});
