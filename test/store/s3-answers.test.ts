/** What the S3 store makes of answers that come wrong, late or not at all; and what it asks. */
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readWhole, toContent } from '../../src/store/content.ts';
import { openS3Store } from '../../src/store/s3.ts';
import type { BucketOptions } from '../../src/store/s3-bucket.ts';
import { type AwsAnswer, type AwsServer, s3Error, startAwsServer } from '../support/aws-server.ts';
import { IS_FULL } from '../support/tier.ts';

let server: AwsServer;
let slept: number[] = [];

beforeAll(async () => {
  server = await startAwsServer();
  for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
  vi.stubEnv('AWS_SESSION_TOKEN', 'session-token-of-the-test');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

function openStore(changes: Partial<BucketOptions> = {}) {
  slept = [];
  return openS3Store({
    bucket: 'acme-evidence',
    prefix: 'audit',
    bucketOwner: '123456789012',
    retention: null,
    hasOwnEndpoint: true,
    now: () => new Date('2026-11-22T03:00:00Z'),
    sleep: async (ms) => {
      slept.push(ms);
    },
    random: () => 0,
    ...changes,
  });
}

const OK: AwsAnswer = { status: 200 };
const BUSY = s3Error(503, 'SlowDown');
const content = toContent('evidence');

/** Answers in this order, the last one again and again. */
function inOrder(...answers: readonly (AwsAnswer | 'hang up')[]): void {
  let next = 0;
  server.answer(() => answers[Math.min(next++, answers.length - 1)] ?? OK);
}

const put = (changes: Partial<BucketOptions> = {}) =>
  openStore(changes)
    .put('a/b', content)
    .then(
      () => 'stored',
      (error: unknown) => error,
    );

describe('putting an object', () => {
  it('is one request that creates only, with its digest and how it is computed', async () => {
    inOrder(OK);

    expect(await put()).toBe('stored');

    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      method: 'PUT',
      path: '/acme-evidence/audit/a/b',
      headers: {
        'if-none-match': '*',
        'x-amz-sdk-checksum-algorithm': 'SHA256',
        'x-amz-checksum-sha256': Buffer.from(content.sha256, 'hex').toString('base64'),
        'x-amz-expected-bucket-owner': '123456789012',
        'content-length': '8',
      },
    });
    expect(server.requests[0]?.body.toString()).toBe('evidence');
  });

  it.each([
    ['it is busy', BUSY],
    ['two write at once', s3Error(409, 'ConditionalRequestConflict')],
    ['it fails', s3Error(500, 'InternalError')],
  ])('is tried again when %s, later each time', async (_when, answer) => {
    inOrder(answer, answer, OK);

    expect(await put()).toBe('stored');

    expect(slept).toEqual([100, 200]);
  });

  it('is given up after five attempts', async () => {
    inOrder(s3Error(409, 'ConditionalRequestConflict'));

    expect(await put()).toMatchObject({ code: 'WRITE_FAILED', exitCode: 5 });

    expect(server.requests.map(({ method }) => method)).toEqual(['PUT', 'PUT', 'PUT', 'PUT', 'PUT']);
  });

  it('is refused at once when something is there that nobody lost an answer about', async () => {
    inOrder(s3Error(412, 'PreconditionFailed'));

    expect(await put()).toMatchObject({ code: 'ALREADY_EXISTS' });

    expect(server.requests).toHaveLength(1);
  });
});

describe('an answer that is lost', () => {
  const lost = (there: string) =>
    server.answer(({ method }) => {
      if (method === 'GET') return { status: 200, body: there };
      return server.requests.length === 1 ? 'hang up' : s3Error(412, 'PreconditionFailed');
    });

  it('is no failure when what is there is ours', async () => {
    lost('evidence');

    expect(await put()).toBe('stored');

    expect(server.requests.map(({ method }) => method)).toEqual(['PUT', 'PUT', 'GET']);
  });

  it.each(['evidencE', 'evidence and more', ''])(
    'is a refusal when something else is there: %j',
    async (there) => {
      lost(there);

      expect(await put()).toMatchObject({ code: 'ALREADY_EXISTS' });
    },
  );

  it('and never comes is no failure either when what is there is ours', async () => {
    server.answer(({ method }) => (method === 'GET' ? { status: 200, body: 'evidence' } : 'hang up'));

    expect(await put()).toBe('stored');
  });

  it('and never comes is a failure when nothing is known to be there', async () => {
    server.answer(({ method }) => (method === 'GET' ? s3Error(404, 'NoSuchKey') : 'hang up'));

    expect(await put()).toMatchObject({ code: 'WRITE_FAILED', exitCode: 5 });
  });
});

