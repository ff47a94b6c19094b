/** IAM-04: whose address is of no approved domain. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/membership/members-and-invitees-use-approved-email-domains.ts';
import { answerOf } from '../../support/checked.ts';

const at = (email: string) => ({ id: email, email });
const policy = { approvedDomains: ['acme.example'] };

describe('addresses', () => {
  it.each([
    ['of the approved domain', { users: [at('a@acme.example')] }, 'pass', []],
    ['of one below it, in other letters', { users: [at('A@EU.Acme.Example')] }, 'pass', []],
    [
      'of one that only ends alike',
      { users: [at('a@notacme.example')] },
      'fail',
      ['users/a@notacme.example'],
    ],
    ['of a consumer', { invites: [at('a@gmail.com')] }, 'fail', ['invites/a@gmail.com']],
    [
      'invited into a group',
      { 'group-invites': [at('a@other.example')] },
      'fail',
      ['group-invites/a@other.example'],
    ],
    ['that are none', { users: [at('a')] }, 'indeterminate', ['users/a']],
    [
      'in a list that was not read',
      { users: [at('a@acme.example')], invites: { outcome: 'denied', reason: 'scope' } },
      'indeterminate',
      [],
    ],
  ] as const)('%s', async (_, records, outcome, subjects) => {
    const answer = await answerOf(check, { records, policy });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(subjects);
  });

  it('are held against nothing while no domain is approved', async () => {
    const answer = await answerOf(check, { records: { users: [at('a@gmail.com')] } });
    expect(answer).toMatchObject({ outcome: 'not_configured', populationSize: null, exceptions: [] });
  });
});
