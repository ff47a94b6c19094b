/** TOK-01: whether Segment took the token. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/token/collector-token-is-accepted.ts';
import { eachOutcome } from '../../support/check-table.ts';

const REFUSED = { outcome: 'denied', reason: 'token' } as const;

describe('the token', () => {
  eachOutcome(check, [
    ['is taken', { records: { workspace: [{ id: 'w' }] } }, 'pass'],
    ['is refused', { records: { workspace: REFUSED, users: REFUSED } }, 'fail', ['workspace']],
    [
      'is refused in between',
      { records: { workspace: [{ id: 'w' }], users: REFUSED } },
      'fail',
      ['workspace'],
    ],
    [
      'may not see something',
      { records: { workspace: [{ id: 'w' }], users: { outcome: 'denied', reason: 'scope' } } },
      'pass',
    ],
    [
      'met nobody',
      { records: { workspace: { outcome: 'unreachable', reason: 'network' } } },
      'indeterminate',
    ],
  ]);
});
