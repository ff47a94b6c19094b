import { PassThrough, Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLogger, type LoggerOptions } from '../src/log.ts';
import { runs } from './support/tier.ts';

const now = () => new Date('2026-11-22T12:03:04.567Z');

/** Returns a logger and what it has written so far. */
function recorded(options: Partial<LoggerOptions> = {}) {
  const stream = new PassThrough();
  const log = createLogger({ level: 'info', stream, isTerminal: false, secrets: () => [], now, ...options });
  return { log, text: () => String(stream.read() ?? '') };
}

describe('a line', () => {
  it('is one JSON object for a machine', () => {
    const { log, text } = recorded();

    log.info({ resource: 'users', records: 14 }, 'collected');

    expect(text()).toBe(
      '{"level":"info","time":"2026-11-22T12:03:04.567Z","resource":"users","records":14,"msg":"collected"}\n',
    );
  });

  it('is short and plain on a terminal', () => {
    const { log, text } = recorded({ isTerminal: true });

    log.info({ resource: 'users', records: 14 }, 'collected');
    log.warn({ reason: 'two words', list: ['a'], empty: '' }, 'watch out');

    expect(text()).toBe(
      '12:03:04 info  collected resource=users records=14\n12:03:04 warn  watch out reason="two words" list=["a"] empty=""\n',
    );
  });

  it('below the level is not written', () => {
    const { log, text } = recorded({ level: 'warn' });

    log.debug({}, 'a');
    log.info({}, 'b');
    log.error({}, 'c');

    expect(text()).toMatch(/^\{"level":"error".*"msg":"c"\}\n$/);
    expect(recorded({ level: 'silent' }).text()).toBe('');
  });

  it('of a child holds the fields of the child', () => {
    const { log, text } = recorded({ isTerminal: true });

    log.child({ connection: 'acme' }).info({ n: 1 }, 'x');

    expect(text()).toBe('12:03:04 info  x connection=acme n=1\n');
  });

  it('tells an error with its message, code and cause', () => {
    const { log, text } = recorded();

    log.error(
      { err: Object.assign(new Error('outer', { cause: new Error('inner') }), { code: 'X' }) },
      'failed',
    );

    expect(JSON.parse(text())).toMatchObject({ err: { message: 'outer: inner', code: 'X' } });
  });

  it('cannot move the cursor or turn the text around', () => {
    const { log, text } = recorded({ isTerminal: true });

    log.info({ name: 'a\u001b[2Jb\u009b\u202e', 'k\u001b': 'x\ny' }, 'm\u001b]0;');

    expect(text()).toBe('12:03:04 info  m\\u001b]0; name=a\\u001b[2Jb\\u009b\\u202e k\\u001b="x\\ny"\n');
  });
});

