/** PRV-07: hashes that can be undone. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/privacy/hashing-uses-sound-settings.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';

const FAIL = ['fail transformations/t'];
const of = (hashPropertiesConfiguration: object, enabled = true) => ({
  records: { transformations: [{ id: 't', enabled, hashPropertiesConfiguration }] },
});

describe('a transformation', () => {
  answersAre(check, [
    ['that does not hash', { records: { transformations: [{ id: 't', enabled: true }] } }, 'not_applicable'],
    [
      'that hashes with a key',
      of({ algorithm: 'SHA-256', key: 'hmac-sha256:0:x', paths: ['$.email'] }),
      'pass',
    ],
    ['that hashes an id without one', of({ algorithm: 'sha256', paths: ['$.recipientId'] }), 'pass'],
    [
      'that hashes what can be guessed',
      of({ algorithm: 'sha256', paths: ['$.traits.homePhone'] }),
      'fail',
      FAIL,
    ],
    ['that hashes with an empty key', of({ algorithm: 'sha256', key: '', paths: ['$.email'] }), 'fail', FAIL],
    ['that hashes by MD5', of({ algorithm: 'MD5', key: 'hmac-sha256:0:x', paths: ['$.id'] }), 'fail', FAIL],
    [
      'that hashes by SHA-1',
      of({ algorithm: 'SHA-1', key: 'hmac-sha256:0:x', paths: ['$.id'] }),
      'fail',
      FAIL,
    ],
    ['that hashes and is off', of({ algorithm: 'md5', paths: [] }, false), 'not_applicable'],
    ['that hashes by nothing', of({ paths: [] }), 'indeterminate', ['unknown transformations/t']],
    ['that was not read', { records: { transformations: DENIED } }, 'indeterminate'],
    [
      'where there are none',
      { records: { transformations: { outcome: 'not-collected', reason: 'feature-declared-off' } } },
      'not_applicable',
    ],
  ]);
});
