/** DST-08: addresses that are not encrypted, or nobody answers for. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/destinations/endpoints-are-encrypted-and-named.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';

const FAIL = ['fail destinations/d'];
const made = (facts: object) => ({
  id: 'd',
  enabled: true,
  settings: { endpointUrl: { $fingerprint: 'x', ...facts } },
});
const of = (facts: object) => ({ records: { destinations: [made(facts)] } });

describe('an address', () => {
  answersAre(check, [
    ['that is encrypted', of({ $scheme: 'https', $host: 'api.acme.example' }), 'pass'],
    ['that is not', of({ $scheme: 'http', $host: 'api.acme.example' }), 'fail', FAIL],
    ['that is bare', of({ $host: '203.0.113.7' }), 'fail', FAIL],
    [
      'that is bare and known',
      { ...of({ $host: '203.0.113.7' }), policy: { allowedHosts: ['203.0.113.7'] } },
      'pass',
    ],
    ['that is not, of a tunnel', of({ $scheme: 'http', $host: '*.ngrok.io' }), 'fail', FAIL],
    ['of a tunnel', of({ $scheme: 'https', $host: '*.ngrok.io' }), 'fail', FAIL],
    ['whose host was not told', of({ $scheme: 'https' }), 'indeterminate', ['unknown destinations/d']],
    ['that is masked', of({ $masked: true }), 'indeterminate', ['unknown destinations/d']],
    ['of a bucket', of({ $scheme: 's3', $bucket: 'b' }), 'not_applicable'],
    ['that is none', of({}), 'not_applicable'],
    [
      'of what is off',
      { records: { destinations: [{ ...made({ $scheme: 'http', $host: 'a.example' }), enabled: false }] } },
      'not_applicable',
    ],
    ['in a list that was not read', { records: { warehouses: DENIED } }, 'indeterminate'],
  ]);
});
