/**
 * Whether every source says by its labels what it is. Other questions, such as which sources are production, can only be
 * answered as well as these labels are kept.
 */
import * as z from 'zod';
import type { StoredRecord } from '../../../schemas/lines.ts';
import { listAt, textAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { calledSource, isInternal, isOn } from '../facts/source-kinds.ts';
import { subjectOf, WORKSPACE } from '../subject.ts';

export const check = toCheck({
  id: 'SRC-01',
  version: 2,
  title: 'Every source carries the required labels',
  area: 'sources',
  severity: 'medium',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Does every enabled source carry the labels that it must have?',
  motivation:
    'Labels say who owns a source and whether it is production, and access can be granted by them. Nobody is in charge of a source without labels.',
  failsWhen:
    'An enabled source has no label with a key of requiredLabelKeys, or has a label that is not in the workspace’s list of labels. Where several sources are asked about and none has any label at all, that is one exception, of the workspace.',
  remediation:
    'Label the source with a value of the workspace’s list of labels; where there is no such list yet, make one first.',
  falsePositives: 'Sources of a kind that nobody labels: name their catalogue slugs in excludeMetadataSlugs.',
  reads: ['sources', 'labels'],
  params: z.strictObject({
    requiredLabelKeys: z
      .array(z.string())
      .default(['environment'])
      .describe('Keys of labels that every enabled source must have.'),
    recommendedLabelKeys: z
      .array(z.string())
      .default(['owner', 'data-class'])
      .describe('Keys of labels that a source should have; how many lack one is said with the answer.'),
    excludeMetadataSlugs: z
      .array(z.string())
      .default([])
      .describe('Slugs of kinds of source in the catalogue that are left out.'),
  }),
  controls: {
    soc2: ['CC6.1', 'C1.1'],
    iso27001: ['A.5.9', 'A.5.12', 'A.5.13'],
    iso27701: ['7.2.8'],
    gdpr: ['Art.30', 'Art.32'],
    hipaa: [],
    nist80053: ['CM-8', 'AC-16'],
    nistcsf: ['ID.AM-02', 'ID.AM-07'],
    pci: ['12.5.1'],
    ccpa: [],
  },
  ask: async (run, tally, { requiredLabelKeys, recommendedLabelKeys, excludeMetadataSlugs }) => {
    const catalogue = await readCatalogue(run);
    const asked = () => askedSources(run, excludeMetadataSlugs);
    const isBare = requiredLabelKeys.length > 0 && (await areWithoutLabels(asked()));
    const lacking = new Map<string, number>();
    let sources = 0;
    for await (const { id, data } of asked()) {
      tally.saw();
      sources += 1;
      const labels = listAt(data, 'labels');
      const subject = subjectOf('sources', id);
      if (labels === undefined) {
        tally.unknown(subject, `Segment gave no labels of ${calledSource(data)}.`);
        continue;
      }
      const faults: string[] = [];
      const missing = without(labels, requiredLabelKeys);
      if (missing.length > 0) faults.push(`${calledSource(data)} has no label ${missing.join(', ')}.`);
      const strange = labels.map(pairOf).filter((pair) => !catalogue.has(pair));
      // In a list that was not read whole, its label may still be.
      if (strange.length > 0 && run.isWhole('labels'))
        faults.push(`${calledSource(data)} is labelled ${strange.join(', ')}, which is not in the list.`);
      if (faults.length > 0 && !isBare) tally.fail(subject, faults.join(' '));
      for (const key of without(labels, recommendedLabelKeys)) lacking.set(key, (lacking.get(key) ?? 0) + 1);
    }
    if (isBare) tally.fail(WORKSPACE, `None of the ${sources} enabled sources that were read has any label.`);
    for (const [key, count] of [...lacking].sort(([one], [other]) => (one < other ? -1 : 1)))
      tally.note(`Without the recommended label ${key}: ${count}.`);
    return undefined;
  },
});

async function* askedSources(run: CheckedRun, excluded: readonly string[]): AsyncGenerator<StoredRecord> {
  for await (const source of run.records('sources')) {
    const { data } = source;
    if (!isOn(data) || isInternal(data)) continue;
    if (!excluded.includes(textAt(data, 'metadata.slug') ?? '')) yield source;
  }
}

/** Of one source alone, it is told of the source itself. */
async function areWithoutLabels(sources: AsyncIterable<StoredRecord>): Promise<boolean> {
  let count = 0;
  for await (const { data } of sources) {
    if (listAt(data, 'labels')?.length !== 0) return false;
    count += 1;
  }
  return count > 1;
}

const pairOf = (label: unknown) => `${textAt(label, 'key') ?? ''}=${textAt(label, 'value') ?? ''}`;

/** Returns the keys that no label has. */
function without(labels: readonly unknown[], keys: readonly string[]): readonly string[] {
  const own = new Set(labels.map((label) => (textAt(label, 'key') ?? '').toLowerCase()));
  return keys.filter((key) => !own.has(key.toLowerCase()));
}

async function readCatalogue(run: CheckedRun): Promise<ReadonlySet<string>> {
  const pairs = new Set<string>();
  for await (const { data } of run.records('labels')) pairs.add(pairOf(data));
  return pairs;
}
