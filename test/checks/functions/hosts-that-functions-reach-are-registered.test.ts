/** FN-04: hosts that nobody has registered. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/functions/hosts-that-functions-reach-are-registered.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';

const naming = (...hosts: readonly string[]) => ({ functions: [{ id: 'f', code: { $hosts: hosts } }] });
const LIST = { allowedHosts: ['acme.example'] };
const VENDOR = { id: '1', vendor: 'Vendor', slugs: ['vendor'], hosts: ['vendor.example'] };
const INSERTED = {
  id: 'i',
  settings: { url: { $fingerprint: 'x', $host: 'evil.example', $scheme: 'https' } },
};

describe('hosts in code', () => {
  answersAre(check, [
    ['without a list', { records: naming('api.other.example') }, 'not_configured'],
    ['that are listed', { records: naming('api.acme.example'), policy: LIST }, 'pass'],
    ['that are not', { records: naming('api.other.example'), policy: LIST }, 'fail', ['fail functions/f']],
    ['of Segment', { records: naming('segment.com', 'api.segment.io'), policy: LIST }, 'pass'],
    ['of a vendor', { records: { ...naming('eu.api.vendor.example'), 'input:vendors': [VENDOR] } }, 'pass'],
    [
      'built when it runs',
      { records: naming('*.other.example'), policy: LIST },
      'indeterminate',
      ['unknown functions/f'],
    ],
    ['below a listed one, built when it runs', { records: naming('*.acme.example'), policy: LIST }, 'pass'],
    [
      'in no code at all',
      { records: { functions: [{ id: 'f' }] }, policy: LIST },
      'indeterminate',
      ['unknown functions/f'],
    ],
    [
      'in a setting where it is inserted',
      { records: { 'insert-function-instances': [INSERTED] }, policy: LIST },
      'fail',
      ['fail insert-function-instances/i'],
    ],
    ['of functions that were not read', { records: { functions: DENIED }, policy: LIST }, 'indeterminate'],
    [
      'where there are no functions',
      { records: { functions: { outcome: 'not-collected', reason: 'feature-declared-off' } }, policy: LIST },
      'not_applicable',
    ],
  ]);
});
