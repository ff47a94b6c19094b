/** Secrets in code: which kinds are found, and what is none. The examples are made up, put together when this runs. */
import { describe, expect, it } from 'vitest';
import { scanForSecrets } from '../../src/evidence/secret-scan.ts';

const letters = (length: number) => 'aB3dE5gH7jK9mN1pQ2sT4vW6xY8z'.repeat(20).slice(0, length);
const hex = (length: number) => '0a1b2c3d4e5f67899f8e7d6c5b4a3021'.repeat(20).slice(0, length);

/** `«x»` stands for a part of a template that is put in later. */
const inCode = (text: string) => text.replaceAll('«', '$'.concat('{')).replaceAll('»', '}');

const FOUND: readonly (readonly [string, string, string])[] = [
  ['private-key', 'a private key', `-----BEGIN ${'RSA '}PRIVATE KEY-----\nMIIE`],
  ['private-key', 'a key that begins a block', `-----BEGIN ${'PGP '}PRIVATE KEY BLOCK-----`],
  ['aws-access-key-id', 'a key id of AWS', `x = AKIA${'ABCDEFGHIJKLMNOP'}`],
  ['azure-account-key', 'an account key', `AccountKey=${letters(86)}==`],
  ['google-key', 'a key of Google', `AIza${letters(35)}`],
  ['json-web-token', 'a token', `eyJ${letters(20)}.eyJ${letters(40)}.${letters(30)}`],
  ['github-token', 'a token of GitHub', `ghp_${letters(36)}`],
  ['gitlab-token', 'a token of GitLab', `glpat-${letters(20)}`],
  ['npm-token', 'a token of npm', `npm_${letters(36)}`],
  ['slack-token', 'a token of Slack', `xoxb-${letters(40)}`],
  [
    'slack-webhook',
    'an address of Slack',
    `https://hooks.slack.com/services/T0${letters(8)}/B0${letters(24)}`,
  ],
  ['stripe-key', 'a key of Stripe', `'sk_live_${letters(24)}'`],
  ['sendgrid-key', 'a key of SendGrid', `SG.${letters(22)}.${letters(43)}`],
  ['mailgun-key', 'a key of Mailgun', `key-${hex(32)}`],
  ['mailchimp-key', 'a key of Mailchimp', `${hex(32)}-us12`],
  ['twilio-key', 'a key of Twilio', `SK${hex(32)}`],
  ['segment-token', 'a token of Segment', `sgp_${letters(64)}`],
  ['databricks-token', 'a token of Databricks', `dapi${hex(32)}`],
  ['shopify-token', 'a token of Shopify', `shpat_${hex(32)}`],
  ['model-provider-key', 'a key of a model provider', `sk-proj-${letters(40)}`],
  ['password-in-address', 'a password in an address', 'postgres://app:hunter2@db.acme.example/x'],
  ['authorization-header', 'a bearer', `Authorization: Bearer ${letters(24)}`],
  ['authorization-header', 'a basic', 'Basic YWxhZGRpbjpvcGVuc2VzYW1lMQ=='],
  ['assigned-secret', 'a password', "const password = 'correct-horse';"],
  ['assigned-secret', 'a member', `{ "apiKey": "${letters(12)}" }`],
  ['assigned-secret', 'a key in a query', `WHERE api_token = '${letters(12)}'`],
  ['random-text', 'random text', `const x = '${letters(36)}'`],
];

const NONE: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['a setting that is read', 'const key = settings.apiKey;'],
  ['a variable of the environment', 'const token = process.env.TOKEN;'],
  ['the name of a header', "const authToken = 'x-auth-token';"],
  ['the name of a setting', "{ apiKey: 'settings.partner.key2' }"],
  ['a value put in later', 'const password = `«settings.password»`;'],
  ['a value put in later in an address', 'https://user:«settings.password»@api.acme.example'],
  ['a placeholder', "const password = '********';"],
  ['a placeholder with words', "const apiKey = 'YOUR_API_KEY_1';"],
  ['an address', "const tokenEndpoint = 'https://auth.acme.example/oauth2/token';"],
  ['a UUID', "const id = '123e4567-e89b-12d3-a456-426614174000';"],
  ['words', "const text = 'a text of many words that is none of a generator at all 1';"],
  ['a ruler', "const ruler = '----------------------------------------1a';"],
  ['a certificate', '-----BEGIN CERTIFICATE-----'],
  ['a port', 'http://localhost:8080/@scope'],
];

describe('a search for secrets', () => {
  it.each(FOUND)('finds %s: %s', (kind, _name, text) => {
    expect(scanForSecrets(`// code\n${text}\n`).counts).toEqual({ [kind]: 1 });
  });

  it.each(NONE)('finds nothing in %s', (_name, text) =>
    expect(scanForSecrets(inCode(text)).counts).toEqual({}),
  );

  it('counts each, by kind', () => {
    const text = `a = 'sk_live_${letters(24)}'; b = 'sk_live_${letters(30)}'; c = "ghp_${letters(36)}";`;
    expect(scanForSecrets(text).counts).toEqual({ 'stripe-key': 2, 'github-token': 1 });
  });

  it('hands on for searching elsewhere what a generator made, and no word', () => {
    const text = `password = 'correct-horse'; apiKey = '${letters(20)}'`;
    expect(scanForSecrets(text).found).toEqual([letters(20)]);
  });

  it('takes a time that grows with the length of the text', () => {
    const started = performance.now();
    const parts = [
      'eyJ',
      'a://b:',
      'key',
      'secret="',
      '-----BEGIN ',
      'A',
      '"',
      "='",
      'xoxb-',
      'sk-',
      '.eyJaaaaaaaa',
    ];
    for (const part of parts) scanForSecrets(part.repeat(40_000 / part.length));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
