/**
 * What people ask, and the call that answers it. Whether an agent makes that call only a model can show; that the
 * description speaks of it in the same words, and that the call gives the right row, can be tried without one.
 */
import { IS_FULL } from '../support/tier.ts';
import type { SealedDays } from './sealed-days.ts';

export interface Question {
  readonly question: string;
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Words of the question that the tool's description has too. */
  readonly words: readonly string[];
  /** In one of the rows. */
  readonly row: Readonly<Record<string, unknown>>;
  /** Whether the answer may be called complete. */
  readonly isComplete: boolean;
}

export function questionsAbout({
  owner,
  hostile,
  destination,
  source,
  plan,
  group,
  event,
  joiner,
  renamed,
}: SealedDays['world']) {
  const population = (resource: string, more = {}) => ({
    tool: 'population',
    arguments: { resource, ...more },
  });
  return [
    {
      question: 'Which Segment workspaces do we have evidence of, and since when?',
      tool: 'connections',
      arguments: {},
      words: ['workspaces', 'evidence', 'since when'],
      row: { connection: 'acme', runs: 2, firstRunAt: '2026-11-20T03:00:05.000Z' },
      isComplete: true,
    },
    {
      question: 'How did the newest snapshot end?',
      tool: 'connections',
      arguments: {},
      words: ['newest snapshot', 'end'],
      row: { connection: 'acme', status: 'partial' },
      isComplete: true,
    },
    {
      question: 'Who could do what on 20 November 2026?',
      ...population('users', { at: '2026-11-20' }),
      words: ['who could do what'],
      row: { id: owner.id, email: owner.email, isOwner: true },
      isComplete: true,
    },
    {
      question: 'What access did this one user have, by e-mail address?',
      ...population('users', { at: '2026-11-20', contains: owner.email.toUpperCase() }),
      words: ['access', 'user'],
      row: { id: owner.id },
      isComplete: true,
    },
    {
      question: 'Who had access on a day on which nothing was collected?',
      ...population('users', { at: '2026-11-21' }),
      words: ['who had access', 'day'],
      row: { id: owner.id },
      isComplete: false,
    },
    {
      question: 'Which destinations existed?',
      ...population('destinations'),
      words: ['destinations', 'existed'],
      row: { id: destination.id },
      isComplete: true,
    },
    {
      question: 'What sources are there, and how many?',
      ...population('sources'),
      words: ['sources', 'how many'],
      row: { id: source.id },
      isComplete: true,
    },
    {
      question: 'List the tracking-plans.',
      ...population('tracking-plans'),
      words: ['list', 'tracking-plans'],
      row: { planId: plan.id },
      isComplete: true,
    },
    {
      question: 'Who receives which data?',
      ...population('data-flows'),
      words: ['who receives which data'],
      row: { id: destination.id, kind: 'destination' },
      isComplete: true,
    },
    {
      question: 'Which deletion requests were not done in time?',
      ...population('regulations'),
      words: ['deletion requests', 'in time'],
      row: {},
      isComplete: true,
    },
    {
      question: 'Which groups are there?',
      ...population('groups'),
      words: ['groups'],
      row: { id: group.id },
      isComplete: true,
    },
    {
      question: 'Which audit-events were there?',
      ...population('audit-events', { at: '2026-11-20', limit: 200 }),
      words: ['audit-events'],
      row: { id: event.id },
      isComplete: true,
    },
    {
      question: 'Was evidence collected every day, and which runs are missing?',
      tool: 'calendar',
      arguments: { from: '2026-11-20', to: '2026-11-21', state: 'missing' },
      words: ['collected every day', 'which runs are missing'],
      row: { slot: '2026-11-21T03:00:00.000Z', state: 'missing' },
      isComplete: false,
    },
    {
      question: 'Why was a run of this period partial?',
      tool: 'calendar',
      arguments: { from: '2026-11-22', to: '2026-11-22' },
      words: ['why', 'period', 'partial'],
      row: { slot: '2026-11-22T03:00:00.000Z', state: 'partial', seq: 1 },
      isComplete: false,
    },
    {
      question: 'Is the list of users complete and accurate, and how is that known?',
      tool: 'certificate',
      arguments: { resource: 'users' },
      words: ['complete and accurate', 'known'],
      row: { resource: 'users', outcome: 'complete', records: 5, method: 'total-match' },
      // No stored file was read for it.
      isComplete: false,
    },
    {
      question: 'Is the list of users complete, and are its stored files what was signed?',
      tool: 'certificate',
      arguments: { resource: 'users', bytes: true },
      words: ['complete', 'stored files', 'what was signed'],
      row: { resource: 'users', outcome: 'complete', records: 5, method: 'total-match' },
      isComplete: true,
    },
    {
      question: 'Why was a resource not read: was it denied?',
      tool: 'certificate',
      arguments: {},
      words: ['why', 'not read', 'denied'],
      row: { resource: 'roles', outcome: 'denied', reason: 'scope', records: null },
      isComplete: false,
    },
    {
      question: 'Which checks fail, and why?',
      tool: 'check',
      arguments: {},
      words: ['which checks fail', 'why'],
      row: { checkId: 'TOK-02', state: 'fail', severity: 'critical' },
      // Not all was read that the checks need.
      isComplete: false,
    },
    {
      question: 'What is open for SOC 2 that is critical?',
      tool: 'check',
      arguments: { framework: 'soc2', severity: 'critical', state: 'fail' },
      words: ['open for soc 2'],
      row: { checkId: 'TOK-02', state: 'fail' },
      // The fast tier does not read all that these checks need.
      isComplete: IS_FULL,
    },
    {
      question: 'Show me the settings of this destination.',
      tool: 'record',
      arguments: { resource: 'destinations', id: destination.id },
      words: ['settings', 'destination'],
      row: { id: destination.id },
      isComplete: true,
    },
    {
      question: 'What are the permissions of one user, whose id is known?',
      tool: 'record',
      arguments: { resource: 'users', id: hostile.id },
      words: ['permissions', 'one user', 'id is known'],
      row: { id: hostile.id },
      isComplete: true,
    },
    {
      question: 'What does one audit event say?',
      tool: 'record',
      arguments: { resource: 'audit-events', id: event.id, at: '2026-11-20', pointer: '/data' },
      words: ['one audit event'],
      row: { id: event.id, type: event.type },
      isComplete: true,
    },
    {
      question: 'Who joined or left in this period, and who did it?',
      tool: 'changes',
      arguments: { from: '2026-11-20', to: '2026-11-22', resource: 'users' },
      words: ['who joined or left', 'period'],
      row: { resource: 'users', id: joiner.id, change: 'added', explanation: 'explained' },
      isComplete: false,
    },
    {
      question: 'Which changes have no event that says who made them?',
      tool: 'changes',
      arguments: { explanation: 'unexplained' },
      words: ['no event says who made'],
      row: { resource: 'destinations', id: renamed.id, change: 'changed' },
      isComplete: false,
    },
    {
      question: 'When was this added, and by whom?',
      tool: 'changes',
      arguments: { contains: joiner.id },
      words: ['when', 'added', 'by whom'],
      row: { id: joiner.id, actor: owner.email },
      isComplete: false,
    },
    {
      question: 'Did the collector only read, or has it changed anything in the workspace?',
      tool: 'read_only_proof',
      arguments: {},
      words: ['collector only read', 'changed', 'workspace'],
      row: { verdict: 'supported' },
      isComplete: true,
    },
    {
      question: 'Is it so that access was reviewed, and removals were done?',
      tool: 'review_status',
      arguments: {},
      words: ['access was reviewed', 'removals'],
      row: { userId: hostile.id, decision: 'revoke', state: 'open' },
      isComplete: false,
    },
    {
      question: 'Can the evidence be trusted, or was it tampered with?',
      tool: 'verify',
      arguments: {},
      words: ['can be trusted', 'tampered with', 'evidence'],
      row: { kind: 'note' },
      // No stored file was read for it.
      isComplete: false,
    },
    {
      question: 'Are the signatures and the chain intact, down to every stored file?',
      tool: 'verify',
      arguments: { bytes: true },
      words: ['signatures', 'chain', 'intact', 'every stored file'],
      row: { kind: 'note' },
      isComplete: true,
    },
  ] as const satisfies readonly Question[];
}
