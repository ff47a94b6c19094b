/** The last look at finished bytes: a secret of the run in any usual spelling, anywhere, is withheld. */
import { describe, expect, it } from 'vitest';
import { scanRecordLine } from '../../src/evidence/artifact.ts';
import { canonical } from '../../src/evidence/canonical.ts';
import { withholdFound } from '../../src/evidence/scan.ts';
import { SecretSet, spellings } from '../../src/evidence/secret-set.ts';
import { contextOf, fingerprints } from './context.ts';

/** Every character that some spelling writes differently. */
const SECRET = 'p+ss/w"rd\\é=?& 1';

const bytes = Buffer.from(SECRET);
const spelled: readonly (readonly [string, string])[] = [
  ['plain', `before ${SECRET} after`],
  ['JSON-escaped', `before ${JSON.stringify(SECRET).slice(1, -1)} after`],
  ['in a JSON text that is a value', JSON.stringify({ inner: SECRET })],
  ['base64, first alignment', bytes.toString('base64')],
  [
    'base64, second alignment',
    Buffer.concat([Buffer.from('u'), bytes, Buffer.from('tail')]).toString('base64'),
  ],
  [
    'base64, third alignment',
    Buffer.concat([Buffer.from('us'), bytes, Buffer.from('tail')]).toString('base64'),
  ],
  ['base64 of user:secret', Buffer.from(`ada:${SECRET}`).toString('base64')],
  ['base64url, first alignment', bytes.toString('base64url')],
  ['base64url, second alignment', Buffer.concat([Buffer.from('u'), bytes]).toString('base64url')],
  ['base64url, third alignment', Buffer.concat([Buffer.from('us'), bytes]).toString('base64url')],
  ['URL-escaped as a component', `https://h.example/?q=${encodeURIComponent(SECRET)}`],
  ['URL-escaped as a whole', encodeURI(SECRET)],
  ['URL-escaped as a form', `a=1&${new URLSearchParams({ key: SECRET }).toString()}`],
];

describe('a marked secret', () => {
  it.each(spelled)('%s is found, withheld, listed and gone', (_name, text) => {
    const context = contextOf();
    context.secrets.add(SECRET);
    const line = canonical({ data: { note: text, other: 'kept' }, id: 'x' });

    const scanned = scanRecordLine({ key: 'x', line }, context);

    expect(context.secrets.isIn(line)).toBe(true);
    expect(JSON.parse(scanned.line)).toEqual({
      data: { note: fingerprints.of('segment/setting', text), other: 'kept' },
      id: 'x',
    });
    expect(context.tally.lines()).toEqual([
      { resource: 'things', pointer: '/data/note', rule: 'secret-found', action: 'fingerprint', count: 1 },
    ]);
    expect(context.secrets.isIn(scanned.line)).toBe(false);
  });

  it.each([
    ['first', ''],
    ['second', 'u'],
    ['third', 'us'],
  ])('is found where base64url writes other digits than base64: %s alignment', (_name, before) => {
    const secret = '>>>???~~~>>>???';
    const bytes = Buffer.from(`${before}${secret}`);
    const secrets = new SecretSet();
    secrets.add(secret);

    expect(bytes.toString('base64')).toMatch(/\+.*\/|\/.*\+/);
    expect(secrets.isIn(`a ${bytes.toString('base64')} b`)).toBe(true);
    expect(secrets.isIn(`a ${bytes.toString('base64url')} b`)).toBe(true);
  });

  it('is found at every position of a long text, and not beside it', () => {
    const secrets = new SecretSet();
    secrets.add('0123456789abcdef');

    for (let at = 0; at < 300; at += 1) {
      const text = `${'0123456789abcde '.repeat(20).slice(0, at)}0123456789abcdef${'x'.repeat(300 - at)}`;
      expect(secrets.isIn(text), String(at)).toBe(true);
      expect(secrets.isIn(text.replace('0123456789abcdef', '0123456789abcdeF')), String(at)).toBe(false);
    }
  });

  it('is found among many, the first and the last marked alike', () => {
    const secrets = new SecretSet();
    const many = Array.from({ length: 3_000 }, (_, i) => `secret-number-${i}-of-many`);
    for (const secret of many) secrets.add(secret);

    for (const secret of many) expect(secrets.isIn(`…${secret}…`)).toBe(true);
    expect(secrets.isIn('secret-number-3000-of-many')).toBe(false);
  });

  it('that is marked late is found as well', () => {
    const secrets = new SecretSet();
    secrets.add('first secret');
    expect(secrets.isIn('second secret')).toBe(false);

    secrets.add('second secret');

    expect(secrets.isIn('a second secret')).toBe(true);
  });

  it('with a lone surrogate breaks nothing', () => {
    const secrets = new SecretSet();
    secrets.add('secret\ud800secret');

    expect(secrets.isIn('secret\ufffdsecret')).toBe(true);
    expect(secrets.isIn('another text')).toBe(false);
  });
});

