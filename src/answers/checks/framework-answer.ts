/**
 * One framework over the answers of a snapshot: of each requirement that a check supports, what the checks say; and what no
 * check can say. A requirement is supported or not; whether it is met an auditor decides.
 */
import type { CheckResult, CheckResults, Controls } from '../../../schemas/check-results.ts';
import { frameworkLabels } from '../../checks/framework-labels.ts';
import { MANUAL_EVIDENCE } from '../../checks/manual-evidence.ts';
import type { Answer } from '../answer.ts';
import type { Column } from '../table.ts';
import { outcomeWords } from './check-columns.ts';

export type ControlStanding =
  | 'does not hold'
  | 'nobody can tell'
  | 'to look at'
  | 'not configured'
  | 'supported'
  | 'not applicable'
  | 'evidence from elsewhere';

export interface ControlRow {
  /** Of the framework; null: what no check says anything of. */
  readonly control: string | null;
  readonly standing: ControlStanding;
  readonly checks: readonly { readonly checkId: string; readonly title: string; readonly outcome: string }[];
  /** What evidence has to be brought, and from where. */
  readonly needs?: string;
}

/** The gravest that any check says of it; `supported` only where one passes and none says anything else. */
const GRAVEST: readonly (readonly [CheckResult['outcome'], ControlStanding])[] = [
  ['fail', 'does not hold'],
  ['error', 'nobody can tell'],
  ['indeterminate', 'nobody can tell'],
  ['warn', 'to look at'],
  ['not_configured', 'not configured'],
  ['pass', 'supported'],
];

const columns: readonly Column<ControlRow>[] = [
  { key: 'control', title: 'Requirement', kind: 'text', value: ({ control }) => control },
  { key: 'standing', title: 'The evidence says', kind: 'text', value: ({ standing }) => standing },
  {
    key: 'checks',
    onTerminal: 'if-any',
    title: 'Checks',
    kind: 'list',
    value: ({ checks }) => checks.map(({ checkId, title, outcome }) => `${checkId} ${outcome}: ${title}`),
  },
  {
    key: 'needs',
    onTerminal: 'if-any',
    title: 'Evidence to bring',
    kind: 'text',
    value: ({ needs = null }) => needs,
  },
];

/** Returns the answer about one framework, made from that about all checks. */
export function frameworkAnswer(
  answer: Answer<CheckResult>,
  { results }: CheckResults,
  framework: keyof Controls,
): Answer<ControlRow> {
  const rows = frameworkRows(results, framework);
  const { head, cover, sheets: _, ...rest } = answer;
  return {
    ...rest,
    question: `Which requirements of ${frameworkLabels[framework]} does the evidence support?`,
    cover: [['Framework', frameworkLabels[framework]], ...cover],
    table: {
      name: 'requirements',
      columns,
      rows: async function* () {
        yield* rows;
      },
    },
    head: { ...head, schema: 'segment-evidence/check-framework/v1', framework },
    rowsKey: 'requirements',
  };
}

/** Returns the requirements in order, then what no check can say. */
export const frameworkRows = (
  results: readonly CheckResult[],
  framework: keyof Controls,
): readonly ControlRow[] => [...controlRows(results, framework), ...manualRows()];

function controlRows(results: readonly CheckResult[], framework: keyof Controls): readonly ControlRow[] {
  const byControl = new Map<string, CheckResult[]>();
  for (const result of results)
    for (const control of result.controls[framework]) {
      const known = byControl.get(control);
      if (known === undefined) byControl.set(control, [result]);
      else known.push(result);
    }
  return [...byControl]
    .sort(([one], [other]) => compareIds(one, other))
    .map(([control, own]) => ({
      control,
      standing:
        GRAVEST.find(([outcome]) => own.some((result) => result.outcome === outcome))?.[1] ??
        'not applicable',
      checks: own.map((result) => ({
        checkId: result.checkId,
        title: result.title,
        outcome: outcomeWords(result),
      })),
    }));
}

/** `CC6.2` before `CC6.10`: numbers in an id count as numbers. */
function compareIds(one: string, other: string): number {
  const [own, others] = [one, other].map((id) => id.match(/\d+|\D+/g) ?? []);
  for (let index = 0; index < Math.min(own?.length ?? 0, others?.length ?? 0); index += 1) {
    const [left = '', right = ''] = [own?.[index], others?.[index]];
    const [a, b] = [Number(left), Number(right)];
    if (!Number.isNaN(a) && !Number.isNaN(b) && a !== b) return a - b;
    if (left !== right) return left < right ? -1 : 1;
  }
  return (own?.length ?? 0) - (others?.length ?? 0);
}

function manualRows(): readonly ControlRow[] {
  return MANUAL_EVIDENCE.map(({ subject, from }) => ({
    control: null,
    standing: 'evidence from elsewhere',
    checks: [],
    needs: `${subject}. From: ${from}.`,
  }));
}
