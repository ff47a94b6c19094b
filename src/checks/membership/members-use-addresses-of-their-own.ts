/**
 * Whether an address looks as if it belongs to several people. It goes by words before the @, which is no proof.
 */
import * as z from 'zod';
import { textAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import { pattern, toMatcher } from '../facts/pattern.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'IAM-05',
  version: 1,
  title: 'No member uses a shared or generic mailbox',
  area: 'membership',
  severity: 'medium',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'optional',
  question: 'Does every member use an address of their own?',
  motivation:
    'Nobody can be held to what is done under a shared address: the audit trail names no person, and many know the password.',
  failsWhen:
    'The part of a member’s address before the @ fits genericPattern, and the address is not one of serviceAccounts.',
  indeterminateWhen: 'A member has no address.',
  remediation:
    'Give each person an account of their own, and name accounts that belong to programs in serviceAccounts.',
  falsePositives: 'A person whose name is such a word; a program’s account that is not yet registered.',
  reads: ['users'],
  params: z.strictObject({
    genericPattern: pattern()
      .default('^(admin|team|info|dev|data|analytics|marketing|support|test|shared|ops|it)([._+-].*)?$')
      .describe(
        'The part of a shared address before the @. A regular expression; upper and lower case are alike.',
      ),
    serviceAccounts: z
      .array(z.string())
      .default([])
      .describe('Addresses of accounts that belong to programs and are registered.'),
  }),
  controls: {
    soc2: ['CC6.1'],
    iso27001: ['A.5.16'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.312(a)(2)(i)'],
    nist80053: ['IA-2', 'IA-4'],
    nistcsf: ['PR.AA-01'],
    pci: ['8.2.1', '8.2.2'],
    ccpa: [],
  },
  ask: async (run, tally, { genericPattern, serviceAccounts }) => {
    const generic = toMatcher(genericPattern, 'iu');
    const registered = new Set(serviceAccounts.map((each) => each.toLowerCase()));
    for await (const { id, data } of run.records('users')) {
      tally.saw();
      const address = (textAt(data, 'email') ?? '').toLowerCase();
      const local = address.slice(0, Math.max(0, address.lastIndexOf('@')));
      if (local === '') tally.unknown(subjectOf('users', id), 'A member without an address.');
      else if (generic(local) && !registered.has(address))
        tally.fail(
          subjectOf('users', id),
          `Its address begins with ${local}, which looks like a shared mailbox.`,
        );
    }
    return undefined;
  },
});
