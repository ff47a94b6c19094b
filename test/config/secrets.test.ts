import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertTokenUsable, parseFingerprintKey, resolveSecret } from '../../src/config/secrets.ts';
import { SecretError } from '../../src/errors.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { folderWith } from './folder.ts';

const VALUE = 'sgp_correct-horse-battery-staple';

/** Returns the error as anybody could see it, with its cause. */
async function refusal(run: () => unknown): Promise<SecretError> {
  try {
    await run();
  } catch (error) {
    if (error instanceof SecretError) return error;
    throw error;
  }
  throw new Error('expected the secret to be refused, but it was taken');
}

describe('a secret', () => {
  it('shows its reference in every way there is to print it', () => {
    const secret = new Secret(VALUE, 'env:TOKEN');
    const shown = '[secret env:TOKEN]';

    expect(secret.reveal()).toBe(VALUE);
    expect(`${secret}`).toBe(shown);
    expect(String(secret)).toBe(shown);
    expect(`Bearer ${secret as unknown as string}`).toBe(`Bearer ${shown}`);
    expect(inspect(secret)).toBe(shown);
    expect(inspect({ deep: [secret] }, { showHidden: true, depth: null })).toContain(shown);
    expect(JSON.stringify({ secret })).toBe(`{"secret":"${shown}"}`);
    expect(new Error(`failed with ${secret}`).message).toBe(`failed with ${shown}`);
  });

  it('never shows its value, whatever it is', () => {
    const printable = fc
      .string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 200 })
      .filter((text) => !'[secret env:NAME]{}Error: '.includes(text));

    fc.assert(
      fc.property(printable, (value) => {
        const secret = new Secret(value, 'env:NAME');
        const views = [
          `${secret}`,
          `${secret as unknown as string}`,
          JSON.stringify([secret, { secret }]),
          JSON.stringify(Object.entries(secret)),
          JSON.stringify({ ...secret }),
          JSON.stringify(Reflect.ownKeys(secret)),
          JSON.stringify(structuredClone(secret)),
          inspect(secret, { showHidden: true, depth: null, getters: true }),
          inspect(new Error(String(secret), { cause: secret })).split('\n')[0],
        ];
        for (const view of views) expect(view).not.toContain(value);
        expect(secret.reveal()).toBe(value);
      }),
    );
  });
});

describe('fetching a secret', () => {
  it.each([
    ['as it is', VALUE, VALUE],
    ['without one final LF', `${VALUE}\n`, VALUE],
    ['without one final CRLF', `${VALUE}\r\n`, VALUE],
    ['with all newlines but the last', `a\nb\n\n`, 'a\nb\n'],
    ['with blanks', ` ${VALUE} `, ` ${VALUE} `],
  ])('%s, from a variable and from a file', async (_title, stored, expected) => {
    const folder = folderWith({ token: stored });
    const fromFile = await resolveSecret(`file:${join(folder, 'token')}`, { env: {} });
    const fromVariable = await resolveSecret('env:TOKEN', { env: { TOKEN: stored } });

    expect(fromFile.reveal()).toBe(expected);
    expect(fromVariable.reveal()).toBe(expected);
    expect(fromVariable.reference).toBe('env:TOKEN');
  });

  it.each([
    [
      'a missing variable',
      'env:MISSING',
      'fetch secret: env:MISSING: expected a variable of this name, got none',
    ],
    ['an empty variable', 'env:EMPTY', 'fetch secret: env:EMPTY: expected a value, got an empty one'],
    [
      'a variable with a newline alone',
      'env:NEWLINE',
      'fetch secret: env:NEWLINE: expected a value, got an empty one',
    ],
    ['a missing file', 'file:/nowhere/token', 'fetch secret: file:/nowhere/token: expected a file, got none'],
    ['a folder', 'file:/tmp', 'fetch secret: file:/tmp: expected a file, got a folder'],
    [
      'an endless file',
      'file:/dev/zero',
      'fetch secret: file:/dev/zero: expected at most 65536 bytes, got more',
    ],
  ])('%s is refused by its reference, with a hint', async (_title, reference, message) => {
    const error = await refusal(() => resolveSecret(reference, { env: { EMPTY: '', NEWLINE: '\n' } }));

    expect(error).toMatchObject({ code: 'SECRET_UNAVAILABLE', message, reference, exitCode: 4 });
    expect(error.hint).toMatch(/^[A-Z].*\.$/);
  });

  it('an empty key file, one that is too big and one that is no text are refused without their content', async () => {
    const folder = folderWith({
      empty: '',
      big: VALUE.repeat(3000),
      latin1: Buffer.concat([Buffer.from(VALUE), Buffer.from([0xe9])]),
    });
    mkdirSync(join(folder, 'folder'));
    const fetch = (name: string) => refusal(() => resolveSecret(`file:${join(folder, name)}`, { env: {} }));

    expect((await fetch('empty')).message).toContain('expected a value, got an empty one');
    expect((await fetch('big')).message).toContain('expected at most 65536 bytes, got more');
    expect((await fetch('latin1')).message).toContain('expected UTF-8 text, got other bytes');
    expect((await fetch('folder')).message).toContain('expected a file, got a folder');
    for (const name of ['big', 'latin1'])
      expect(inspect(await fetch(name), { depth: null })).not.toContain(VALUE);
  });

  it('the secret itself in place of a reference is not repeated', async () => {
    const error = await refusal(() => resolveSecret(VALUE, { env: {} }));

    expect(inspect(error, { depth: null, showHidden: true })).not.toContain(VALUE);
  });
});

