/** A schema is its own redaction policy: what each type of field may keep, and that no oversight is a leak. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  catalogue,
  compilePolicy,
  describePolicy,
  identifier,
  openEnum,
  personal,
  secret,
  setOf,
  settings,
  volatile,
} from '../../schemas/policy.ts';
import { resources } from '../../schemas/resources/index.ts';

const compiled = (schema: z.ZodType) => describePolicy(compilePolicy(schema));

describe('a policy', () => {
  it.each([
    ['text', z.string(), 'keep'],
    ['a flag', z.boolean(), 'keep'],
    ['a number', z.number(), 'keep'],
    ['an open enumeration', openEnum('A', 'B'), 'identifier'],
    ['an id that Segment made', identifier(), 'identifier'],
    ['a person who can log in', personal(), 'keep'],
    ['a secret', secret('segment/write-key'), 'secret segment/write-key'],
    ['an optional secret', secret('segment/token').optional(), 'secret segment/token'],
    ['a secret that may be null', secret('segment/token').nullable(), 'secret segment/token'],
    [
      'a secret that may be null or missing',
      secret('segment/token').nullable().optional(),
      'secret segment/token',
    ],
    ['settings', settings(), 'settings'],
    ['optional settings', settings().optional(), 'settings'],
    ['something volatile', volatile(), 'volatile'],
    ['catalogue text', catalogue().optional(), 'catalogue'],
    ['a list of secrets', z.array(secret('email')), ['secret email']],
    ['a set of text', setOf(z.string()), ['set', 'keep']],
    [
      'an object',
      z.object({ a: z.string(), b: z.object({ c: secret('subject') }) }),
      { a: 'keep', b: { c: 'secret subject' } },
    ],
  ] as const)('of %s', (_name, schema, expected) => {
    expect(compiled(schema)).toEqual(expected);
  });

  it.each([
    ['anything', z.unknown()],
    ['a record', z.record(z.string(), z.string())],
    ['one of two', z.union([z.string(), z.number()])],
    ['a closed enumeration', z.enum(['A'])],
    ['a default', z.string().default('x')],
    ['a transformation', z.string().transform((text) => text)],
    ['anything, deep inside', z.object({ a: z.array(z.object({ b: z.unknown() })) })],
  ])('of %s without a word about it is an error, not a leak', (_name, schema) => {
    expect(() => compiled(schema)).toThrow(/no policy is defined/);
  });

  it('can be compiled for every resource there is', () => {
    for (const { name, record } of resources) expect(compiled(record), name).toBeTypeOf('object');
  });

  it('withholds every write key', () => {
    const sources = resources.find(({ name }) => name === 'sources');

    expect(sources && compiled(sources.record)).toMatchObject({
      writeKeys: ['set', 'secret segment/write-key'],
      settings: 'settings',
    });
  });
});
