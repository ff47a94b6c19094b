/** Whether a tracking plan says what each production source may send. */
import * as z from 'zod';
import { textAt } from '../../evidence/records/fields.ts';
import { isNothingThere } from '../../evidence/records/whole.ts';
import { notApplicable, toCheck } from '../check.ts';
import { environmentOf, environmentShape } from '../facts/environments.ts';
import { GOVERNED_BY, readGoverned } from '../facts/governed-sources.ts';
import { calledSource, isInternal, isOn, takesEvents } from '../facts/source-kinds.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'TP-01',
  version: 1,
  title: 'Production sources are governed by a live tracking plan',
  area: 'tracking-plans',
  severity: 'high',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Is every enabled production source that takes events connected to a live tracking plan?',
  motivation:
    'Without a plan nobody has said what may be collected about people, and nothing can be held back.',
  failsWhen: 'An enabled production source that takes events is connected to no plan of type LIVE.',
  notApplicableWhen:
    'The workspace has no tracking plans at all: Segment’s Protocols is not part of its contract.',
  indeterminateWhen: 'A source has no plan, and nobody can tell whether it is production and takes events.',
  remediation: 'Connect the source to a tracking plan.',
  falsePositives:
    'Sources that copy objects cannot use plans: they are left out as far as the catalogue tells.',
  reads: ['sources', ...GOVERNED_BY],
  params: z.strictObject({
    ...environmentShape,
    excludeMetadataSlugs: z
      .array(z.string())
      .default([])
      .describe('Slugs of kinds of source in the catalogue that are left out.'),
  }),
  controls: {
    soc2: ['CC7.1', 'PI1.2', 'P3.1'],
    iso27001: ['A.8.9', 'A.5.34'],
    iso27701: ['7.4.1'],
    gdpr: ['Art.5(1)(b)', 'Art.5(1)(c)', 'Art.25'],
    hipaa: ['164.502(b)'],
    nist80053: ['CM-6', 'SI-10', 'PT-3'],
    nistcsf: ['PR.PS-01', 'ID.AM-07'],
    pci: [],
    ccpa: ['1798.100'],
  },
  ask: async (run, tally, params) => {
    const plans = run.entry('tracking-plans');
    if (plans !== undefined && isNothingThere(plans))
      return notApplicable('The workspace has no tracking plans.');
    const plansOf = await readGoverned(run);
    const isKnown = GOVERNED_BY.every((resource) => run.isWhole(resource));
    for await (const { id, data } of run.records('sources')) {
      const environment = environmentOf(data, params);
      const doesTake = takesEvents(data);
      if (!isOn(data) || isInternal(data) || doesTake === false) continue;
      if (params.excludeMetadataSlugs.includes(textAt(data, 'metadata.slug') ?? '')) continue;
      if ((environment ?? 'production') !== 'production') continue;
      tally.saw();
      // Among plans that were not read whole, its own may be.
      if (plansOf.has(id) || !isKnown) continue;
      const detail = `${calledSource(data)} is connected to no live tracking plan.`;
      const subject = subjectOf('sources', id);
      if (environment === undefined) tally.unknown(subject, `${detail} Nobody knows its environment.`);
      else if (doesTake === undefined)
        tally.unknown(subject, `${detail} Nobody knows whether it takes events.`);
      else tally.fail(subject, detail);
    }
    return undefined;
  },
});
