/** What is said of a withheld setting: enough to name vendor, host and region, never a secret. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSettingFacts } from '../../src/evidence/setting-facts.ts';

describe('the facts of a setting', () => {
  it.each([
    [
      'webhookUrl',
      'https://hooks.slack.com/services/T000/B000/abc',
      { $scheme: 'https', $host: 'hooks.slack.com' },
    ],
    ['endpoint', 'https://Collect.Acme.example:8443', { $scheme: 'https', $host: 'Collect.Acme.example' }],
    ['url', 'https://user:pass@db.example/x?k=v#f', { $scheme: 'https', $host: 'db.example' }],
    [
      'dsn',
      'https://0123456789abcdef@o1.ingest.sentry.io/42',
      { $scheme: 'https', $host: 'o1.ingest.sentry.io' },
    ],
    ['endpoint', 'https://a1b2c3d4e5f6a7b8.example.com/', { $scheme: 'https', $host: '*.example.com' }],
    [
      'endpoint',
      'https://123e4567-e89b-12d3-a456-426614174000.example.com',
      { $scheme: 'https', $host: '*.example.com' },
    ],
    [
      'endpoint',
      'https://my-cluster-1-production.example.com',
      { $scheme: 'https', $host: 'my-cluster-1-production.example.com' },
    ],
    [
      'hostname',
      'acme.abc123.eu-west-1.redshift.amazonaws.com',
      { $host: 'acme.abc123.eu-west-1.redshift.amazonaws.com', $region: 'eu-west-1' },
    ],
    ['host', 'redshift-cluster-1.abc.example', { $host: 'redshift-cluster-1.abc.example' }],
    ['apiHost', 'api.vendor.example/v2/x', { $host: 'api.vendor.example' }],
    ['host', 'localhost:5432', { $host: 'localhost' }],
    [
      'connection',
      'jdbc:postgresql://db.example:5432/sales',
      { $scheme: 'jdbc:postgresql', $host: 'db.example' },
    ],
    ['location', 's3://acme-raw/2026/', { $scheme: 's3', $bucket: 'acme-raw' }],
    ['bucket', 'acme-raw', { $bucket: 'acme-raw' }],
    ['awsRegion', 'us-west-2', { $region: 'us-west-2' }],
    ['location', 'US', { $region: 'US' }],
    ['accountRegion', 'US 🇺🇸', { $region: 'US 🇺🇸' }],
    ['database', 'SALES_PROD', { $database: 'SALES_PROD' }],
    ['db_name', 'sales', { $database: 'sales' }],
    ['apiKey', '••••••••••dada', { $masked: true }],
    ['password', '**********', { $masked: true }],
  ])('%s: %s', (name, value, facts) => {
    expect(readSettingFacts(name, value).facts).toEqual(facts);
  });

  it.each([
    ['a secret that looks like an address', 'clientSecret', 'https://abc.example/x'],
    ['a password that looks like a host', 'dbPassword', 'db.example'],
    ['a user', 'username', 'ada'],
    ['a user of a database', 'databaseUser', 'jdoe.admin'],
    ['a password of a database', 'databasePass', 'S3cr3tPwValue77'],
    ['a pass phrase of a server', 'serverPassphrase', 'x.y'],
    ['a number for a region', 'dbRegionPin', '1234'],
    ['a word for a region', 'region', 'aaaaqrsI'],
    ['a signature for a bucket', 'bucketSas', 'abc'],
    ['text with digits before ://', 'endpoint', 's3cr3tpwvalue77://x'],
    ['a role of a cloud', 'iamRoleArn', 'arn:aws:iam::123456789012:role/x'],
    ['text under a name that says nothing', 'note', 'db.example'],
    ['an e-mail address under the name of a host', 'server', 'ada@acme.example'],
    ['a sentence under the name of a database', 'database', `${'x'.repeat(70)}`],
  ])('say nothing of %s', (_what, name, value) => {
    expect(readSettingFacts(name, value).facts).toEqual({});
  });

  it('say nothing of a region that is called like none', () => {
    const value = 'WK9XQ2MZ7RT4VB8NL1PS6DF3GH5JK0AA';

    expect(readSettingFacts('location', value)).toEqual({ facts: {}, isSuspect: true });
  });

  it('name no host where a slash in a password makes it doubtful which part is the host', () => {
    expect(readSettingFacts('dsn', 'postgres://ada:pa/ss@db.example/x').facts).toEqual({
      $scheme: 'postgres',
    });
  });

  it('hold no user, password, path or query of any address', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcXYZ0189-_~.%'), minLength: 9, maxLength: 30 });
    fc.assert(
      fc.property(word, word, word, word, (user, password, path, query) => {
        const value = `https://U${user}:P${password}@h.example/W${path}?Q${query}=1`;
        const facts = JSON.stringify(readSettingFacts('endpoint', value).facts);

        for (const part of [`U${user}`, `P${password}`, `W${path}`, `Q${query}`])
          expect(facts).not.toContain(part);
      }),
    );
  });
});

describe('what is suspected to be a secret', () => {
  it.each([
    ['a name that says so', 'apiKey', 'correct horse', true],
    ['a look that says so', 'note', 'a1b2c3d4e5f6a7b8', true],
    ['an address with a path', 'webhookUrl', 'https://hooks.example/T0/B0/x1', true],
    ['a plain word', 'plan', 'enterprise', false],
    ['an e-mail address', 'createdBy', 'ada.lovelace1@acme.example', false],
    ['an instant', 'createdAt', '2025-03-18T20:30:53.138Z', false],
    ['a mask', 'apiKey', '••••••••••dada', false],
    ['an address that the facts tell whole', 'website_url', 'https://host-4.acme.example/', false],
    ['a host that the facts tell whole', 'hostname', 'acme.abc123.eu-west-1.amazonaws.com', false],
    ['a host of which part is withheld', 'hostname', 'a1b2c3d4e5f6a7b8.example.com', true],
  ])('%s', (_what, name, value, isSuspect) => {
    expect(readSettingFacts(name, value).isSuspect).toBe(isSuspect);
  });
});
