/** The columns of what checks answer, and of their exceptions. */
import {
  type CheckException,
  type CheckResult,
  type Controls,
  frameworkNames,
} from '../../../schemas/check-results.ts';
import { frameworkLabels } from '../../checks/framework-labels.ts';
import type { Column } from '../table.ts';
import { waiverText } from './waiver-text.ts';

/** In words, with what somebody has accepted: that is still no pass. */
export function outcomeWords({ outcome, waiver }: CheckResult): string {
  const words = outcome.replaceAll('_', ' ');
  return waiver === undefined ? words : `${words}, ${WAIVED[waiver.state]}`;
}

const WAIVED = {
  accepted: 'accepted',
  'in-part': 'accepted in part',
  expired: 'the waiver has expired',
} as const;

export const checkColumns: readonly Column<CheckResult>[] = [
  { key: 'check', title: 'Check', kind: 'text', value: ({ checkId }) => checkId },
  { key: 'outcome', title: 'Outcome', kind: 'text', value: outcomeWords },
  { key: 'severity', title: 'Severity', kind: 'text', value: ({ severity }) => severity },
  { key: 'title', title: 'What holds where it passes', kind: 'text', value: ({ title }) => title },
  { key: 'looked_at', title: 'Looked at', kind: 'count', value: ({ populationSize }) => populationSize },
  {
    key: 'failing',
    onTerminal: 'detail',
    title: 'Failing',
    kind: 'count',
    value: ({ exceptionTotals }) => exceptionTotals.fail,
  },
  {
    key: 'to_look_at',
    onTerminal: 'detail',
    title: 'To look at',
    kind: 'count',
    value: ({ exceptionTotals }) => exceptionTotals.warn,
  },
  {
    key: 'not_known',
    onTerminal: 'detail',
    title: 'Nobody can tell',
    kind: 'count',
    value: ({ exceptionTotals }) => exceptionTotals.unknown,
  },
  {
    key: 'reason',
    onTerminal: 'if-any',
    title: 'Reason',
    kind: 'text',
    value: ({ reason = null }) => reason,
  },
  {
    key: 'waiver',
    onTerminal: 'if-any',
    title: 'Waiver',
    kind: 'text',
    value: ({ waiver }) => (waiver === undefined ? null : waiverText(waiver)),
  },
  { key: 'exceptions', onTerminal: 'if-any', title: 'Exceptions', kind: 'list', value: exceptionTexts },
  {
    key: 'remediation',
    onTerminal: 'if-any',
    title: 'What to do',
    kind: 'text',
    value: ({ outcome, remediation }) => (outcome === 'fail' || outcome === 'warn' ? remediation : null),
  },
  {
    key: 'supports',
    onTerminal: 'detail',
    title: 'Supports',
    kind: 'list',
    value: ({ controls }) => controlTexts(controls),
  },
  {
    key: 'rests_on',
    onTerminal: 'detail',
    title: 'Rests on',
    kind: 'list',
    value: ({ evidence }) => evidence.map(({ resource, outcome }) => `${resource} ${outcome}`),
  },
];

function exceptionTexts({
  exceptions,
  exceptionTotals: { fail, warn, unknown },
}: CheckResult): readonly string[] {
  const left = fail + warn + unknown - exceptions.length;
  const texts = exceptions.map(({ subject, detail, level }) => {
    return `${subject}: ${detail}${level === 'fail' ? '' : ` (${level === 'warn' ? 'to look at' : 'nobody can tell'})`}`;
  });
  return left === 0 ? texts : [...texts, `and ${left} more that are not listed`];
}

function controlTexts(controls: Controls): readonly string[] {
  return frameworkNames.flatMap((name) => controls[name].map((id) => `${frameworkLabels[name]} ${id}`));
}

export interface ExceptionRow extends CheckException {
  readonly checkId: string;
}

export const exceptionColumns: readonly Column<ExceptionRow>[] = [
  { key: 'check', title: 'Check', kind: 'text', value: ({ checkId }) => checkId },
  { key: 'level', title: 'Level', kind: 'text', value: ({ level }) => level },
  { key: 'subject', title: 'Subject', kind: 'text', value: ({ subject }) => subject },
  { key: 'detail', title: 'Detail', kind: 'text', value: ({ detail }) => detail },
];
