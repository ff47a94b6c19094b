/** TOK-03: how old the token is, or is at least. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/token/collector-token-is-rotated-in-time.ts';
import { eachOutcome } from '../../support/check-table.ts';

describe('the age of the token', () => {
  eachOutcome(check, [
    [
      'as declared',
      { records: {}, facts: { tokenSince: '2026-10-01T00:00:00.000Z', isTokenSinceDeclared: true } },
      'pass',
    ],
    [
      'at least, and not yet too old',
      { records: {}, facts: { tokenSince: '2026-10-01T00:00:00.000Z' } },
      'indeterminate',
      ['workspace'],
    ],
    [
      'soon too old',
      { records: {}, facts: { tokenSince: '2026-09-01T00:00:00.000Z' } },
      'warn',
      ['workspace'],
    ],
    [
      'too old at least',
      { records: {}, facts: { tokenSince: '2026-08-01T00:00:00.000Z' } },
      'fail',
      ['workspace'],
    ],
    [
      'too old for us',
      { records: {}, facts: { tokenSince: '2026-10-01T00:00:00.000Z' }, policy: { maxTokenAgeDays: 30 } },
      'fail',
      ['workspace'],
    ],
    ['where none was used', { records: {}, facts: { tokenSince: null } }, 'indeterminate', ['workspace']],
  ]);
});