describe('a token', () => {
  it.each([
    ['a newline inside', 'sgp_a\nX-Header: b'],
    ['a blank at the end', `${VALUE} `],
    ['quotes of a word processor', `“${VALUE}”`],
    ['a tab', `sgp_a\tb`],
    ['more than 4096 characters', 'x'.repeat(4097)],
  ])('with %s cannot be used, and is not repeated', async (_title, value) => {
    const error = await refusal(() => assertTokenUsable(new Secret(value, 'env:TOKEN')));

    expect(error.message).toMatch(/^fetch secret: env:TOKEN: expected /);
    expect(inspect(error, { depth: null })).not.toContain(value);
  });

  it('of visible ASCII can be used', () => {
    expect(() => assertTokenUsable(new Secret(VALUE, 'env:TOKEN'))).not.toThrow();
    expect(() => assertTokenUsable(new Secret('x'.repeat(4096), 'env:TOKEN'))).not.toThrow();
  });
});

describe('a fingerprint key', () => {
  const raw = Buffer.alloc(33, 0xfb);

  it.each([
    ['text', 'ä'.repeat(16), Buffer.from('ä'.repeat(16))],
    ['hex', `hex:${raw.toString('hex').toUpperCase()}`, raw],
    ['base64', `base64:${raw.toString('base64')}`, raw],
    [
      'URL-safe base64 without padding',
      `base64:${raw.subarray(0, 32).toString('base64url')}`,
      raw.subarray(0, 32),
    ],
  ])('may be written as %s', (_title, value, expected) => {
    expect(Buffer.from(parseFingerprintKey(new Secret(value, 'env:K')))).toEqual(expected);
  });

  it.each([
    ['short text', 'x'.repeat(31), 'expected a fingerprint key of 32 bytes or more, got 31'],
    [
      'short hex of long text',
      `hex:${'ab'.repeat(31)}`,
      'expected a fingerprint key of 32 bytes or more, got 31',
    ],
    ['odd hex', `hex:${'a'.repeat(65)}`, 'expected pairs of hexadecimal digits after hex:'],
    ['a letter that is not hex', `hex:${'g'.repeat(64)}`, 'expected pairs of hexadecimal digits after hex:'],
    ['broken base64', `base64:${'a'.repeat(43)}!`, 'expected standard or URL-safe base64 after base64:'],
    [
      'base64 with a blank',
      `base64:${'a'.repeat(20)} ${'a'.repeat(23)}`,
      'expected standard or URL-safe base64',
    ],
    ['an empty one', 'hex:', 'expected a fingerprint key of 32 bytes or more, got 0'],
  ])('%s is refused without being shown', async (_title, value, message) => {
    const error = await refusal(() => parseFingerprintKey(new Secret(value, 'env:K')));

    expect(error.message).toContain(`fetch secret: env:K: ${message}`);
    expect(inspect(error, { depth: null }).replaceAll('hex:', '')).not.toContain(
      value.replace('hex:', '') || 'nothing',
    );
  });
});
