/**
 * Whether what differs from the reading before and what the audit trail tells of are the same. A record that is there
 * although its deletion was told, or the other way round, is looked at by somebody.
 */
import * as z from 'zod';
import { resources } from '../../../schemas/resources/index.ts';
import { type AuditEvent, eventKinds } from '../../evidence/changes/event-kinds.ts';
import { timeOf } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { isNotAsked, judgeChange, readChanges } from '../facts/compared.ts';
import { eventsOf, TRAIL, timeText } from '../facts/trail.ts';
import { subjectOf } from '../subject.ts';
import type { Tally } from '../tally.ts';

/** People and groups are asked about elsewhere. */
const CONFIGURATION = [
  'sources',
  'source-settings',
  'destinations',
  'destination-filters',
  'tracking-plans',
  'tracking-plan-rules',
  'tracking-plan-sources',
  'transformations',
  'functions',
  'warehouses',
  'labels',
] as const;

export const check = toCheck({
  id: 'AUD-04',
  version: 1,
  title: 'Configuration changes and audit events match',
  area: 'audit-trail',
  severity: 'high',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'core',
  question:
    'Does every change of the configuration have an event in the audit trail, and the other way round?',
  motivation:
    'A change that no event tells of was made where nobody looks. Then neither the configuration nor the trail can be relied on.',
  failsWhen:
    'A record was added, removed or changed since the reading before, and no event of the trail explains it. It warns of an event that says that something was made or deleted, where the configuration shows otherwise.',
  notApplicableWhen: 'Nothing was read before, or the workspace has no audit trail.',
  indeterminateWhen:
    'A resource cannot be compared, or the trail of the time between was not read whole. A change for which no event was found yet counts as “nobody can tell” in the run that sees it first: its event may lie in the last minutes of the trail, which only the next run reads. That run decides.',
  remediation: 'Find out who made the change, and how; if it was Segment itself, accept it in a waiver.',
  falsePositives: 'What Segment changes by itself without an event.',
  reads: [TRAIL, ...CONFIGURATION],
  params: z.strictObject({
    minExplainedPct: z
      .number()
      .min(0)
      .max(100)
      .default(100)
      .describe('Smallest share of changes that must be explained, in per cent.'),
  }),
  controls: {
    soc2: ['CC8.1', 'CC7.1'],
    iso27001: ['A.8.32', 'A.8.9'],
    iso27701: [],
    gdpr: ['Art.5(2)', 'Art.32'],
    hipaa: ['164.312(b)', '164.312(c)(1)'],
    nist80053: ['CM-3', 'CM-5', 'AU-6', 'SI-7'],
    nistcsf: ['ID.RA-07', 'DE.CM-09'],
    pci: ['6.5.1', '11.5.2'],
    ccpa: [],
  },
  ask: async (run, tally, { minExplainedPct }) => {
    const compared = await readChanges(run, tally, CONFIGURATION);
    if (isNotAsked(compared)) return compared;
    const { changes, since } = compared;
    tally.saw(changes.length + compared.late);
    const open = changes.filter(({ explainedBy }) => explainedBy.length === 0);
    const explained = changes.length === 0 ? 100 : (100 * (changes.length - open.length)) / changes.length;
    if (explained < minExplainedPct)
      for (const change of open)
        judgeChange(tally, change, compared, {
          subject: subjectOf(change.resource, change.id),
          what: WHAT[change.change],
        });
    await lookForOthers(run, tally, since);
    return undefined;
  },
});

const WHAT = { added: 'It was added', removed: 'It was removed', changed: 'It was changed' } as const;

interface Told {
  readonly event: AuditEvent;
  readonly what: 'made' | 'deleted';
}

/** Looks for events of records made or deleted that the records do not show. What came and went in between shows nothing. */
async function lookForOthers(run: CheckedRun, tally: Tally, since: string): Promise<void> {
  const kinds = eventKinds(resources);
  const last = new Map<string, Told>();
  for await (const event of eventsOf(run, tally)) {
    const what = /created$/iu.test(event.type)
      ? 'made'
      : /deleted$/iu.test(event.type)
        ? 'deleted'
        : undefined;
    const named = kinds.resourceNamed(event);
    if (what === undefined || named === undefined || event.atMs <= (timeOf(since) ?? 0)) continue;
    if (!CONFIGURATION.some((each) => each === named) || !kinds.resourcesOf(event)?.has(named)) continue;
    const subject = subjectOf(named, event.resourceId);
    if ((last.get(subject)?.event.atMs ?? 0) <= event.atMs) last.set(subject, { event, what });
  }
  const present = new Set<string>();
  const concerned = new Set([...last.keys()].map((subject) => subject.slice(0, subject.indexOf('/'))));
  for (const resource of concerned)
    for await (const { id } of run.records(resource))
      if (last.has(subjectOf(resource, id))) present.add(subjectOf(resource, id));
  for (const [subject, { event, what }] of last)
    if (present.has(subject) !== (what === 'made'))
      tally.warn(subject, `${event.type} at ${timeText(event)}; the records say otherwise.`);
}
