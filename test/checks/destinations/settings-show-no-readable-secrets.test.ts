/** DST-07: secrets that Segment does not mask. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/destinations/settings-show-no-readable-secrets.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';

const TEXT = { $fingerprint: 'hmac-sha256:00000000:x' };
const of = (settings: object) => ({ records: { destinations: [{ id: 'd', settings }] } });

describe('a setting', () => {
  answersAre(check, [
    ['that is masked', of({ secretKey: { ...TEXT, $masked: true } }), 'pass'],
    ['that is readable', of({ secretKey: TEXT }), 'fail', ['fail destinations/d']],
    ['that is deep inside', of({ a: [{ client_secret: TEXT }] }), 'fail', ['fail destinations/d']],
    ['that is empty', of({ secretKey: '' }), 'pass'],
    ['that may be public', of({ apiKey: TEXT }), 'warn', ['warn destinations/d']],
    ['that names a secret', of({ credential_id: TEXT, accessKeyId: TEXT }), 'pass'],
    ['that is none', of({ region: TEXT, partitionKey: TEXT }), 'pass'],
    [
      'of a warehouse',
      { records: { warehouses: [{ id: 'w', settings: { password: TEXT } }] } },
      'fail',
      ['fail warehouses/w'],
    ],
    ['of what was not read', { records: { credentials: DENIED } }, 'indeterminate'],
  ]);
});
