/**
 * Since when invitations are open. Segment does not say: the audit trail may, else it is counted from the first run
 * that saw them.
 */
import * as z from 'zod';
import { daysBetween, textAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { eventsOf, TRAIL, timeText } from '../facts/trail.ts';
import { subjectOf } from '../subject.ts';
import type { Tally } from '../tally.ts';

export const check = toCheck({
  id: 'IAM-06',
  version: 1,
  title: 'No invitation has been open for too long',
  area: 'membership',
  severity: 'medium',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Is every invitation accepted or taken back within a short time?',
  motivation:
    'An open invitation is access that nobody uses yet. Anybody who gets hold of the mailbox later gets the access with it.',
  failsWhen: 'An invitation, to the workspace or into a group, has been open for more than maxInviteAgeDays.',
  indeterminateWhen:
    'An invitation was open already in the first run, and that was not more than maxInviteAgeDays ago: it may be older than is known.',
  remediation:
    'Take the invitation back, or send it again. Segment lists it even when its link no longer works.',
  falsePositives:
    'An invitation was taken back and made again between two runs, and the audit trail does not say so.',
  reads: ['invites', 'group-invites'],
  uses: [TRAIL],
  params: z.strictObject({
    maxInviteAgeDays: z.int().min(0).default(14).describe('Days for which an invitation may be open.'),
  }),
  controls: {
    soc2: ['CC6.2'],
    iso27001: ['A.5.18'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.308(a)(3)(ii)(C)'],
    nist80053: ['AC-2', 'AC-2(3)'],
    nistcsf: ['PR.AA-01'],
    pci: ['8.2.4'],
    ccpa: [],
  },
  ask: async (run, tally, { maxInviteAgeDays }) => {
    const invited = await readInvited(run, tally);
    for (const resource of ['invites', 'group-invites'])
      for await (const { id, data } of run.records(resource)) {
        tally.saw();
        const subject = subjectOf(resource, id);
        const seen = tally.since(subject);
        const sent = latest(
          tally.kept.get(`${SENT}${subject}`),
          invited.get((textAt(data, 'email') ?? '').toLowerCase()),
        );
        if (sent !== undefined) tally.keep(`${SENT}${subject}`, sent);
        const days = daysBetween(sent ?? seen.at, run.countedTo) ?? 0;
        if (days > maxInviteAgeDays) tally.fail(subject, `Open for ${days} days or more.`);
        else if (sent === undefined && seen.isLowerBound)
          tally.unknown(subject, `It was open when this was first asked, ${days} days ago.`);
      }
    return undefined;
  },
});

const SENT = 'sent ';
const INVITED = /invited to workspace|invite sent/iu;

/** When somebody was last invited, as the trail tells it, by address. */
async function readInvited(run: CheckedRun, tally: Tally): Promise<ReadonlyMap<string, string>> {
  const invited = new Map<string, string>();
  for await (const event of eventsOf(run, tally)) {
    if (!INVITED.test(event.type)) continue;
    for (const name of [event.resourceId, event.resourceName].map((each) => each.toLowerCase()))
      if (name.includes('@')) invited.set(name, latest(invited.get(name), timeText(event)) ?? '');
  }
  return invited;
}

function latest(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || (other !== undefined && other > one) ? other : one;
}
