/**
 * Whether data leaves for addresses that are encrypted and belong to somebody: no plain HTTP, no bare IP address, no host that hands
 * what it gets to anybody. Of an address its scheme and host are sealed.
 */
import * as z from 'zod';
import { textAt } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import { anyPattern, toPattern } from '../facts/patterns.ts';
import { enabledReceivers } from '../facts/receivers.ts';
import { type WithheldText, withheldIn } from '../facts/withheld.ts';

const IP_ADDRESS = /^(\d{1,3}\.){3}\d{1,3}$/;
const NAMES_AN_ADDRESS = /(url|uri|endpoint|webhook)$/i;

export const check = toCheck({
  id: 'DST-08',
  version: 1,
  title: 'Endpoints are encrypted and no throw-away hosts',
  area: 'destinations',
  severity: 'high',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Does data leave only over encrypted connections, and to hosts that somebody answers for?',
  motivation:
    'Over plain HTTP anybody on the way can read along; behind a tunnel or a bare IP address nobody knows who listens.',
  failsWhen:
    'An address in the settings of an enabled destination or warehouse is not encrypted, is a bare IP address outside allowedHosts, or has a host that fits blockedHostPattern.',
  notApplicableWhen: 'No enabled destination or warehouse has an address in its settings.',
  indeterminateWhen:
    'Segment masks the host of an address, or the host could not be kept without the password beside it.',
  remediation: 'Use TLS, and a host of a registered vendor.',
  falsePositives: 'Links to documentation inside settings.',
  reads: ['destinations', 'warehouses'],
  params: z.strictObject({
    blockedHostPattern: anyPattern(
      '(ngrok|webhook\\.site|requestbin|pipedream|localhost|\\.local$)',
      'What is in the name of a host that nobody answers for.',
    ),
    plainSchemes: z
      .array(z.string())
      .default(['http', 'ws', 'ftp'])
      .describe('Schemes of addresses that are not encrypted.'),
    allowedHosts: z
      .array(z.string())
      .default([])
      .describe('Hosts to which data may go besides those of vendors, each with its subdomains.'),
  }),
  controls: {
    soc2: ['CC6.7'],
    iso27001: ['A.8.24', 'A.5.14'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.312(e)(1)'],
    nist80053: ['SC-8', 'AC-4'],
    nistcsf: ['PR.DS-02'],
    pci: ['4.2.1'],
    ccpa: [],
  },
  ask: async (run, tally, { blockedHostPattern, plainSchemes, allowedHosts }) => {
    const isBlocked = toPattern(blockedHostPattern);
    let seen = 0;
    for await (const { subject, data } of enabledReceivers(run)) {
      const found = withheldIn(data['settings']).filter(isPlace);
      if (found.length === 0) continue;
      seen += 1;
      tally.saw();
      const [faults, hidden]: [string[], string[]] = [[], []];
      for (const { name, facts } of found) {
        const [scheme, host] = [textAt(facts, '$scheme'), textAt(facts, '$host')];
        if (scheme !== null && plainSchemes.includes(scheme))
          faults.push(`The address in ${name} is not encrypted (${scheme}).`);
        if (host === null) hidden.push(`The host of the address in ${name} could not be read.`);
        else if (isBlocked.test(host)) faults.push(`${name} is at ${host}, a host that is not allowed.`);
        else if (IP_ADDRESS.test(host) && !allowedHosts.includes(host))
          faults.push(`${name} is at the bare address ${host}.`);
      }
      if (faults.length > 0) tally.fail(subject, faults.join(' '));
      else if (hidden.length > 0) tally.unknown(subject, hidden.join(' '));
    }
    return seen === 0 ? notApplicable('No setting of something enabled has an address.') : undefined;
  },
});

/** Whether it says where data goes, or would if Segment had not masked it. */
function isPlace({ name, facts }: WithheldText): boolean {
  if (textAt(facts, '$host') !== null || textAt(facts, '$scheme') !== null)
    return textAt(facts, '$bucket') === null;
  return facts['$masked'] === true && NAMES_AN_ADDRESS.test(name);
}
