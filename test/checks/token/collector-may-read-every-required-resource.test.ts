/** TOK-02: what the token may read of what is required. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/token/collector-may-read-every-required-resource.ts';
import { eachOutcome } from '../../support/check-table.ts';

describe('what is required', () => {
  eachOutcome(check, [
    ['was read', { records: {} }, 'pass'],
    ['was denied', { records: { users: { outcome: 'denied', reason: 'scope' } } }, 'fail', ['users']],
    [
      'was hidden in part',
      { records: { sources: { outcome: 'partial', reason: 'field-hidden', records: [] } } },
      'fail',
      ['sources'],
    ],
    [
      'was left out',
      { records: { invites: { outcome: 'not-collected', reason: 'excluded' } } },
      'indeterminate',
      ['invites'],
    ],
    ['is not offered', { records: { groups: { outcome: 'unavailable', reason: 'not-offered' } } }, 'pass'],
    [
      'is declared not to be there',
      { records: { 'audit-events': { outcome: 'not-collected', reason: 'feature-declared-off' } } },
      'pass',
    ],
    [
      'may not be there',
      { records: { 'audit-events': { outcome: 'unavailable', reason: 'feature' } } },
      'indeterminate',
      ['audit-events'],
    ],
    [
      'was not finished',
      { records: { users: { outcome: 'deferred', reason: 'rate' } } },
      'indeterminate',
      ['users'],
    ],
    [
      'is something else',
      {
        records: { users: { outcome: 'denied', reason: 'scope' } },
        policy: { requiredResources: ['roles'] },
      },
      'pass',
    ],
  ]);
});
