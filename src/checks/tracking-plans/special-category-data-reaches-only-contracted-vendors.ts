/**
 * Where data about health, belief or origin goes. The names of properties tell that a plan has it; the destinations behind
 * the sources of the plan must be of vendors with a contract for such data, or be approved one by one.
 */
import * as z from 'zod';
import { flagAt, listAt, textAt } from '../../evidence/records/fields.ts';
import { notApplicable, notConfigured, toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { toTermFinder } from '../facts/data-terms.ts';
import { isGiven, withoutFile } from '../facts/inputs.ts';
import { calledProperty, findProperties, type NamedProperty } from '../facts/named-properties.ts';
import { specialShape } from '../facts/sensitive-terms.ts';
import { isOn } from '../facts/source-kinds.ts';
import { subjectOf } from '../subject.ts';

const VENDORS = 'input:vendors';
const APPROVALS = 'input:approvals';

export const check = toCheck({
  id: 'TP-07',
  version: 2,
  title: 'Special categories of data reach only vendors with a contract for them',
  area: 'tracking-plans',
  severity: 'critical',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'core',
  question:
    'Does planned data about health, belief, origin and the like reach only vendors that may have it?',
  motivation:
    'Such data may only be processed under narrow conditions, and health data only by vendors with an agreement about it.',
  failsWhen:
    'A plan has a property whose name ends in a term of specialDictionary, and an enabled destination behind one of its sources neither belongs to a vendor that has a contract and phi: yes in the vendor file, nor is approved.',
  notApplicableWhen:
    'There are no rules. Not configured where such data reaches destinations and no vendor file is given.',
  indeterminateWhen:
    'A rule has no schema that was read, or the file of vendors or of approvals was not read whole.',
  remediation: 'Take the property out, make it anonymous, or send it only where a contract covers it.',
  falsePositives: 'Words that mean something else, such as condition, procedure or race.',
  reads: ['tracking-plan-rules', 'tracking-plan-sources', 'destinations'],
  uses: [VENDORS, APPROVALS],
  params: z.strictObject(specialShape),
  controls: {
    soc2: ['P3.2', 'C1.1', 'CC9.2'],
    iso27001: ['A.5.34', 'A.8.12'],
    iso27701: ['7.2.5', '7.4.1'],
    gdpr: ['Art.9', 'Art.35'],
    hipaa: ['164.502(b)', '164.504(e)', '164.308(b)(1)'],
    nist80053: ['PT-7', 'SA-9', 'AC-4'],
    nistcsf: ['ID.AM-07', 'GV.SC-07'],
    pci: [],
    ccpa: ['1798.121'],
  },
  ask: async (run, tally, { specialDictionary }) => {
    const termOf = toTermFinder(specialDictionary);
    const found = await findProperties(run, tally, ({ name }) => termOf(name));
    if (found === undefined) return notApplicable('There are no rules of tracking plans.');
    const reached = await readReached(run, found);
    const isReached = found.some(({ plan }) => (reached.get(plan) ?? []).length > 0);
    const given = (['vendors', 'approvals'] as const).filter((name) => isGiven(run, name));
    if (isReached && given.length === 0)
      return notConfigured(`Special data is planned. ${withoutFile('vendors')}`);
    const isKnown = given.every((name) => run.isWhole(`input:${name}`));
    for (const property of found) {
      const open = [...(reached.get(property.plan) ?? [])].sort();
      if (open.length === 0) continue;
      const detail = `${calledProperty(property)} suggests ${property.term}, and reaches ${open.length} destination(s) without a contract for it, such as ${open[0]}.`;
      if (isKnown) tally.fail(property.subject, detail);
      else tally.unknown(property.subject, `${detail} What is contracted was not read whole.`);
    }
    return undefined;
  },
});

/** Returns, by plan, the enabled destinations behind its sources that nothing covers. */
async function readReached(
  run: CheckedRun,
  found: readonly NamedProperty[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const plans = new Set(found.map(({ plan }) => plan));
  const plansOf = new Map<string, string[]>();
  for await (const { data, parent } of run.records('tracking-plan-sources')) {
    const plan = parent?.['trackingPlanId'] ?? '';
    const source = textAt(data, 'id') ?? '';
    if (plans.has(plan)) plansOf.set(source, [...(plansOf.get(source) ?? []), plan]);
  }
  const covered = await readCovered(run);
  const reached = new Map<string, string[]>();
  for await (const { id, data } of run.records('destinations')) {
    const own = plansOf.get(textAt(data, 'sourceId') ?? '');
    const names = [textAt(data, 'metadata.slug'), textAt(data, 'metadata.name')];
    const isCovered =
      covered.has(subjectOf('destinations', id)) ||
      names.some((name) => covered.has(name?.toLowerCase() ?? ''));
    if (own === undefined || !isOn(data) || isCovered) continue;
    const called = textAt(data, 'name') || textAt(data, 'metadata.name') || id;
    for (const plan of own) reached.set(plan, [...(reached.get(plan) ?? []), called]);
  }
  return reached;
}

/** Returns slugs and names of vendors with a contract for such data, and destinations that are approved. */
async function readCovered(run: CheckedRun): Promise<ReadonlySet<string>> {
  const covered = new Set<string>();
  for await (const { data } of run.records(VENDORS)) {
    const isContracted = flagAt(data, 'phi') === true && (textAt(data, 'contract') ?? '') !== '';
    if (!isContracted) continue;
    for (const slug of listAt(data, 'slugs') ?? [])
      if (typeof slug === 'string' && slug !== '') covered.add(slug.toLowerCase());
  }
  for await (const { data } of run.records(APPROVALS)) covered.add(textAt(data, 'subject') ?? '');
  covered.delete('');
  return covered;
}
