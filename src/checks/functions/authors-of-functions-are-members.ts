/**
 * Whether somebody who wrote a function is still there to answer for it. Authors are ids of users; a member who has left is not in
 * the list of users any more.
 */
import * as z from 'zod';
import { textAt } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'FN-05',
  version: 1,
  title: 'Whoever wrote a deployed function is still a member',
  area: 'functions',
  severity: 'low',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'optional',
  question: 'Is there somebody for each deployed function who wrote it, or who has taken it over?',
  motivation: 'When the author has left, nobody dares to touch the code, and nobody can be asked about it.',
  failsWhen:
    'It never fails. It warns of a deployed function where neither its creator nor the author of its newest version is a member any more, and that functionOwners does not name.',
  notApplicableWhen: 'The workspace has no functions, or Segment says of none that it is deployed.',
  indeterminateWhen:
    'Segment does not say who wrote a function; or its creator is gone and the author of its newest version is not known, because versions were not read.',
  remediation: 'Name an owner in functionOwners, and let that person read the code.',
  falsePositives: 'Functions that Segment made itself.',
  reads: ['functions', 'users'],
  uses: ['function-versions'],
  params: z.strictObject({
    functionOwners: z
      .record(z.string(), z.string())
      .default({})
      .describe('For the id of a function: the role that answers for it.'),
  }),
  controls: {
    soc2: ['CC1.3', 'CC8.1'],
    iso27001: ['A.5.2', 'A.5.9'],
    iso27701: [],
    gdpr: ['Art.24'],
    hipaa: [],
    nist80053: ['CM-3', 'CM-8'],
    nistcsf: ['GV.RR-02'],
    pci: ['6.5.1'],
    ccpa: [],
  },
  ask: async (run, tally, { functionOwners }) => {
    const authors = await newestAuthors(run);
    const members = await membersAmong(run, authors);
    const isKnown = run.isWhole('users') && run.isWhole('function-versions');
    let deployed = 0;
    for await (const { id, data } of run.records('functions')) {
      if (textAt(data, 'deployedAt') === null) continue;
      tally.saw();
      deployed += 1;
      if (Object.hasOwn(functionOwners, id)) continue;
      const subject = subjectOf('functions', id);
      const people = [textAt(data, 'createdBy'), authors.get(id)?.author].filter((each) => each);
      if (people.some((each) => members.has(each ?? ''))) continue;
      if (people.length === 0) tally.unknown(subject, 'Segment does not say who wrote it.');
      else if (isKnown) tally.warn(subject, 'Nobody who wrote it is a member any more.');
      else tally.unknown(subject, 'Of those who could be read, nobody who wrote it is a member.');
    }
    return deployed === 0 ? notApplicable('No function is said to be deployed.') : undefined;
  },
});

/** Those who made or wrote functions and are members: of all others, however many, nothing is held. */
async function membersAmong(
  run: CheckedRun,
  authors: ReadonlyMap<string, Version>,
): Promise<ReadonlySet<string>> {
  const people = new Set([...authors.values()].map(({ author }) => author));
  for await (const { data } of run.records('functions')) people.add(textAt(data, 'createdBy'));
  const members = new Set<string>();
  for await (const { id } of run.records('users')) if (people.has(id)) members.add(id);
  return members;
}

interface Version {
  readonly createdAt: string;
  readonly author: string | null;
}

/** By id of a function: who wrote its newest version. */
async function newestAuthors(run: CheckedRun): Promise<ReadonlyMap<string, Version>> {
  const newest = new Map<string, Version>();
  for await (const { data, parent } of run.records('function-versions')) {
    const [id, createdAt] = [parent?.['functionId'] ?? '', textAt(data, 'createdAt') ?? ''];
    if (createdAt >= (newest.get(id)?.createdAt ?? ''))
      newest.set(id, { createdAt, author: textAt(data, 'author') });
  }
  return newest;
}
