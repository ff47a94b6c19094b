import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type FingerprintOptions, fingerprintSecret } from '../../src/commands/fingerprint.ts';
import { SecretError, UsageError } from '../../src/errors.ts';
import { load, MINIMAL } from '../config/folder.ts';

const KEY = 'k'.repeat(32);

function expected(context: string, secret: string, key: string | Buffer = KEY): string {
  const keyId = createHmac('sha256', key)
    .update('segment-evidence/fingerprint-key-id')
    .digest('hex')
    .slice(0, 8);
  const mac = createHmac('sha256', key).update(`${context}\0${secret}`).digest('base64url').slice(0, 22);
  return `hmac-sha256:${keyId}:${mac}`;
}

async function run(input: string | Uint8Array, options: Partial<FingerprintOptions> = {}) {
  const stdin = {
    isTerminal: false,
    read: async () => (typeof input === 'string' ? Buffer.from(input) : input),
  };
  const env = { FP_KEY: KEY };
  return fingerprintSecret({
    context: 'write-key',
    config: await load(MINIMAL),
    env,
    stdin,
    noInput: false,
    ...options,
  });
}

describe('fingerprint', () => {
  it.each([
    ['write-key', 'segment/write-key'],
    ['token', 'segment/token'],
    ['setting', 'segment/setting'],
    ['email', 'email'],
    ['subject', 'subject'],
  ])('of a %s is what the evidence has for it', async (context, full) => {
    const { json, text, exitCode } = await run('abc123', { context });

    const fingerprint = expected(full, 'abc123');
    expect(text).toBe(fingerprint);
    expect(json).toEqual({
      schema: 'segment-evidence/fingerprint/v1',
      context: full,
      fingerprint,
      keyId: fingerprint.split(':')[1],
    });
    expect(exitCode).toBe(0);
  });

  it.each([
    ['one final LF does not count', 'abc\n', 'abc'],
    ['one final CRLF does not count', 'abc\r\n', 'abc'],
    ['a second one does', 'abc\n\n', 'abc\n'],
    ['blanks count', ' abc ', ' abc '],
    ['a byte order mark counts: it may belong to the secret', '\uFEFFabc', '\uFEFFabc'],
    ['text is UTF-8', 'ä€𝄞', 'ä€𝄞'],
  ])('%s', async (_title, input, secret) => {
    expect((await run(input)).text).toBe(expected('segment/write-key', secret));
  });

  it('a mailbox has one fingerprint, however it is written', async () => {
    const { text } = await run(' Zoe\u0308@Acme.Example \n', { context: 'email' });

    expect(text).toBe(expected('email', 'zo\u00eb@acme.example'));
  });

  it('the key may be hex', async () => {
    const key = Buffer.alloc(32, 7);

    const { text } = await run('abc', { env: { FP_KEY: `hex:${key.toString('hex')}` } });

    expect(text).toBe(expected('segment/write-key', 'abc', key));
  });

  it.each([
    ['nothing on stdin', '', {}, 'read secret: stdin: expected a secret, got nothing'],
    ['a newline alone', '\n', {}, 'read secret: stdin: expected a secret, got nothing'],
    [
      'bytes that are no text',
      Uint8Array.of(0xff),
      {},
      'read secret: stdin: expected UTF-8 text, got other bytes',
    ],
    [
      'an unknown context',
      'x',
      { context: 'writekey' },
      'choose context: --context: expected write-key, token, setting, email, subject, got another',
    ],
    [
      'an unknown connection',
      'x',
      { connection: 'other' },
      'choose fingerprint key: --connection: expected the name of a connection, got another',
    ],
  ])('%s is refused', async (_title, input, options, message) => {
    const result = run(input, options);

    await expect(result).rejects.toThrow(UsageError);
    await expect(result).rejects.toThrow(message);
  });

  it('a terminal is not read with --no-input', async () => {
    const read = async (): Promise<Uint8Array> => {
      throw new Error('expected stdin not to be read');
    };

    await expect(run('', { stdin: { isTerminal: true, read }, noInput: true })).rejects.toThrow(
      'read secret: stdin: expected a pipe or a file, got a terminal, with --no-input',
    );
  });

  it('connections with different keys need to be told apart', async () => {
    const config = await load(
      `${MINIMAL}  - { name: b, region: us, token: env:B, fingerprintKey: env:OTHER }\n`,
    );
    const env = { FP_KEY: KEY, OTHER: 'o'.repeat(32) };

    await expect(run('x', { config, env })).rejects.toMatchObject({
      hint: 'Name a connection with --connection: acme, b.',
    });
    expect((await run('x', { config, env, connection: 'b' })).text).toBe(
      expected('segment/write-key', 'x', 'o'.repeat(32)),
    );
  });

  it('a missing or short key is a secret that is not there', async () => {
    await expect(run('x', { env: {} })).rejects.toThrow(SecretError);
    await expect(run('x', { env: { FP_KEY: 'short' } })).rejects.toThrow(
      'expected a fingerprint key of 32 bytes or more, got 5',
    );
  });
});
