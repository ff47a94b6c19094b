/** FN-03: secrets that are written into code. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/functions/functions-hold-no-secrets-in-code.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';

const of = (data: object) => ({ records: { functions: [{ id: 'f', ...data }] } });
const CLEAN = { code: { $secrets: {} } };
const setting = (name: string, sensitive: boolean) => ({ settings: [{ name, sensitive }] });

describe('code', () => {
  answersAre(check, [
    ['without a secret', of({ code: { $secrets: {} } }), 'pass'],
    ['with a key', of({ code: { $secrets: { 'aws-access-key-id': 1 } } }), 'fail', ['fail functions/f']],
    ['with random text', of({ code: { $secrets: { 'random-text': 2 } } }), 'warn', ['warn functions/f']],
    ['that was not given', of({}), 'indeterminate', ['unknown functions/f']],
    ['too long to search', of({ code: { $digest: 'sha256:0' } }), 'indeterminate', ['unknown functions/f']],
    [
      'with an open secret setting',
      of({ ...CLEAN, ...setting('authToken', false) }),
      'fail',
      ['fail functions/f'],
    ],
    ['with a hidden one', of({ ...CLEAN, ...setting('authToken', true) }), 'pass'],
    ['with an open plain setting', of({ ...CLEAN, ...setting('region', false) }), 'pass'],
    [
      'with a name that the company knows',
      { ...of({ ...CLEAN, ...setting('kennwort', false) }), policy: { secretNamePattern: 'kennwort' } },
      'fail',
      ['fail functions/f'],
    ],
    ['that was not read', { records: { functions: DENIED } }, 'indeterminate'],
    [
      'where there are no functions',
      { records: { functions: { outcome: 'not-collected', reason: 'feature-declared-off' } } },
      'not_applicable',
    ],
  ]);
});
