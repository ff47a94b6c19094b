/**
 * Whether every host that custom code names is one that the company knows. A host that is put together only when the code runs is
 * not seen: then nobody can tell.
 */
import * as z from 'zod';
import { isWithin } from '../../evidence/mail-domain.ts';
import { everyText, listAt } from '../../evidence/records/fields.ts';
import { notApplicable, notConfigured, toCheck } from '../check.ts';
import { inPart, isGiven } from '../facts/inputs.ts';
import { readVendors } from '../facts/vendors.ts';
import { subjectOf } from '../subject.ts';
import type { Tally } from '../tally.ts';

/** Stand in the comments that every new function begins with, and get the data anyway. */
const SEGMENT = ['segment.com', 'segment.io', 'segmentapis.com'];

export const check = toCheck({
  id: 'FN-04',
  version: 1,
  title: 'Every host that functions name is registered',
  area: 'functions',
  severity: 'high',
  confidence: 'declared',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Is every host that custom code names one that the company has registered?',
  motivation: 'Custom code can send any event anywhere, and no list of destinations shows it.',
  failsWhen:
    'The code of a function, or a setting where it is inserted, names a host that is neither in allowedHosts nor of a vendor in the vendor file.',
  notApplicableWhen:
    'The workspace has no functions. Not configured while neither allowedHosts nor a vendor file is given.',
  indeterminateWhen:
    'The code puts the name of a host together only when it runs, part of the name was withheld, or Segment gave no code.',
  remediation: 'Register the vendor or name the host in allowedHosts, or take the call out of the code.',
  falsePositives: 'Hosts in comments count as well; those of Segment itself do not.',
  reads: ['functions', 'insert-function-instances'],
  uses: ['input:vendors'],
  params: z.strictObject({
    allowedHosts: z
      .array(z.string())
      .default([])
      .describe('Hosts to which data may go besides those of vendors, each with its subdomains.'),
  }),
  controls: {
    soc2: ['CC6.7', 'CC9.2'],
    iso27001: ['A.5.14', 'A.8.12', 'A.5.19'],
    iso27701: ['7.5.3'],
    gdpr: ['Art.28', 'Art.44'],
    hipaa: ['164.308(b)(1)'],
    nist80053: ['AC-4', 'SA-9', 'SC-7'],
    nistcsf: ['ID.AM-03', 'ID.AM-04'],
    pci: ['12.8.1'],
    ccpa: ['1798.100'],
  },
  ask: async (run, tally, { allowedHosts }) => {
    if (allowedHosts.length === 0 && !isGiven(run, 'vendors'))
      return notConfigured('No hosts are registered: policy.allowedHosts or policy.files.vendors.');
    const cut = inPart(run, 'vendors');
    if (cut !== undefined) return cut;
    const vendors = await readVendors(run);
    const isKnown = (host: string) =>
      isWithin(host, [...SEGMENT, ...allowedHosts]) || vendors.ofHost(host) !== undefined;
    for await (const { id, data } of run.records('functions')) {
      tally.saw();
      const hosts = listAt(data, 'code.$hosts')?.filter((host) => typeof host === 'string');
      if (hosts === undefined)
        tally.unknown(subjectOf('functions', id), 'Its code was not read: Segment gave none, or too much.');
      else judgeHosts(tally, subjectOf('functions', id), hosts, isKnown);
    }
    for await (const { id, data } of run.records('insert-function-instances'))
      judgeHosts(
        tally,
        subjectOf('insert-function-instances', id),
        everyText(data['settings'], '$host'),
        isKnown,
      );
    return run.count('functions') === 0 ? notApplicable('The workspace has no functions.') : undefined;
  },
});

function judgeHosts(
  tally: Tally,
  subject: string,
  hosts: readonly string[],
  isKnown: (host: string) => boolean,
): void {
  for (const host of hosts) {
    if (isKnown(host)) continue;
    if (host.split('.').includes('*'))
      tally.unknown(subject, `It names ${host}: the part for * is not known before it runs, or is withheld.`);
    else tally.fail(subject, `It names ${host}, which is not registered.`);
  }
}
