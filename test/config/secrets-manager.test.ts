/** Secrets in AWS Secrets Manager: what is asked, what is made of the answers, and what is never told. */
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseFingerprintKey, resolveSecret } from '../../src/config/secrets.ts';
import { openSecretsManager } from '../../src/config/secrets-manager.ts';
import { fetchToken, openSecrets, openSigner } from '../../src/credentials.ts';
import { SecretError } from '../../src/errors.ts';
import { type AwsAnswer, type AwsServer, jsonError, startAwsServer } from '../support/aws-server.ts';

const VALUE = 'sgp_correct-horse-battery-staple';
const NAME = 'segment-evidence/acme';

let server: AwsServer;

beforeAll(async () => {
  server = await startAwsServer();
  for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

function keeps(members: Readonly<Record<string, unknown>>): void {
  const body = JSON.stringify({ ARN: 'arn', Name: NAME, CreatedDate: 1_790_000_000, ...members });
  server.answer(() => ({ status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body }));
}

const resolve = (reference: string) => resolveSecret(reference, openSecrets({}));

async function refusal(run: () => Promise<unknown>): Promise<SecretError> {
  const error = await run().catch((cause: unknown) => cause);
  if (error instanceof SecretError) return error;
  throw new Error('expected the secret to be refused, but it was taken');
}

describe('a secret in Secrets Manager', () => {
  it.each([
    ['its text', `secretsmanager:${NAME}`, VALUE],
    ['its text without one final newline', `secretsmanager:${NAME}`, `${VALUE}\n`],
    ['a key of its JSON', `secretsmanager:${NAME}#token`, JSON.stringify({ token: VALUE, other: 1 })],
    ['a key with a # in it', `secretsmanager:${NAME}#a#b`, JSON.stringify({ 'a#b': VALUE })],
  ])('is %s', async (_title, reference, text) => {
    keeps({ SecretString: text });

    const secret = await resolve(reference);

    expect([secret.reveal(), secret.reference]).toEqual([VALUE, reference]);
    expect(JSON.parse(String(server.requests[0]?.body))).toEqual({
      SecretId: NAME,
      VersionStage: 'AWSCURRENT',
    });
  });

  it('is asked for in the region that its ARN names', async () => {
    const arn = `arn:aws:secretsmanager:ap-southeast-2:123456789012:secret:${NAME}-AbCdEf`;
    keeps({ SecretString: VALUE });

    await resolve(`secretsmanager:${arn}`);

    expect(server.requests[0]?.headers.authorization).toContain('/ap-southeast-2/secretsmanager/');
    expect(JSON.parse(String(server.requests[0]?.body))).toMatchObject({ SecretId: arn });
  });

  it('is fetched once in a run, whatever is read of it', async () => {
    const key = 'a fingerprint key for tests, long enough';
    keeps({ SecretString: JSON.stringify({ token: VALUE, key }) });
    const secrets = openSecrets({});

    const token = await fetchToken({ tokenRef: `secretsmanager:${NAME}#token` }, secrets);
    const other = await resolveSecret(`secretsmanager:${NAME}#key`, secrets);

    expect(token).toMatchObject({
      stage: 'AWSCURRENT',
      changedAt: new Date(1_790_000_000_000).toISOString(),
    });
    expect(parseFingerprintKey(other)).toHaveLength(key.length);
    expect(server.requests).toHaveLength(1);
  });

  it('is asked for again when the service is busy, and not for ever', async () => {
    let asked = 0;
    const good: AwsAnswer = { status: 200, body: JSON.stringify({ SecretString: VALUE }) };
    server.answer(() => (++asked < 3 ? jsonError(500, 'InternalServiceError') : good));

    expect((await resolve(`secretsmanager:${NAME}`)).reveal()).toBe(VALUE);

    server.answer(() => 'hang up');
    expect((await refusal(() => resolve(`secretsmanager:${NAME}`))).hint).toContain('Check the network');
    expect(server.requests).toHaveLength(4);
  });

  it.each([
    [
      'that is binary',
      { SecretBinary: Buffer.from(VALUE).toString('base64') },
      '',
      'expected text, got a binary',
    ],
    ['that is empty', { SecretString: '' }, '', 'expected a value, got an empty one'],
    ['that is no JSON', { SecretString: VALUE }, '#token', 'expected a JSON object, got another text'],
    [
      'that is a JSON list',
      { SecretString: `["${VALUE}"]` },
      '#0',
      'expected a JSON object, got another text',
    ],
    ['without the key', { SecretString: `{"other":"${VALUE}"}` }, '#token', 'under the key token, got none'],
    [
      'with an inherited key',
      { SecretString: `{"a":"${VALUE}"}` },
      '#toString',
      'under the key toString, got none',
    ],
    [
      'whose key is a number',
      { SecretString: `{"token":1,"a":"${VALUE}"}` },
      '#token',
      'got another kind of value',
    ],
    [
      'with an empty text under it',
      { SecretString: '{"token":""}' },
      '#token',
      'expected a value, got an empty one',
    ],
  ])('%s is refused without its content', async (_title, members, key, problem) => {
    keeps(members);

    const error = await refusal(() => resolve(`secretsmanager:${NAME}${key}`));

    expect(error).toMatchObject({
      code: 'SECRET_UNAVAILABLE',
      exitCode: 4,
      reference: `secretsmanager:${NAME}${key}`,
    });
    expect(error.message).toContain(problem);
    expect(error.hint).toMatch(/^[A-Z].*\.$/);
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('correct-horse');
  });

  it('that is JSON is no token: the key must be named', async () => {
    keeps({ SecretString: JSON.stringify({ token: VALUE }) });

    const error = await refusal(() => fetchToken({ tokenRef: `secretsmanager:${NAME}` }, openSecrets({})));

    expect(error.message).toContain('expected a token, got a JSON object');
    expect(error.hint).toContain('#token');
  });

  it.each([
    ['there is none', jsonError(400, 'ResourceNotFoundException'), 'Create the secret'],
    ['it is being deleted', jsonError(400, 'InvalidRequestException'), 'Restore the secret'],
    ['nobody gave permission', jsonError(400, 'AccessDeniedException'), 'secretsmanager:GetSecretValue'],
    ['its key is disabled', jsonError(400, 'DecryptionFailure'), 'Enable the KMS key'],
    ['the credentials expired', jsonError(400, 'ExpiredTokenException'), 'Renew the AWS credentials'],
    [
      'the credentials are unknown',
      jsonError(400, 'UnrecognizedClientException'),
      'Correct the AWS credentials',
    ],
  ])('cannot be fetched when %s, and the reason is one clear error', async (_when, answer, hint) => {
    server.answer(() => answer);

    const error = await refusal(() => resolve(`secretsmanager:${NAME}`));

    expect(error.message).toMatch(
      /^fetch secret: secretsmanager:segment-evidence\/acme: expected its value, got 400 \w+ \(request 7f3b-1c\)$/,
    );
    expect(error.hint).toContain(hint);
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('wJalrXUtnFEMI');
  });

  it('that is a key and cannot be fetched stops the run: nothing could be sealed', async () => {
    server.answer(() => jsonError(400, 'AccessDeniedException'));

    await expect(openSigner(`secretsmanager:${NAME}`, {})).rejects.toMatchObject({
      code: 'KEY_UNUSABLE',
      exitCode: 5,
      message: expect.stringContaining('read signing key: secretsmanager:'),
    });
  });
});

describe('the other stages of a token', () => {
  const stages: Record<string, string | undefined> = {};

  const answerByStage = () =>
    server.answer(({ body }) => {
      const { VersionStage } = JSON.parse(String(body)) as { VersionStage: string };
      const SecretString = stages[VersionStage];
      return SecretString === undefined
        ? jsonError(400, 'ResourceNotFoundException')
        : { status: 200, body: JSON.stringify({ SecretString }) };
    });

  it('are asked for only when somebody looks, the coming one first, and those that are not there are left out', async () => {
    Object.assign(stages, { AWSCURRENT: 'now', AWSPREVIOUS: 'before\n', AWSPENDING: undefined });
    answerByStage();

    const token = await fetchToken({ tokenRef: `secretsmanager:${NAME}` }, openSecrets({}));
    expect(server.requests).toHaveLength(1);
    const found: string[] = [];
    for await (const { secret, stage } of token.fallbacks?.() ?? [])
      found.push(`${stage} ${secret.reveal()}`);

    expect(found).toEqual(['AWSPREVIOUS before']);
    expect(server.requests.map(({ body }) => JSON.parse(String(body)).VersionStage)).toEqual([
      'AWSCURRENT',
      'AWSPENDING',
      'AWSPREVIOUS',
    ]);
  });

  it('are none for a token that comes from elsewhere', async () => {
    const token = await fetchToken({ tokenRef: 'env:TOKEN' }, openSecrets({ TOKEN: 'x' }));

    expect(token.fallbacks).toBeUndefined();
    expect(token.stage).toBeUndefined();
  });

  it('are not taken for missing when they may not be read', async () => {
    server.answer(() => jsonError(400, 'AccessDeniedException'));

    const reading = openSecretsManager().read(`secretsmanager:${NAME}`, 'AWSPREVIOUS');

    await expect(reading).rejects.toMatchObject({ code: 'SECRET_UNAVAILABLE' });
  });
});