describe('a secret shorter than eight bytes', () => {
  it.each([
    ['seven letters', 'hunter2', false],
    ['eight letters', 'hunter23', true],
    ['four letters of two bytes', 'éééé', true],
    ['nothing', '', false],
  ])('%s', (_name, secret, isLookedFor) => {
    const secrets = new SecretSet();
    secrets.add(secret);

    expect(secrets.isIn(`a text with ${secret} in it`)).toBe(isLookedFor);
  });

  it('text shorter than any secret holds none', () => {
    const secrets = new SecretSet();
    secrets.add('hunter23');

    expect(secrets.isIn('hunter2')).toBe(false);
  });

  it('no spelling is shorter than eight bytes, so that nothing is found by chance', () => {
    for (const secret of ['hunter23', 'éééé', 'a'.repeat(8)]) {
      for (const spelling of spellings(secret)) expect(Buffer.byteLength(spelling)).toBeGreaterThanOrEqual(8);
    }
  });
});

describe('where a secret may stand', () => {
  const scan = (value: unknown, secret: string) => {
    const context = contextOf();
    context.secrets.add(secret);
    return {
      value: withholdFound(value, '', context),
      lines: context.tally.lines(),
      secrets: context.secrets,
    };
  };

  it('a number is withheld as type and fingerprint', () => {
    const { value, lines } = scan({ a: 123_456_789, b: 12 }, '123456789');

    expect(value).toEqual({ a: { $type: 'number', $fingerprint: expect.any(String) }, b: 12 });
    expect(lines[0]).toMatchObject({ pointer: '/a', rule: 'secret-found' });
  });

  it('the name of a member is replaced, and its place is said without it', () => {
    const { value, lines, secrets } = scan(
      { 'my-secret-name': { inner: 'my-secret-name' } },
      'my-secret-name',
    );

    const fingerprint = fingerprints.of('segment/setting', 'my-secret-name');
    expect(value).toEqual({ [fingerprint]: { inner: fingerprint } });
    expect(lines.map(({ pointer }) => pointer)).toEqual(['/*', '/*/inner']);
    expect(secrets.isIn(JSON.stringify(lines))).toBe(false);
  });

  it('an entry of a list is replaced, flags and null are left', () => {
    const { value, lines } = scan([true, null, ['a secret text']], 'a secret text');

    expect(value).toEqual([true, null, [fingerprints.of('segment/setting', 'a secret text')]]);
    expect(lines[0]?.pointer).toBe('/*/*');
  });

  it('the place of what was found is said by an escaped pointer', () => {
    const { lines } = scan({ 'a/b~c': 123_456_789 }, '123456789');

    expect(lines[0]?.pointer).toBe('/a~1b~0c');
  });

  it('a member called __proto__ is looked through like any other', () => {
    const { value } = scan(JSON.parse('{"__proto__":{"x":"a secret text"}}'), 'a secret text');

    expect(JSON.stringify(value)).not.toContain('a secret text');
    expect(JSON.stringify(value)).toContain('__proto__');
  });
});

