/**
 * Since when each write key is in use. Segment does not say when a key was made: it is as old as the first look that saw
 * it, or older where that was the first look of all, or the first with another key for fingerprints.
 */
import * as z from 'zod';
import type { StoredRecord } from '../../../schemas/lines.ts';
import { daysBetween, listAt } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import { calledSource, isOn } from '../facts/source-kinds.ts';
import { subjectOf } from '../subject.ts';
import type { Tally } from '../tally.ts';

export const check = toCheck({
  id: 'SRC-05',
  version: 1,
  title: 'Write keys are rotated, and no old key stays beside a new one',
  area: 'sources',
  severity: 'medium',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'core',
  question:
    'Is every write key younger than a year, and is an old key removed soon after a new one was made?',
  motivation:
    'Write keys can be read in web pages, apps and code. A leaked key can be used until it is replaced.',
  failsWhen:
    'A key has been in use for more than maxWriteKeyAgeDays, or a source has had several keys for more than maxOverlapDays.',
  notApplicableWhen: 'No enabled source has a write key.',
  indeterminateWhen:
    'A key was there already in the first run, so it may be older than is known; or Segment gave no write keys of a source.',
  remediation: 'Make a second key, deploy it, and delete the old one.',
  falsePositives: 'Keys in pages and apps are public by nature: rotating them protects little.',
  reads: ['sources'],
  params: z.strictObject({
    maxWriteKeyAgeDays: z.int().min(0).default(365).describe('Days for which a write key may be in use.'),
    maxOverlapDays: z
      .int()
      .min(0)
      .default(30)
      .describe('Days for which a source may have more than one write key.'),
  }),
  controls: {
    soc2: ['CC6.1'],
    iso27001: ['A.5.17'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.312(d)'],
    nist80053: ['IA-5'],
    nistcsf: ['PR.AA-01'],
    pci: ['8.6.3'],
    ccpa: [],
  },
  ask: async (run, tally, { maxWriteKeyAgeDays, maxOverlapDays }) => {
    let sources = 0;
    for await (const record of run.records('sources')) {
      if (!isOn(record.data)) continue;
      const keys = listAt(record.data, 'writeKeys')?.filter((key) => typeof key === 'string');
      const subject = subjectOf('sources', record.id);
      if (keys === undefined)
        tally.unknown(subject, `Segment gave no write keys of ${calledSource(record.data)}.`);
      if (keys?.length === 0) continue;
      sources += 1;
      tally.saw();
      const seen = (keys ?? []).map((key) => sightingOf(record, key, tally)).sort(byAge);
      // Its oldest key, and since when there has been a second one beside it.
      judgeAge(
        seen[0],
        { at: run.countedTo, most: maxWriteKeyAgeDays, subject, what: 'Has had a write key' },
        tally,
      );
      judgeAge(
        seen[1],
        { at: run.countedTo, most: maxOverlapDays, subject, what: 'Has had several write keys' },
        tally,
      );
    }
    return sources === 0 ? notApplicable('No enabled source has a write key.') : undefined;
  },
});

interface Sighting {
  readonly at: string;
  readonly isLowerBound: boolean;
}

interface Limit {
  readonly at: string;
  readonly most: number;
  readonly subject: string;
  readonly what: string;
}

const byAge = (one: Sighting, other: Sighting) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0);

/** The same key has another fingerprint under another key for fingerprints: what was there when that changed is not new. */
function sightingOf({ id }: StoredRecord, key: string, tally: Tally): Sighting {
  const madeWith = tally.since(`fingerprint-key/${key.split(':')[1] ?? ''}`);
  const seen = tally.since(`${subjectOf('sources', id)}/${key}`);
  return { at: seen.at, isLowerBound: seen.isLowerBound || seen.at <= madeWith.at };
}

function judgeAge(seen: Sighting | undefined, { at, most, subject, what }: Limit, tally: Tally): void {
  if (seen === undefined) return;
  const days = daysBetween(seen.at, at) ?? 0;
  if (days > most) tally.fail(subject, `${what} for ${days} days or more; at most ${most} are allowed.`);
  else if (seen.isLowerBound)
    tally.unknown(subject, `${what} for at least ${days} days: it was there at the first look.`);
}
