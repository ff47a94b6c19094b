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
    ['alerts', `${MINIMAL}alerts: [{ channel: slack, url: env:SLACK }]\n`, '8:9: alerts: expected no alerts'],
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
