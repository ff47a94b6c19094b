/**
 * Whether everybody who can log in, or is invited to, has an address of an approved domain. Without a list of domains it
 * asks nothing: there is nothing to hold an address against.
 */
import * as z from 'zod';
import { CONSUMER_DOMAINS, domainOf, isWithin } from '../../evidence/mail-domain.ts';
import { textAt } from '../../evidence/records/fields.ts';
import { notConfigured, toCheck } from '../check.ts';
import { subjectOf } from '../subject.ts';

const HOLDERS = ['users', 'invites', 'group-invites'] as const;
const WHO = {
  users: 'A member',
  invites: 'Somebody invited',
  'group-invites': 'Somebody invited into a group',
};

export const check = toCheck({
  id: 'IAM-04',
  version: 1,
  title: 'Members and invitees use approved e-mail domains',
  area: 'membership',
  severity: 'high',
  confidence: 'declared',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Does everybody who can log in, or is invited to, use an address of an approved domain?',
  motivation:
    'A private address stays when its holder leaves the company: it is closed with no company account.',
  failsWhen:
    'The domain of a member or of somebody invited is neither in approvedDomains nor a subdomain of one of them.',
  notApplicableWhen: 'Not configured while approvedDomains is empty.',
  remediation: 'Replace the address with a company identity, or name the domain in approvedDomains.',
  falsePositives: 'Contractors and agencies whose domains were not named.',
  reads: HOLDERS,
  params: z.strictObject({
    approvedDomains: z
      .array(z.string())
      .default([])
      .describe('E-mail domains whose people may have access, each with its subdomains.'),
    consumerDomains: z
      .array(z.string())
      .default([...CONSUMER_DOMAINS])
      .describe('Domains at which anybody can get an address; the exception says so.'),
  }),
  controls: {
    soc2: ['CC6.1', 'CC6.2', 'CC9.2'],
    iso27001: ['A.5.16', 'A.5.19'],
    iso27701: ['6.12.1'],
    gdpr: ['Art.32', 'Art.28'],
    hipaa: ['164.308(a)(3)(ii)(A)'],
    nist80053: ['AC-2', 'PS-7', 'IA-4'],
    nistcsf: ['PR.AA-01', 'GV.SC-07'],
    pci: ['8.2.7', '7.2.2'],
    ccpa: ['1798.100'],
  },
  ask: async (run, tally, { approvedDomains, consumerDomains }) => {
    if (approvedDomains.length === 0)
      return notConfigured('No e-mail domains are approved: policy.approvedDomains.');
    for (const resource of HOLDERS) {
      for await (const { id, data } of run.records(resource)) {
        tally.saw();
        const domain = domainOf(textAt(data, 'email') ?? '');
        if (domain === undefined)
          tally.unknown(subjectOf(resource, id), `${WHO[resource]} without an address.`);
        else if (!isWithin(domain, approvedDomains)) {
          const what = isWithin(domain, consumerDomains)
            ? 'where anybody gets an address'
            : 'which is not approved';
          tally.fail(subjectOf(resource, id), `${WHO[resource]} has an address at ${domain}, ${what}.`);
        }
      }
    }
    return undefined;
  },
});
