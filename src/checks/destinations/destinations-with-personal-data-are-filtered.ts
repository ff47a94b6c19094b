/**
 * Whether something holds data back from every destination that gets planned personal data. What a destination of a source without a
 * tracking plan gets is not known, and is said to be.
 */
import * as z from 'zod';
import type { StoredRecord } from '../../../schemas/lines.ts';
import { at, flagAt, listAt, textAt } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { isGuarding, minimisingActionNames } from '../facts/filters.ts';
import { INPUT_FILE, inPart } from '../facts/inputs.ts';
import { findPersonal, personalShape } from '../facts/personal-properties.ts';
import { plannedProperties } from '../facts/planned-properties.ts';
import { enabledReceivers } from '../facts/receivers.ts';

const OF_PEOPLE: readonly (string | null)[] = ['personal', 'special', 'prohibited'];

export const check = toCheck({
  id: 'DST-03',
  version: 1,
  title: 'Destinations that get planned personal data are filtered',
  area: 'destinations',
  severity: 'high',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'core',
  question:
    'Does a filter or a transformation hold data back from every destination that gets personal data?',
  motivation:
    'Segment sends a destination everything that its source collects. A vendor that needs three fields gets all of them, unless somebody holds the rest back.',
  failsWhen:
    'An enabled destination of a source whose plan has personal properties has neither a filter of minimisingActions that is on, nor a transformation that drops, allows or hashes properties.',
  notApplicableWhen: 'No enabled destination is on a source whose plan has personal properties.',
  indeterminateWhen: 'Filters or transformations were not read whole.',
  remediation: 'Add a filter that allows only the properties that the vendor needs.',
  falsePositives:
    'A destination whose mappings send a few fields only: accept it with a waiver when somebody has looked at them. No filter holds back what a script of the vendor collects by itself.',
  reads: [
    'destinations',
    'tracking-plan-rules',
    'tracking-plan-sources',
    'destination-filters',
    'transformations',
  ],
  uses: ['input:data-classification'],
  params: z.strictObject({
    ...personalShape,
    minimisingActions: minimisingActionNames(),
  }),
  controls: {
    soc2: ['CC6.7', 'P4.1', 'C1.1'],
    iso27001: ['A.8.12', 'A.5.14', 'A.8.11'],
    iso27701: ['7.4.2', '7.4.4'],
    gdpr: ['Art.5(1)(c)', 'Art.25'],
    hipaa: ['164.502(b)', '164.514(d)'],
    nist80053: ['AC-4', 'SI-12(1)', 'PT-2'],
    nistcsf: ['PR.DS-02', 'ID.AM-03'],
    pci: [],
    ccpa: ['1798.100', '1798.121'],
  },
  ask: async (run, tally, { piiDictionary, minimisingActions }) => {
    const cut = inPart(run, 'data-classification');
    if (cut !== undefined) return cut;
    const planned = await sourcesWithPersonalData(run, piiDictionary);
    const guarded = await readGuards(run, minimisingActions);
    const isKnown = run.isWhole('destination-filters') && run.isWhole('transformations');
    let [withData, withoutPlan] = [0, 0];
    for await (const receiver of enabledReceivers(run, ['destinations'])) {
      const example = planned.get(receiver.sourceId ?? '');
      if (example === undefined) withoutPlan += 1;
      if (example === undefined || example === null) continue;
      withData += 1;
      tally.saw();
      if (guarded.has(receiver.id) || guarded.has(wayOf(receiver.sourceId, null))) continue;
      if (guarded.has(wayOf(receiver.sourceId, textAt(receiver.data, 'metadata.id')))) continue;
      const what = `${receiver.called} gets personal data such as ${example}`;
      if (isKnown) tally.fail(receiver.subject, `${what}, and nothing holds any of it back.`);
      else tally.unknown(receiver.subject, `${what}; what holds it back was not read whole.`);
    }
    if (withoutPlan > 0)
      tally.note(`What ${withoutPlan} enabled destinations get is not known: their sources have no plan.`);
    return withData === 0
      ? notApplicable('No destination is on a source with planned personal data.')
      : undefined;
  },
});

/** By source with a plan: a personal property of it, or null where it has none. */
async function sourcesWithPersonalData(
  run: CheckedRun,
  piiDictionary: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const classes = new Map<string, string | null>();
  for await (const { id, data } of run.records('input:data-classification'))
    if (id !== INPUT_FILE) classes.set(textAt(data, 'property') ?? id, textAt(data, 'class'));
  const termOf = findPersonal(piiDictionary);
  const example = new Map<string, string>();
  for await (const { rule, property } of plannedProperties(run)) {
    const known = classes.get(property.name);
    const isPersonal = known === undefined ? termOf(property, rule) !== undefined : OF_PEOPLE.includes(known);
    const plan = rule.parent?.['trackingPlanId'] ?? '';
    if (isPersonal && !example.has(plan)) example.set(plan, property.name);
  }
  const sources = new Map<string, string | null>();
  for await (const { data, parent } of run.records('tracking-plan-sources')) {
    const source = textAt(data, 'id') ?? '';
    sources.set(source, example.get(parent?.['trackingPlanId'] ?? '') ?? sources.get(source) ?? null);
  }
  return sources;
}

/** A source, and one of its destinations by their catalogue entry; null: all of them. */
const wayOf = (sourceId: string | null, metadataId: string | null) => `${sourceId} to ${metadataId ?? 'all'}`;

/** Ids of destinations, and ways, before which something holds data back. */
async function readGuards(run: CheckedRun, minimisingActions: readonly string[]) {
  const guarded = new Set<string>();
  for await (const { data } of run.records('destination-filters'))
    if (isGuarding(data, minimisingActions)) guarded.add(textAt(data, 'destinationId') ?? '');
  for await (const record of run.records('transformations'))
    if (holdsBack(record)) {
      const { data } = record;
      guarded.add(wayOf(textAt(data, 'sourceId'), textAt(data, 'destinationMetadataId') || null));
    }
  return guarded;
}

function holdsBack({ data }: StoredRecord): boolean {
  if (flagAt(data, 'enabled') !== true) return false;
  const isSome = (path: string) => (listAt(data, path) ?? []).length > 0;
  const hashes = at(data, 'hashPropertiesConfiguration');
  return (
    flagAt(data, 'drop') === true ||
    isSome('allowProperties') ||
    isSome('propertyDrops') ||
    (typeof hashes === 'object' && hashes !== null)
  );
}
