/** Withholding: which policy keeps, fingerprints or drops what, and what is listed of it. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { catalogue, personal, secret, settings, volatile } from '../../schemas/policy.ts';
import { RedactionTally } from '../../src/evidence/redact.ts';
import { fingerprints, normaliseOne } from './context.ts';

const FINGERPRINT = /^hmac-sha256:[0-9a-f]{8}:[\w-]{22}$/;
const WRITE_KEY = 'zQ4tM1x9LkPwV7aBcDeFgHiJkLmNoPqR';

describe('a field with a policy', () => {
  it('a secret becomes its fingerprint under its own context, and is looked for everywhere else', () => {
    const { data, redactions, secrets, isInvalid } = normaliseOne(
      { keys: z.array(secret('segment/write-key')) },
      { id: 'x', keys: [WRITE_KEY, WRITE_KEY] },
    );

    const fingerprint = fingerprints.of('segment/write-key', WRITE_KEY);
    expect(data['keys']).toEqual([fingerprint, fingerprint]);
    expect(redactions).toEqual([
      { resource: 'things', pointer: '/data/keys/*', rule: 'known-secret', action: 'fingerprint', count: 2 },
    ]);
    expect([...secrets.values()]).toEqual([WRITE_KEY]);
    expect(isInvalid).toBe(false);
  });

  it('an empty secret stays empty: there is nothing to withhold', () => {
    const { data, redactions } = normaliseOne({ key: secret('segment/token') }, { id: 'x', key: '' });

    expect(data['key']).toBe('');
    expect(redactions).toEqual([]);
  });

  it.each([
    ['an object', { value: WRITE_KEY }],
    ['a list', [WRITE_KEY]],
  ])('a secret that comes as %s is withheld all the same', (_name, value) => {
    const { line, isInvalid } = normaliseOne({ key: secret('segment/token') }, { id: 'x', key: value });

    expect(line).not.toContain(WRITE_KEY);
    expect(isInvalid).toBe(true);
  });

  it('the name of a person who can log in is kept in clear', () => {
    const { data, redactions } = normaliseOne({ email: personal() }, { id: 'x', email: 'ada@acme.example' });

    expect(data['email']).toBe('ada@acme.example');
    expect(redactions).toEqual([]);
  });

  it.each([
    ['volatile', volatile()],
    ['catalogue', catalogue()],
  ])('a %s field is dropped, whatever it holds, and listed', (rule, schema) => {
    const one = normaliseOne({ f: schema }, { id: 'x', f: '2026-01-01' });
    const two = normaliseOne({ f: schema }, { id: 'x', f: { deep: [1] } });

    expect(one.data).toEqual({ id: 'x' });
    expect(two.line).toBe(one.line);
    expect(one.redactions).toEqual([
      { resource: 'things', pointer: '/data/f', rule, action: 'drop', count: 1 },
    ]);
  });
});

describe('settings', () => {
  const settingsOf = (o: unknown) => normaliseOne({ o: settings() }, { id: 'x', o });

  it('keep names, flags, null and plain numbers, and no text at all', () => {
    const { data } = settingsOf({
      enabled: true,
      off: false,
      none: null,
      port: 5432,
      host: 'db.example',
      empty: '',
    });

    expect(data['o']).toEqual({
      enabled: true,
      off: false,
      none: null,
      port: 5432,
      host: { $fingerprint: fingerprints.of('segment/setting', 'db.example'), $host: 'db.example' },
      empty: '',
    });
  });

  it('withhold text at any depth, in lists and in objects', () => {
    const { line, redactions } = settingsOf({ list: ['plain text', { deep: ['other text'] }] });

    expect(line).not.toMatch(/plain text|other text/);
    expect(redactions).toEqual([
      { resource: 'things', pointer: '/data/o/*/*', rule: 'setting', action: 'fingerprint', count: 1 },
      { resource: 'things', pointer: '/data/o/*/*/*/*', rule: 'setting', action: 'fingerprint', count: 1 },
    ]);
  });

  it.each([
    'apiKey',
    'clientSecret',
    'authToken',
    'password',
    'passwd',
    'pwd',
    'privateField',
    'credentials',
    'cert',
    'sasUri',
    'dsn',
    'webhook',
    'url',
  ])('a number under `%s` is withheld too, and looked for everywhere else', (name) => {
    const { data, secrets } = settingsOf({ [name]: 123_456_789 });

    expect(data['o']).toEqual({
      [name]: { $type: 'number', $fingerprint: expect.stringMatching(FINGERPRINT) },
    });
    expect([...secrets.values()]).toEqual(['123456789']);
  });

  it.each([
    ['text under a secret name', { password: 'correct horse' }, ['correct horse']],
    ['text that looks generated', { note: 'a1b2c3d4e5f6a7b8' }, ['a1b2c3d4e5f6a7b8']],
    ['text that a person wrote', { note: 'hello there, 12 of you' }, []],
    ['generated-looking text without a digit', { note: 'abcdefghijklmnopqrst' }, []],
    ['short text under a secret name', { pwd: 'hunter2' }, []],
    ['text in a list under a secret name', { keys: ['correct horse'] }, ['correct horse']],
  ])('%s: what is looked for everywhere else', (_name, o, expected) => {
    expect([...settingsOf(o).secrets.values()]).toEqual(expected);
  });

  it.each([
    ['text', 'a plain value'],
    ['a list', ['a plain value']],
  ])('that come as %s are no settings: invalid, and nothing is lost or leaked', (_name, o) => {
    const { data, isInvalid } = settingsOf(o);

    expect(isInvalid).toBe(true);
    expect(data['o']).toBeDefined();
  });
});

describe('the list of what was withheld', () => {
  it('counts places by pointer, rule and action', () => {
    const tally = new RedactionTally('sources');

    tally.add('/data/a', 'setting', 'fingerprint');
    tally.add('/data/a', 'setting', 'fingerprint');
    tally.add('/data/a', 'setting', 'drop');
    tally.add('/data/b', 'setting', 'fingerprint');

    expect(tally.lines().map(({ pointer, action, count }) => [pointer, action, count])).toEqual([
      ['/data/a', 'fingerprint', 2],
      ['/data/a', 'drop', 1],
      ['/data/b', 'fingerprint', 1],
    ]);
  });

  it('counts under a star once there are more places than any schema has', () => {
    const tally = new RedactionTally('sources');

    for (let i = 0; i < 1_200; i += 1) tally.add(`/data/${i}`, 'unknown-field', 'fingerprint');
    tally.add('/data/7', 'unknown-field', 'fingerprint');

    const lines = tally.lines();
    expect(lines).toHaveLength(1_001);
    expect(lines.reduce((sum, { count }) => sum + count, 0)).toBe(1_201);
    expect(lines.find(({ pointer }) => pointer === '/*')?.count).toBe(200);
    expect(lines.find(({ pointer }) => pointer === '/data/7')?.count).toBe(2);
  });
});
