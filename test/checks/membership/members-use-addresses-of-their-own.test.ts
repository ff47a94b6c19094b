/** IAM-05: addresses that look shared. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/membership/members-use-addresses-of-their-own.ts';
import { eachOutcome } from '../../support/check-table.ts';

const at = (email: string) => ({ id: email, email });

describe('an address', () => {
  eachOutcome(check, [
    [
      'of a person',
      {
        records: { users: [at('ada.lin@acme.example'), at('ines@acme.example'), at('dataset@acme.example')] },
      },
      'pass',
    ],
    [
      'of a team',
      { records: { users: [at('Team@acme.example'), at('data-eng@acme.example')] } },
      'fail',
      ['users/Team@acme.example', 'users/data-eng@acme.example'],
    ],
    [
      'of a registered program',
      { records: { users: [at('it@acme.example')] }, policy: { serviceAccounts: ['IT@acme.example'] } },
      'pass',
    ],
    [
      'by words of our own',
      {
        records: { users: [at('team@acme.example'), at('ops9@acme.example')] },
        policy: { genericPattern: '^ops' },
      },
      'fail',
      ['users/ops9@acme.example'],
    ],
    ['that is none', { records: { users: [at('')] } }, 'indeterminate', ['users/']],
    [
      'in a list that was not read whole',
      { records: { users: { outcome: 'partial', reason: 'truncated', records: [at('ada@acme.example')] } } },
      'indeterminate',
    ],
    [
      'by a pattern that is none',
      { records: { users: [at('ada@acme.example')] }, policy: { genericPattern: '(' } },
      'error',
    ],
  ]);
});
