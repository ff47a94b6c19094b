/** What every OCSF finding has, and how outcomes and severities are numbered there. */
import type { CheckResult } from '../../../schemas/check-results.ts';
import { type ExportedRun, notSegment } from './exported-run.ts';

const OCSF_VERSION = '1.5.0';
/** Compliance Finding, of the category Findings; each is new: it is of its own run. */
const [CLASS, CATEGORY, CREATE] = [2003, 2, 1];

export interface OcsfStatus {
  readonly status_id: number;
  readonly status: string;
}

/** Only a pass is one. What OCSF has no number for keeps our word. */
export const STATUSES: Readonly<Record<CheckResult['outcome'], OcsfStatus>> = {
  pass: { status_id: 1, status: 'Pass' },
  warn: { status_id: 2, status: 'Warning' },
  fail: { status_id: 3, status: 'Fail' },
  indeterminate: { status_id: 0, status: 'Unknown' },
  error: { status_id: 99, status: 'error' },
  not_applicable: { status_id: 99, status: 'not_applicable' },
  not_configured: { status_id: 99, status: 'not_configured' },
};

const SEVERITIES: Readonly<Record<CheckResult['severity'], { severity_id: number; severity: string }>> = {
  critical: { severity_id: 5, severity: 'Critical' },
  high: { severity_id: 4, severity: 'High' },
  medium: { severity_id: 3, severity: 'Medium' },
  low: { severity_id: 2, severity: 'Low' },
  info: { severity_id: 1, severity: 'Informational' },
};

/** Nobody is to be woken by what is as it should be, or was not asked. */
const HARMLESS: readonly CheckResult['outcome'][] = ['pass', 'not_applicable', 'not_configured'];

export const severityOf = ({ outcome, severity }: Pick<CheckResult, 'outcome' | 'severity'>) =>
  SEVERITIES[HARMLESS.includes(outcome) ? 'info' : severity];

export interface FindingInfo {
  readonly uid: string;
  readonly title: string;
  readonly desc: string;
  readonly analytic?: Readonly<Record<string, unknown>>;
}

export function ocsfBody(run: ExportedRun, info: FindingInfo) {
  const { manifest } = run;
  const other = notSegment(run);
  const time = Date.parse(manifest.run.startedAt);
  return {
    activity_id: CREATE,
    activity_name: 'Create',
    category_uid: CATEGORY,
    category_name: 'Findings',
    class_uid: CLASS,
    class_name: 'Compliance Finding',
    type_uid: CLASS * 100 + CREATE,
    type_name: 'Compliance Finding: Create',
    time,
    finding_info: { ...info, created_time: time },
    metadata: {
      version: OCSF_VERSION,
      uid: info.uid,
      product: { name: manifest.tool.name, version: manifest.tool.version },
      original_time: manifest.run.startedAt,
      ...(other === undefined ? {} : { labels: [other] }),
      ...(manifest.workspace === null ? {} : { tenant_uid: manifest.workspace.id }),
    },
  };
}