describe('a known secret', () => {
  const secret = 'pä"ss/wo\\rd+1234\n';
  const pem = `-----BEGIN PRIVATE KEY-----\n${'QUJD'.repeat(16)}\n${'REVG'.repeat(8)}\n-----END PRIVATE KEY-----\n`;

  it.each([
    ['as it is', secret],
    ['inside other text', `Bearer ${secret}, he said`],
    ['in JSON', JSON.stringify({ token: secret })],
    ['in JSON in JSON', JSON.stringify(JSON.stringify({ token: secret }))],
    ['percent-encoded', `https://x.example/?k=${encodeURIComponent(secret)}`],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in URL-safe base64', Buffer.from(secret).toString('base64url')],
    ['in Basic authentication', `Basic ${Buffer.from(`a:${secret}`).toString('base64')}`],
    ['in Basic authentication, shifted', `Basic ${Buffer.from(`ab:${secret}:`).toString('base64')}`],
  ])('%s is taken out, for machines and on a terminal', (_title, value) => {
    const traces = [
      secret,
      encodeURIComponent(secret),
      'wo\\\\rd',
      Buffer.from(secret).toString('base64').slice(4, 16),
    ];
    for (const isTerminal of [true, false]) {
      const { log, text } = recorded({ isTerminal, secrets: () => [secret] });

      log.info({ value, deep: [{ value }] }, `said ${value}`);

      const line = text();
      expect(line).toContain('[secret]');
      for (const trace of traces) expect(line).not.toContain(trace);
    }
  });

  it('of several lines is taken out line by line too', () => {
    const { log, text } = recorded({ secrets: () => [pem] });

    log.info({ part: `bad line: ${'REVG'.repeat(8)}` }, 'cannot read key');

    expect(text()).toContain('"part":"bad line: [secret]"');
  });

  it('in the message of an error, its stack and its cause is taken out', () => {
    const { log, text } = recorded({ secrets: () => ['hunter2hunter2'] });

    log.error({ err: new Error('with hunter2hunter2', { cause: new Error('hunter2hunter2') }) }, 'failed');

    expect(text()).not.toContain('hunter2');
  });

  it('that holds another one leaves nothing of itself', () => {
    const { log, text } = recorded({ secrets: () => ['abcdefgh', 'abcdefgh-the-rest'] });

    log.info({ a: 'abcdefgh-the-rest' }, 'x');

    expect(text()).toContain('"a":"[secret]"');
  });

  it('that became known later is taken out from then on', () => {
    const known: string[] = [];
    const { log, text } = recorded({ secrets: () => known });
    log.info({ a: 'abcdefgh' }, 'before');
    known.push('abcdefgh');

    log.info({ a: 'abcdefgh' }, 'after');

    expect(text().match(/abcdefgh/g)).toHaveLength(1);
  });

  it('of digits that is a number costs the line, not the JSON', () => {
    const { log, text } = recorded({ secrets: () => ['12345678'] });

    log.info({ records: 12345678 }, 'x');

    const line = text();
    expect(line).not.toContain('12345678');
    expect(JSON.parse(line)).toMatchObject({
      level: 'warn',
      msg: 'line withheld: it held a secret that could not be removed',
    });
  });

  it('shorter than 8 characters is not looked for', () => {
    const { log, text } = recorded({ secrets: () => ['users', ''] });

    log.info({ resource: 'users' }, 'x');

    expect(text()).toContain('"resource":"users"');
  });

  it('is never in a line, whatever it is and wherever it stands', () => {
    const secrets = fc
      .string({ unit: 'binary', minLength: 8, maxLength: 40 })
      .filter((text) => text.isWellFormed());

    fc.assert(
      fc.property(secrets, fc.string(), fc.boolean(), (value, around, isTerminal) => {
        const { log, text } = recorded({ isTerminal, secrets: () => [value] });
        log.info(
          { a: around + value + around, [`k${value}`]: [value], b: { c: JSON.stringify(value) } },
          value,
        );
        const line = text();
        const escaped = JSON.stringify(value).slice(1, -1);
        // What is left could only be a part of the line's own words, such as "level":"info".
        if (!'{"level":"info","time":"2026-11-22T12:03:04.567Z","msg":"'.includes(value)) {
          expect(line.includes(value) || line.includes(escaped)).toBe(false);
        }
      }),
      { numRuns: runs({ fast: 100, full: 300 }) },
    );
  });
});

describe('a stream that has gone away', () => {
  const failing = (code: string) =>
    new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) });

  it('is no reason to fail', async () => {
    const stream = failing('EPIPE');
    const log = createLogger({ level: 'info', stream, isTerminal: false, secrets: () => [], now });

    log.info({}, 'one');
    await new Promise((resolve) => stream.once('close', resolve));
    log.info({}, 'two');

    expect(stream.destroyed).toBe(true);
  });

  it.each([
    ['tells it later', failing('ENOSPC')],
    [
      'throws at once, as one onto a file does',
      Object.assign(new PassThrough(), {
        write: () => {
          throw new Error('no space left on device');
        },
      }),
    ],
  ])('onto a full disk stops nothing: one that %s', async (_title, stream) => {
    const log = createLogger({ level: 'info', stream, isTerminal: false, secrets: () => [], now });

    expect(() => log.info({}, 'one')).not.toThrow();
    await new Promise((resolve) => setImmediate(resolve));
    expect(() => log.info({}, 'two')).not.toThrow();
  });
});
