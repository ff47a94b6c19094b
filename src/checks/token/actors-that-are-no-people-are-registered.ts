/**
 * Whether each program that changed something is known. An actor with an address is a person; any other that is no
 * member may be a token.
 */
import * as z from 'zod';
import { daysBetween } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { keptUnder } from '../facts/lasting.ts';
import { eventsOf, TRAIL, timeText } from '../facts/trail.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'TOK-05',
  version: 1,
  title: 'Every actor that is no person is registered',
  area: 'token',
  severity: 'high',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Do we know each program that did something in the workspace?',
  motivation:
    'Each token acts under its own name in the audit trail. Nobody would notice what a token does that nobody knows.',
  failsWhen:
    'The audit trail names somebody without an e-mail address who is no member, now or at the reading before, who is not the declared collector, and who is in neither registeredActors nor systemActors.',
  indeterminateWhen: 'An event does not say who did it.',
  remediation:
    'Find the token behind the actor, and name the actor in registeredActors, or delete the token.',
  falsePositives:
    'Somebody who was removed before the first run; support staff of Segment without an address.',
  reads: [TRAIL, 'users'],
  params: z.strictObject({
    registeredActors: z
      .array(z.string())
      .default([])
      .describe('Ids that the audit trail uses for programs of our own.'),
    systemActors: z
      .array(z.string())
      .default(['Segment'])
      .describe('Names that the audit trail uses for Segment itself; upper and lower case are alike.'),
    lookBackDays: z
      .int()
      .min(0)
      .default(90)
      .describe('Days for which something found in the audit trail stays an exception.'),
  }),
  controls: {
    soc2: ['CC6.1', 'CC7.2'],
    iso27001: ['A.5.16', 'A.8.16'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.312(a)(2)(i)', '164.312(b)'],
    nist80053: ['AC-2', 'AU-6', 'IA-4'],
    nistcsf: ['DE.CM-03', 'PR.AA-01'],
    pci: ['7.2.5', '8.6.1'],
    ccpa: [],
  },
  ask: async (run, tally, { registeredActors, systemActors, lookBackDays }) => {
    const known = new Set(
      [...registeredActors, ...systemActors, run.facts.collectorActor ?? ''].map((each) =>
        each.toLowerCase(),
      ),
    );
    const last = keptUnder(tally, ACTOR);
    const met = new Set<string>();
    for await (const event of eventsOf(run, tally)) {
      const { actorId, hasEmail } = event;
      if (actorId !== '') met.add(actorId);
      else if (!hasEmail) tally.unknown(subjectOf(TRAIL, event.id), 'This event names no actor.');
      if (actorId === '' || hasEmail || actorId.includes('@')) continue;
      const [before, at] = [last.get(actorId), timeText(event)];
      if (before === undefined || before < at) last.set(actorId, at);
    }
    tally.saw(new Set([...met, ...last.keys()]).size);
    const people = await idsOfPeople(run, last);
    for (const [actor, at] of last) {
      if (people.has(actor) || known.has(actor.toLowerCase())) continue;
      if ((daysBetween(at, run.countedTo) ?? 0) > lookBackDays) continue;
      tally.keep(`${ACTOR}${actor}`, at);
      if (run.isWhole('users'))
        tally.fail(subjectOf('actors', actor), `No member and not registered; last acted at ${at}.`);
      else
        tally.unknown(
          subjectOf('actors', actor),
          'Not registered, and the list of members was not read whole.',
        );
    }
    return undefined;
  },
});

const ACTOR = 'actor ';

/** Who of some can log in, or could when an earlier run looked: an event may be of somebody who has left since. */
async function idsOfPeople(
  run: CheckedRun,
  among: Pick<ReadonlySet<string>, 'has'>,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const { id } of run.records('users')) if (among.has(id)) ids.add(id);
  const earlier = await run.before('users');
  if (earlier !== undefined && !earlier.isUnchanged)
    for await (const { id } of earlier.records()) if (among.has(id)) ids.add(id);
  return ids;
}
