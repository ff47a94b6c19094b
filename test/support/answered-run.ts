/** A run whose checks ended in every way there is, for exports: its subjects, names and reasons are what somebody typed. */
import {
  type CheckResult,
  type CheckResults,
  checkOutcomes,
  checkResults,
} from '../../schemas/check-results.ts';
import { check as owners } from '../../src/checks/membership/workspace-owner-count-within-bounds.ts';
import { sha256 } from '../../src/evidence/canonical.ts';
import type { ExportedRun } from '../../src/report/export/exported-run.ts';

export const FILE = { path: 'data/resources/users.jsonl', sha256: sha256('users') };
const LOG_ID = '0123456789abcdef0123456789abcdef';

/** Answers of one check for each outcome, `X-PASS` and so on, and three fails that are waived in three ways. */
export function everyOutcome(typed: string): CheckResults {
  const waivers = (['accepted', 'in-part', 'expired'] as const).map((state) =>
    answer(`X-${state}`, 'fail', typed, {
      waiver: {
        state,
        approverRole: typed,
        reason: typed,
        ticket: typed,
        expires: '2026-12-31',
        subjects: [typed],
      },
    }),
  );
  const results = [...checkOutcomes.map((outcome) => answer(`X-${outcome}`, outcome, typed)), ...waivers];
  return checkResults.parse({
    schema: 'segment-evidence/check-results/v1',
    catalog: { version: '1', sha256: sha256('catalog') },
    evaluatedAt: '2026-11-22T03:00:04.000Z',
    judgedWith: { previous: null, tokenSince: null },
    results,
  });
}

function answer(
  checkId: string,
  outcome: CheckResult['outcome'],
  typed: string,
  more: Partial<CheckResult> = {},
): CheckResult {
  const level = { fail: 'fail', warn: 'warn', indeterminate: 'unknown' }[outcome as string] as
    | 'fail'
    | undefined;
  const isWhole = outcome !== 'indeterminate';
  return {
    checkId,
    checkVersion: 1,
    title: 'What is claimed holds',
    area: 'membership',
    severity: 'high',
    confidence: 'read',
    outcome,
    ...(['pass', 'fail'].includes(outcome) ? {} : { reason: typed }),
    params: { names: [typed], most: 5 },
    populationSize: 3,
    exceptions: level === undefined ? [] : [{ subject: `users/${typed}`, detail: typed, level }],
    exceptionTotals: { fail: 0, warn: 0, unknown: 0, ...(level === undefined ? {} : { [level]: 1 }) },
    evidence: [
      isWhole
        ? { resource: 'users', outcome: 'complete', ...FILE }
        : { resource: 'users', outcome: 'denied' },
    ],
    controls: owners.controls,
    remediation: 'Do something about it.',
    ...more,
  };
}

/** A run that has these answers, or none. */
export function answeredRun(answers: CheckResults | undefined, seq = 41, name = 'Acme'): ExportedRun {
  const snapshotPath = 'snapshots/2026/11/22/20261122T030004Z-1b4e28ba';
  return {
    manifest: {
      connection: 'acme',
      workspace: { id: 'w1', slug: 'acme', name, region: 'us' },
      origin: { kind: 'segment', host: 'api.segmentapis.com' },
      run: {
        id: '1b4e28ba-0000-4000-8000-000000000000',
        slot: '2026-11-22T03:00:00.000Z',
        missedSlots: ['2026-11-21T03:00:00.000Z'],
        trigger: 'schedule',
        startedAt: '2026-11-22T03:00:04.000Z',
        endedAt: '2026-11-22T03:03:04.000Z',
        expectedNextBy: '2026-11-23T04:00:00.000Z',
      },
      status: answers === undefined ? 'failed' : 'complete',
      artifacts: [{ ...FILE, mediaType: 'application/x-ndjson', bytes: 5 }],
      tool: { name: 'segment-evidence', version: '0.1.0' },
      checks: null,
      chain: {
        number: 1,
        logId: LOG_ID,
        seq,
        prev: null,
        recordedAt: '2026-11-22T03:03:05.000Z',
        continues: null,
      },
      snapshotPath,
    },
    manifestSha256: sha256(`manifest ${seq}`),
    folder: `segment-evidence/v1/acme/${snapshotPath}/`,
    isExpired: false,
    checkResults: async () => answers,
  };
}