const NOT_FOR_EYES = [
  'AKIAIOSFODNN7EXAMPLE',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'session-token-of-the-test',
  'string-that-was-signed',
];

describe('a bucket that refuses', () => {
  it.each<readonly [string, ReturnType<typeof s3Error>, string]>([
    ['no bucket', s3Error(404, 'NoSuchBucket'), 'Create the bucket acme-evidence'],
    ['no permission', s3Error(403, 'AccessDenied'), 'Give this process s3:PutObject on acme-evidence'],
    [
      'another region',
      s3Error(301, 'PermanentRedirect', '<Endpoint>x</Endpoint>', { 'x-amz-bucket-region': 'eu-west-1' }),
      'Set AWS_REGION to eu-west-1, where the bucket is.',
    ],
    [
      'another region in the signature',
      s3Error(400, 'AuthorizationHeaderMalformed', '<Region>eu-west-1</Region>'),
      'Set AWS_REGION to the region of the bucket.',
    ],
    [
      'expired credentials',
      s3Error(400, 'ExpiredToken', '<Token-0>session-token-of-the-test</Token-0>'),
      'Renew the AWS credentials',
    ],
    [
      'an unknown access key',
      s3Error(403, 'InvalidAccessKeyId', '<AWSAccessKeyId>AKIAIOSFODNN7EXAMPLE</AWSAccessKeyId>'),
      'Correct the AWS credentials',
    ],
    [
      'a wrong secret key',
      s3Error(
        403,
        'SignatureDoesNotMatch',
        '<AWSAccessKeyId>AKIAIOSFODNN7EXAMPLE</AWSAccessKeyId><StringToSign>string-that-was-signed</StringToSign>',
      ),
      'Correct the AWS credentials',
    ],
    ['a disabled KMS key', s3Error(400, 'KMS.DisabledException'), 'Enable the KMS key'],
    ['a wrong clock', s3Error(403, 'RequestTimeTooSkewed'), "Set this machine's clock"],
    // Tried again for seconds before it is told.
    ...(IS_FULL ? [['too much to do', BUSY, 'Try again'] as const] : []),
  ])('for %s says so once, with what to do, and nothing of the credentials', async (_title, answer, hint) => {
    inOrder(answer);

    const writing = (await put()) as Error & { hint: string };
    const listing = (await collectKeys().catch((error: unknown) => error)) as Error & { hint: string };

    expect(writing).toMatchObject({ name: 'StoreError', code: 'WRITE_FAILED', exitCode: 5, key: 'a/b' });
    expect(writing.message).toMatch(
      new RegExp(
        `^store: s3://acme-evidence/audit/a/b: expected to write it, got ${answer.status} [\\w.]+ \\(request 4442587FB7D0A2F9\\)$`,
      ),
    );
    expect(writing.hint).toContain(hint);
    expect(listing).toMatchObject({ name: 'StoreError', code: 'READ_FAILED', exitCode: 5 });
    const everything = inspect([writing, listing], { depth: null, showHidden: true });
    for (const secret of NOT_FOR_EYES) expect(everything).not.toContain(secret);
  });

  it('by not being there at all is told from one that answers', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9');

    const error = await put();

    expect(error).toMatchObject({ code: 'WRITE_FAILED', hint: expect.stringContaining('Check the network') });
    expect(String(error)).toContain('got ECONNREFUSED');
    vi.stubEnv('AWS_ENDPOINT_URL', server.url);
  });

  it('for lack of credentials says that there are none', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined);

    const error = await put();

    expect(error).toMatchObject({ hint: expect.stringContaining('Give this process AWS credentials') });
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, server.env[name]);
  });

  it('to be read for lack of permission never looks as if nothing were there', async () => {
    inOrder(s3Error(403, 'AccessDenied'));

    await expect(readWhole(openStore(), 'a')).rejects.toMatchObject({ code: 'READ_FAILED' });
  });
});

async function collectKeys(): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { key } of openStore().list('a/')) keys.push(key);
  return keys;
}

