/** Asking an authority: what comes of each thing that it may do, in what time, and what is told of it. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuthoritySettings, askAuthority } from '../../src/anchor/authority.ts';
import { checkStamp } from '../../src/anchor/check.ts';
import { timestampQuery } from '../../src/anchor/query.ts';
import { AnchorError } from '../../src/errors.ts';
import { type Behaviour, readQuery, startAuthority, type TestAuthority } from '../support/authority.ts';

const signature = Buffer.from('the bytes of a signature');
const at = new Date('2026-11-22T03:00:04.000Z');

let authority: TestAuthority;

beforeEach(async () => {
  authority = await startAuthority({ now: () => at });
});

afterEach(async () => {
  await authority.close();
});

function ask(settings: Partial<AuthoritySettings> = {}) {
  const all = {
    url: new URL(authority.url),
    authorities: [authority.hierarchy.root.certificate],
    newNonce: randomBytes,
    userAgent: 'segment-evidence/test',
    ...settings,
  };
  return askAuthority(all, signature);
}

async function failure(settings: Partial<AuthoritySettings> = {}): Promise<AnchorError> {
  const error: unknown = await ask(settings).then(
    () => 'a stamp',
    (reason: unknown) => reason,
  );
  if (!(error instanceof AnchorError)) throw new Error(`expected an AnchorError, got ${String(error)}`);
  return error;
}

describe('an authority', () => {
  it('is asked for a digest in one POST, and its answer is handed on as it came', async () => {
    const { answer, stamp } = await ask();

    const question = { answer, signature, authorities: [authority.hierarchy.root.certificate] };
    expect(await checkStamp(question)).toEqual({ kind: 'valid', stamp });
    expect(stamp).toMatchObject({ at: at.toISOString(), authority: 'Test Time Stamping' });
    const { method, url, headers } = authority.lastRequest() ?? {};
    expect([method, url]).toEqual(['POST', '/tsa']);
    expect(headers).toMatchObject({
      accept: 'application/timestamp-reply',
      'content-type': 'application/timestamp-query',
      'user-agent': 'segment-evidence/test',
    });
    expect(authority.queries).toHaveLength(1);
    expect(authority.queries[0]?.includes(signature)).toBe(false);
  });

  it('is asked with another random number each time', async () => {
    await ask();
    await ask();

    const [first, second] = authority.queries.map((query) => readQuery(query).nonce?.toString('hex'));
    expect(first).not.toBe(second);
  });

  it('is given the login in its address', async () => {
    await ask({ url: new URL(authority.url.replace('http://', 'http://user:p%40ss@')) });

    expect(authority.lastRequest()?.headers.authorization).toBe(
      `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
    );
  });
});

type Row = readonly [behaviour: Behaviour, code: AnchorError['code'], said: string];

const ROWS: readonly Row[] = [
  [
    'stamps with an expired certificate',
    'INVALID_ANSWER',
    'expected a certificate that was valid at 2026-11-22T03:00:04.000Z, got Test Time Stamping, valid until 2026-11-21T03:00:04.000Z',
  ],
  [
    'stamps with a certificate of tomorrow',
    'INVALID_ANSWER',
    'expected a certificate that was valid at 2026-11-22T03:00:04.000Z, got Test Time Stamping, valid from 2026-11-23T03:00:04.000Z',
  ],
  [
    'stamps under another root',
    'INVALID_ANSWER',
    'expected a certificate that leads to a pinned one, got Test Time Stamping, which does not',
  ],
  [
    'stamps without its certificates',
    'INVALID_ANSWER',
    "expected the signer's certificate in the answer, got none",
  ],
  [
    'stamps with a certificate for servers',
    'INVALID_ANSWER',
    'expected a certificate for time stamps alone, marked critical, got Test Time Stamping, another purpose',
  ],
  [
    'stamps with a certificate for more',
    'INVALID_ANSWER',
    'expected a certificate for time stamps alone, marked critical, got Test Time Stamping, another purpose',
  ],
  [
    'stamps with a certificate for what may be passed over',
    'INVALID_ANSWER',
    'expected a certificate for time stamps alone, marked critical, got Test Time Stamping, not marked critical',
  ],
  ['stamps other bytes', 'INVALID_ANSWER', 'expected a stamp over this signature, got one over other bytes'],
  ['leaves the nonce out', 'INVALID_ANSWER', 'expected the random number of the query, got none'],
  ['signs twice', 'INVALID_ANSWER', 'expected exactly one signature, got 2'],
  ['rejects', 'REFUSED', 'expected a time stamp, got a refusal: status 2'],
  [
    'answers rubbish',
    'INVALID_ANSWER',
    'expected a time stamp response (RFC 3161), got something that is none',
  ],
  ['answers a page', 'INVALID_ANSWER', 'expected application/timestamp-reply, got text/html'],
  ['answers too much', 'INVALID_ANSWER', 'expected at most 65536 bytes, got more'],
  ['hangs up', 'UNREACHABLE', 'expected a connection, got UND_ERR_SOCKET'],
  ['answers 500', 'REFUSED', 'expected a time stamp, got status 500'],
  ['answers 401', 'REFUSED', 'expected a time stamp, got status 401'],
  ['redirects', 'REFUSED', 'expected a time stamp, got status 307, a redirect'],
];

describe('an authority that', () => {
  it.each(ROWS)('%s is told: %s', async (behaviour, code, said) => {
    authority.behave(behaviour);

    const error = await failure();

    expect([error.code, error.message]).toEqual([code, `time stamp: ${authority.host}: ${said}`]);
    expect(error.hint).toMatch(/^[A-Z].+\.$/);
  });

  it('repeats an old answer is told', async () => {
    await ask();
    authority.behave('repeats its first answer');

    expect((await failure()).message).toContain('expected the random number of the query, got another one');
  });

  it('is down is told by its host alone, never by its login', async () => {
    await authority.close();

    const error = await failure({ url: new URL(authority.url.replace('http://', 'http://user:password@')) });

    expect([error.code, error.message]).toEqual([
      'UNREACHABLE',
      `time stamp: ${authority.host}: expected a connection, got ECONNREFUSED`,
    ]);
  });

  it.each<Behaviour>(['hangs', 'drips'])(
    '%s is given up in time, and its connection closed',
    async (behaviour) => {
      authority.behave(behaviour);
      const before = performance.now();

      const error = await failure({ timeoutMs: 150 });

      expect(performance.now() - before).toBeLessThan(1_000);
      expect([error.code, error.message]).toEqual([
        'UNREACHABLE',
        `time stamp: ${authority.host}: expected an answer in time, got none`,
      ]);
      await expect.poll(() => authority.open()).toBe(0);
    },
  );

  it('has a name that nobody resolves is given up in time', async () => {
    const before = performance.now();

    const error = await failure({
      url: new URL('http://tsa.example/'),
      lookup: () => undefined,
      timeoutMs: 150,
    });

    expect(performance.now() - before).toBeLessThan(400);
    expect(error.code).toBe('UNREACHABLE');
  });

  it('is slow is not waited for by who has to stop', async () => {
    authority.behave('hangs');
    const stop = new AbortController();
    const asked = ask({ signal: stop.signal });
    stop.abort(new Error('stopped'));

    await expect(asked).rejects.toThrow('stopped');
  });
});

describe('the authority of tests', () => {
  it('answers what anybody asks', async () => {
    const query = timestampQuery(Buffer.alloc(32, 7), Buffer.alloc(16, 9));

    const response = await fetch(authority.url, { method: 'POST', body: new Uint8Array(query) });
    const answer = Buffer.from(await response.arrayBuffer());

    expect([answer.includes(Buffer.alloc(32, 7)), answer.includes(Buffer.alloc(16, 9))]).toEqual([
      true,
      true,
    ]);
  });
});
