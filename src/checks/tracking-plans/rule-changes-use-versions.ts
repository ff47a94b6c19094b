/**
 * Whether a rule that changed so that what was right is wrong now has a new version. The version is in the id of a rule: a
 * record that changed is a rule that kept its version.
 */
import * as z from 'zod';
import type { StoredRecord } from '../../../schemas/lines.ts';
import { at } from '../../evidence/records/fields.ts';
import { isNothingThere } from '../../evidence/records/whole.ts';
import { type NotAsked, toCheck } from '../check.ts';
import type { Change, CheckedRun } from '../checked-run.ts';
import { breaksOf } from '../facts/breaking-changes.ts';
import { isNotAsked, judgeChange, readChanges } from '../facts/compared.ts';
import { subjectOf } from '../subject.ts';
import type { Tally } from '../tally.ts';

const RULES = 'tracking-plan-rules';

export const check = toCheck({
  id: 'TP-11',
  version: 1,
  title: 'Changes of rules use versions and are in the audit trail',
  area: 'tracking-plans',
  severity: 'medium',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question:
    'Does a rule that became stricter have a new version, and does the audit trail know of every change?',
  motivation:
    'Apps in use send what the rule of their day asked for: a stricter rule under the same version makes them break it.',
  failsWhen:
    'Since the last whole reading a property was removed from a rule, a type narrowed or a property became required under the same version, or a rule changed and no event explains it.',
  notApplicableWhen: 'Nothing was read whole before, so there is nothing to compare with.',
  indeterminateWhen:
    'What was read before cannot be compared, or the audit trail of the time between was not read whole. A change for which no event was found yet counts as “nobody can tell” in the run that sees it first: its event may lie in the last minutes of the trail, which only the next run reads. That run decides.',
  remediation: 'Make a new version of the rule, and move sources to it.',
  falsePositives: 'Rules of events that nobody has sent yet.',
  reads: [RULES, 'audit-events'],
  params: z.strictObject({}),
  controls: {
    soc2: ['CC8.1'],
    iso27001: ['A.8.32'],
    iso27701: [],
    gdpr: ['Art.5(2)'],
    hipaa: ['164.312(c)(1)'],
    nist80053: ['CM-3', 'CM-5'],
    nistcsf: ['PR.PS-01', 'ID.RA-07'],
    pci: ['6.5.1'],
    ccpa: [],
  },
  ask: async (run, tally): Promise<NotAsked | undefined> => {
    const compared = await readChanges(run, tally, [RULES]);
    if (isNotAsked(compared)) return compared;
    tally.saw(run.count(RULES) ?? 0);
    const trail = run.entry('audit-events');
    const hasTrail = trail === undefined || !isNothingThere(trail);
    if (!hasTrail) tally.note('The workspace has no audit trail: nobody can tell who changed rules.');
    for (const change of compared.changes)
      if (hasTrail)
        judgeChange(tally, change, compared, {
          subject: subjectOf(RULES, change.id),
          what: WHAT[change.change],
        });
    await findBreaks(run, tally, new Set(compared.changes.filter(isChanged).map(({ id }) => id)));
    return undefined;
  },
});

const isChanged = ({ change }: Change) => change === 'changed';

const WHAT = {
  added: 'The rule was added',
  removed: 'The rule was removed',
  changed: 'The rule was changed',
} as const;

async function findBreaks(run: CheckedRun, tally: Tally, ids: ReadonlySet<string>): Promise<void> {
  if (ids.size === 0) return;
  const earlier = await run.before(RULES);
  const before = new Map<string, StoredRecord['data']>();
  for await (const { id, data } of earlier?.records() ?? []) if (ids.has(id)) before.set(id, data);
  for await (const { id, data } of run.records(RULES)) {
    if (!before.has(id)) continue;
    const breaks = breaksOf(at(before.get(id), 'jsonSchema'), at(data, 'jsonSchema'));
    if (breaks.length > 0)
      tally.fail(
        subjectOf(RULES, id),
        `The rule became stricter under the same version: ${breaks.join('; ')}.`,
      );
  }
}