describe('a body that breaks off', () => {
  const whole = Buffer.from('a record, and more of it');
  const etag = '"5d41402a"';
  /** Gives what is asked for, and cuts the first `cuts` answers after so many bytes. */
  const answerWith = (cuts: number, cutAfter: number, knowsParts = true) => {
    let asked = 0;
    server.answer(({ headers }) => {
      asked += 1;
      const from = knowsParts ? Number(/^bytes=(\d+)-$/.exec(String(headers.range))?.[1] ?? 0) : 0;
      const range = `bytes ${from}-${whole.length - 1}/${whole.length}`;
      return {
        status: from > 0 ? 206 : 200,
        headers: { etag, ...(from > 0 ? { 'content-range': range } : {}) },
        body: whole.subarray(from),
        ...(asked <= cuts ? { cutAfter } : {}),
      };
    });
  };
  const read = () => readWhole(openStore(), 'a/b').then(String, (error: unknown) => error);

  it.each([
    { title: 'from where it broke', knowsParts: true },
    { title: 'whole where the server knows no parts, and handed on once', knowsParts: false },
  ])('is read on $title', async ({ knowsParts }) => {
    answerWith(2, knowsParts ? 5 : 9, knowsParts);

    expect(await read()).toBe(String(whole));

    const asked = server.requests.map(({ headers }) => [headers.range, headers['if-match']]);
    expect(asked[0]).toEqual([undefined, undefined]);
    expect(asked[1]).toEqual([expect.stringMatching(/^bytes=[59]-$/), etag]);
  });

  it('again and again is an error that names what came, and no shorter object', async () => {
    answerWith(99, 2);

    expect(await read()).toMatchObject({ code: 'READ_FAILED', found: expect.stringContaining('ECONNRESET') });
    expect(server.requests).toHaveLength(4);
  });

  it('and is another object then is an error', async () => {
    server.answer(({ headers }) =>
      headers.range === undefined
        ? { status: 200, headers: { etag }, body: whole, cutAfter: 5 }
        : s3Error(412, 'PreconditionFailed'),
    );

    expect(await read()).toMatchObject({ code: 'READ_FAILED', found: expect.stringContaining('412') });
  });
});

const listing = (inside: string): AwsAnswer => ({
  status: 200,
  body: `<?xml version="1.0"?><ListBucketResult><EncodingType>url</EncodingType>${inside}</ListBucketResult>`,
});
const object = (key: string) => `<Contents><Key>${key}</Key><Size>3</Size></Contents>`;

describe('a listing', () => {
  it('goes on until the bucket says that it has ended, and names the owner each time', async () => {
    server.answer(({ query }) =>
      query.get('continuation-token') === 'next=/+'
        ? listing(`<IsTruncated>false</IsTruncated>${object('audit/a/%C3%BC%0A+x')}`)
        : listing(
            `<IsTruncated>true</IsTruncated><NextContinuationToken>next=/+</NextContinuationToken>${object('audit/a/1')}`,
          ),
    );

    expect(await collectKeys()).toEqual(['a/1', 'a/ü\n x']);

    expect(server.requests.map(({ query }) => query.get('prefix'))).toEqual(['audit/a/', 'audit/a/']);
    for (const { headers } of server.requests) {
      expect(headers['x-amz-expected-bucket-owner']).toBe('123456789012');
    }
  });

  it('that breaks off without saying where it goes on is an error, not an end', async () => {
    inOrder(listing(`<IsTruncated>true</IsTruncated>${object('audit/a/1')}`));

    await expect(collectKeys()).rejects.toMatchObject({ code: 'READ_FAILED' });
  });

  it('of versions goes on by key and version', async () => {
    const version = (key: string, id: string, tag = 'Version') =>
      `<${tag}><Key>${key}</Key><VersionId>${id}</VersionId></${tag}>`;
    server.answer(({ query }) => ({
      status: 200,
      body: `<ListVersionsResult><EncodingType>url</EncodingType>${
        query.get('version-id-marker') === 'v1' && query.get('key-marker') === 'audit/a b'
          ? `<IsTruncated>false</IsTruncated>${version('audit/a+b', 'v2', 'DeleteMarker')}`
          : `<IsTruncated>true</IsTruncated><NextKeyMarker>audit/a+b</NextKeyMarker><NextVersionIdMarker>v1</NextVersionIdMarker>${version('audit/a+b', 'v1')}`
      }</ListVersionsResult>`,
    }));

    const found = [];
    for await (const each of openStore().versions?.('') ?? []) found.push(each);

    expect(found).toEqual([
      { key: 'a b', versionId: 'v1', isDeleteMarker: false },
      { key: 'a b', versionId: 'v2', isDeleteMarker: true },
    ]);
  });
});
