/** Whether plans say of each property what type it has and what it means. */
import * as z from 'zod';
import { notApplicable, toCheck } from '../check.ts';
import {
  isDeprecated,
  isUnreadable,
  type PlannedProperty,
  propertiesOf,
} from '../facts/planned-properties.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'TP-10',
  version: 1,
  title: 'Properties are typed and described',
  area: 'tracking-plans',
  severity: 'medium',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Does each tracking plan say of its properties what type they have and what they mean?',
  motivation:
    'Where no type is set, no value can be wrong; where nothing is described, each developer fills the property differently.',
  failsWhen:
    'In some plan, fewer than minTypedPct per cent of the properties have a type, or fewer than minDescribedPct per cent have a description.',
  notApplicableWhen: 'No plan has a property.',
  indeterminateWhen: 'A rule’s schema was not read.',
  remediation: 'Give each property a type, say whether it is required, and describe it.',
  falsePositives: 'Objects that may hold anything on purpose.',
  reads: ['tracking-plan-rules'],
  params: z.strictObject({
    minTypedPct: z
      .int()
      .min(0)
      .max(100)
      .default(95)
      .describe('Smallest share of a plan’s properties that must have a type, in per cent.'),
    minDescribedPct: z
      .int()
      .min(0)
      .max(100)
      .default(80)
      .describe('Smallest share of a plan’s properties that must have a description, in per cent.'),
  }),
  controls: {
    soc2: ['PI1.2', 'PI1.3'],
    iso27001: ['A.8.26'],
    iso27701: [],
    gdpr: ['Art.5(1)(d)'],
    hipaa: ['164.312(c)(1)'],
    nist80053: ['SI-10'],
    nistcsf: ['PR.DS-10'],
    pci: [],
    ccpa: [],
  },
  ask: async (run, tally, { minTypedPct, minDescribedPct }) => {
    const plans = new Map<string, { all: number; typed: number; described: number }>();
    for await (const { id, data, parent } of run.records('tracking-plan-rules')) {
      if (isDeprecated(data)) continue;
      if (isUnreadable(data))
        tally.unknown(subjectOf('tracking-plan-rules', id), 'The rule has no schema that was read.');
      for (const property of propertiesOf(data)) {
        if (!property.isLeaf || property.place === 'context') continue;
        tally.saw();
        const plan = parent?.['trackingPlanId'] ?? '';
        const count = plans.get(plan) ?? { all: 0, typed: 0, described: 0 };
        plans.set(plan, count);
        count.all += 1;
        if (isTyped(property)) count.typed += 1;
        if (isDescribed(property)) count.described += 1;
      }
    }
    if (plans.size === 0) return notApplicable('No tracking plan has a property.');
    // What was not read may be typed and described: then the share is not known.
    const say = run.isWhole('tracking-plan-rules') ? tally.fail : tally.unknown;
    for (const [plan, { all, typed, described }] of plans) {
      const [typedPct, describedPct] = [typed, described].map((part) => Math.floor((100 * part) / all));
      if ((typedPct ?? 0) < minTypedPct || (describedPct ?? 0) < minDescribedPct)
        say(
          subjectOf('tracking-plans', plan),
          `Of ${all} properties ${typedPct} % have a type and ${describedPct} % a description.`,
        );
    }
    return undefined;
  },
});

const TYPES = ['type', 'enum', 'const', '$ref', 'anyOf', 'oneOf', 'allOf'] as const;

const isTyped = ({ schema }: PlannedProperty) =>
  TYPES.some((word) => schema[word] !== undefined && schema[word] !== null);

function isDescribed({ schema }: PlannedProperty): boolean {
  const text = schema['description'];
  return typeof text === 'string' && text.trim() !== '';
}
