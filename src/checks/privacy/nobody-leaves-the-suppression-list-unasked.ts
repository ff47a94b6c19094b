/**
 * Whether everybody who was suppressed still is, or asked not to be. People are sealed as fingerprints: two lists can be compared, and
 * nobody in them is known.
 */
import * as z from 'zod';
import type { StoredRecord } from '../../../schemas/lines.ts';
import { daysBetween, listAt, textAt } from '../../evidence/records/fields.ts';
import { indeterminate, notApplicable, toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { subjectOf } from '../subject.ts';

/** Segment lists requests for so long, and takes so long to carry one out. */
const LISTED_DAYS = 90;
const MOST_DAYS_TO_CARRY_OUT = 30;

export const check = toCheck({
  id: 'PRV-04',
  version: 1,
  title: 'Nobody leaves the suppression list without a request',
  area: 'privacy',
  severity: 'high',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Is everybody who was on the suppression list still on it, unless a request took them off?',
  motivation:
    'A person who objected must not be tracked. If one entry is lost, that person is tracked again without knowing.',
  failsWhen: 'A person on the last complete list is not on this one, and no request took that person off.',
  notApplicableWhen: 'Nothing was read whole before.',
  indeterminateWhen:
    'The list before is from before the time for which Segment remembers requests, or its fingerprints were made with another key.',
  remediation: 'Suppress the person again, and find out who removed the entry.',
  falsePositives: 'Segment may take up to 30 days to carry out a request.',
  reads: ['suppressions', 'regulations'],
  params: z.strictObject({}),
  controls: {
    soc2: ['P2.1', 'P4.1'],
    iso27001: ['A.5.34'],
    iso27701: ['7.3.4', '7.3.5'],
    gdpr: ['Art.7', 'Art.18', 'Art.21'],
    hipaa: ['164.522(a)'],
    nist80053: ['PT-4', 'SI-18(4)'],
    nistcsf: ['ID.AM-07'],
    pci: [],
    ccpa: ['1798.120', '1798.135'],
  },
  ask: async (run, tally) => {
    const before = await run.before('suppressions');
    if (before === undefined)
      return notApplicable('Nothing was read whole before: there is nothing to compare with.');
    tally.saw(before.entry.records ?? 0);
    // Who is missing of a list that was not read whole may still be in it.
    if (before.isUnchanged || !run.isWhole('suppressions')) return undefined;
    const released = await peopleReleased(run);
    const isForgotten = (daysBetween(before.at, run.countedTo) ?? 0) > LISTED_DAYS - MOST_DAYS_TO_CARRY_OUT;
    const isCertain = run.isWhole('regulations') && !isForgotten;
    for await (const { person, key } of whoLeft(before.records(), run.records('suppressions'))) {
      if (key === 'another')
        return indeterminate('The fingerprints of the two lists are under different keys.');
      if (released.has(person)) continue;
      const subject = subjectOf('suppressions', person);
      if (isCertain) tally.fail(subject, 'A person left the list, and no request is about it.');
      else
        tally.unknown(subject, 'A person left the list; the request may be older than what could be read.');
    }
    return undefined;
  },
});

/** Whose suppression a request took back, as fingerprints. */
async function peopleReleased(run: CheckedRun): Promise<ReadonlySet<string>> {
  const people = new Set<string>();
  for await (const { data } of run.records('regulations')) {
    if (textAt(data, 'regulationType') !== 'UNSUPPRESS') continue;
    for (const person of listAt(data, 'subjects') ?? []) if (typeof person === 'string') people.add(person);
  }
  return people;
}

const personIn = ({ data }: StoredRecord) => textAt(data, 'subjectId') ?? '';
/** Of the key, in a fingerprint: `hmac-sha256:9f2c1a07:…`. */
const keyIn = (person: string) => person.split(':').slice(0, 2).join(':');

/** Yields who is in the first list alone; both are sorted, and neither is held. */
async function* whoLeft(
  before: AsyncIterable<StoredRecord>,
  now: AsyncIterable<StoredRecord>,
): AsyncGenerator<{ readonly person: string; readonly key: 'same' | 'another' }> {
  const later = now[Symbol.asyncIterator]();
  let next = await later.next();
  const key = next.done === true ? undefined : keyIn(personIn(next.value));
  for await (const record of before) {
    while (next.done !== true && next.value.id < record.id) next = await later.next();
    if (next.done !== true && next.value.id === record.id) continue;
    const person = personIn(record);
    yield { person, key: key === undefined || key === keyIn(person) ? 'same' : 'another' };
  }
}
