import { describe, expect, it } from 'vitest';
import { FILE, load, MINIMAL, problemsOf } from './folder.ts';

describe('what this version cannot do', () => {
  it.each([
    [
      'an S3 store',
      MINIMAL.replace('./evidence', 's3://acme/audit'),
      '1:8: store: expected a folder, such as ./evidence',
    ],
    [
      'a KMS key',
      MINIMAL.replace('file:./keys/signing-key.pem', 'kms:arn:aws:kms:x'),
      '2:17: signing.key: expected file:PATH or env:NAME',
    ],
    [
      'Secrets Manager',
      MINIMAL.replace('env:ACME_TOKEN', 'secretsmanager:a#b'),
      '7:12: connections.0.token: expected env:NAME or file:PATH',
    ],
    [
      'Secrets Manager for keys',
      MINIMAL.replace('env:FP_KEY', 'secretsmanager:a'),
      '3:17: fingerprintKey: expected env:NAME or file:PATH',
    ],
    [
      'a write key',
      MINIMAL.replace('token: env:ACME_TOKEN', 'writeKey: env:W\n    type: write-key'),
      '8:11: connections.0.type: expected public-api',
    ],
    [
      'a mail channel',
      `${MINIMAL}alerts: [{ channel: slack, url: env:SLACK }, { channel: email, url: env:MAIL }]\n`,
      '8:57: alerts.1.channel: expected slack, webhook or sns: this version does not send to email',
    ],
    [
      'a teams channel of a connection',
      `${MINIMAL}    alerts: [{ channel: teams, url: env:TEAMS }]\n`,
      '8:25: connections.0.alerts.0.channel: expected slack, webhook or sns: this version does not send to teams',
    ],
    [
      'the address of a channel in Secrets Manager',
      `${MINIMAL}alerts: [{ channel: slack, url: secretsmanager:slack }]\n`,
      '8:33: alerts.0.url: expected env:NAME or file:PATH',
    ],
  ])('%s is refused with what works today', (_title, text, expected) => {
    const found = problemsOf(text);

    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`${FILE}:${expected}`);
    expect(found[0]).toContain('this version');
  });

  it('what another setting replaces is not refused', () => {
    const text = MINIMAL.replace('./evidence', 's3://acme/audit');

    expect(load(text, { overrides: { store: './here' } }).connections).toHaveLength(1);
  });

  it('a flag is refused by its name', () => {
    expect(problemsOf(MINIMAL, { overrides: { store: 's3://x' } })[0]).toMatch(/^--store: expected a folder/);
  });
});