describe('a record line', () => {
  it('without any secret is handed on as it is', () => {
    const keyed = { key: 'x', line: '{"data":{},"id":"x"}' };

    expect(scanRecordLine(keyed, contextOf())).toBe(keyed);
  });

  it('of a source whose name equals a write key is kept without it, under its own id', () => {
    const context = contextOf();
    context.secrets.add('a-write-key-used-as-name');
    const line = canonical({ data: { id: 'src1', name: 'a-write-key-used-as-name' }, id: 'src1' });

    const scanned = scanRecordLine({ key: 'src1', line }, context);

    expect(scanned.key).toBe('src1');
    expect(JSON.parse(scanned.line)).toMatchObject({ id: 'src1', data: { id: 'src1' } });
    expect(context.secrets.isIn(scanned.line)).toBe(false);
  });

  it('whose id is a secret gets the fingerprint as its id, in the line and in the order', () => {
    const context = contextOf();
    context.secrets.add('a-write-key-used-as-id');
    const line = canonical({ data: {}, id: 'a-write-key-used-as-id' });

    const scanned = scanRecordLine({ key: 'a-write-key-used-as-id', line }, context);

    const id = fingerprints.of('segment/setting', 'a-write-key-used-as-id');
    expect(scanned).toEqual({ key: id, line: canonical({ data: {}, id }) });
  });

  it('in which a secret spans two members is withheld whole, recognisable and listed', () => {
    const context = contextOf();
    context.secrets.add('"a":"x","b":"y"');
    const line = canonical({ data: { a: 'x', b: 'y' }, id: 'i' });

    const scanned = scanRecordLine({ key: 'i', line }, context);

    const id = fingerprints.of('segment/setting', 'i');
    expect(scanned.key).toBe(id);
    expect(JSON.parse(scanned.line)).toEqual({
      data: { $type: 'string', $fingerprint: expect.any(String) },
      id,
    });
    expect(context.secrets.isIn(scanned.line)).toBe(false);
    expect(context.tally.lines()).toMatchObject([{ pointer: '/data', rule: 'secret-found', count: 1 }]);
  });
});

describe('an end user', () => {
  const CUSTOMER = 'customer-165747159';
  const lineWith = (note: string) => canonical({ data: { note, other: 'kept' }, id: 'x' });

  it.each([
    ['alone', CUSTOMER],
    ['in a condition', `userId = "${CUSTOMER}"`],
    ['behind a line break', `user\n${CUSTOMER}`],
    ['behind a control character', `user\u0007${CUSTOMER}`],
    ['in a URL', `https://x.example/?q=%20${CUSTOMER}&p=1`],
    ['in JSON in a text', JSON.stringify({ id: CUSTOMER })],
  ])('is withheld wherever else it stands, and listed: %s', (_name, note) => {
    const context = contextOf();
    context.secrets.addEndUser(CUSTOMER);

    const { line } = scanRecordLine({ key: 'x', line: lineWith(note) }, context);

    expect(line).not.toContain(CUSTOMER);
    expect(JSON.parse(line).data).toEqual({ note: fingerprints.of('subject', note), other: 'kept' });
    expect(context.tally.lines()).toMatchObject([{ action: 'fingerprint', rule: 'end-user' }]);
  });

  it.each([
    ['part of a longer word', CUSTOMER, `${CUSTOMER}0`],
    ['the end of a longer word', CUSTOMER, `x${CUSTOMER}`],
    ['too short to be looked for', '1234567', '1234567'],
    ['a word of the format', 'sourceId', 'sourceId'],
    ['the address by which somebody logs in', 'Ada@acme.example', 'Ada@acme.example'],
  ])('is not meant by what is %s', (_name, identifier, note) => {
    const context = { ...contextOf(), secrets: new SecretSet('id sourceId') };
    context.secrets.addEndUser(identifier);
    context.secrets.addLogin('ada@acme.example');

    expect(scanRecordLine({ key: 'x', line: lineWith(note) }, context).line).toBe(lineWith(note));
  });
});
