/**
 * One framework over the answers of a snapshot: of each requirement what the checks say, and what was attached by hand where no
 * check can tell. A requirement is supported or not; whether it is met an auditor decides.
 */
import type { CheckResult, CheckResults, Controls } from '../../../schemas/check-results.ts';
import type { ManualEvidence } from '../../../schemas/manual-evidence.ts';
import { frameworkLabels } from '../../checks/framework-labels.ts';
import type { Answer } from '../answer.ts';
import { fileText, slotsOf } from '../manual/list-answer.ts';
import { countsText, isInForce, type SlotStanding, slotStandings, stateWords } from '../manual/standing.ts';
import type { Column, Table } from '../table.ts';
import { type ControlRow, controlRows } from './control-rows.ts';

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
    key: 'manual',
    onTerminal: 'if-any',
    title: 'Manual evidence',
    kind: 'list',
    value: ({ manual }) => manual.map(({ slot, words }) => `${slot}: ${words}`),
  },
  {
    key: 'rests_on',
    onTerminal: 'detail',
    title: 'Rests on',
    kind: 'list',
    value: ({ restsOn }) => restsOn.map(({ resource, outcome }) => `${resource} ${outcome}`),
  },
];

const slotColumns: readonly Column<SlotStanding>[] = [
  { key: 'slot', title: 'Slot', kind: 'text', value: ({ slot }) => slot.id },
  { key: 'state', title: 'State', kind: 'text', value: stateWords },
  { key: 'title', title: 'What it shows', kind: 'text', value: ({ slot }) => slot.title },
  { key: 'attach', title: 'What to attach', kind: 'text', value: ({ slot }) => slot.attach },
  { key: 'why', title: 'Why no check can tell', kind: 'text', value: ({ slot }) => slot.why },
  {
    key: 'file',
    title: 'File',
    kind: 'text',
    value: ({ evidence }) => (evidence === undefined ? null : fileText(evidence)),
  },
];

export interface Attached {
  readonly evidence: readonly ManualEvidence[];
  /** The day on which it has to count, in UTC. */
  readonly day: string;
}

/** Returns what counts of the attached files, or has expired, for a framework: what the answer rests on. */
export const attachedFor = (
  framework: keyof Controls,
  { evidence, day }: Attached,
): readonly ManualEvidence[] =>
  slotStandings(evidence, day, slotsOf(framework)).flatMap((standing) => standing.evidence ?? []);

/** Returns the answer about one framework, made from that about all checks. */
export function frameworkAnswer(
  answer: Answer<CheckResult>,
  { results }: CheckResults,
  framework: keyof Controls,
  { evidence, day }: Attached,
): Answer<ControlRow> {
  const standings = slotStandings(evidence, day, slotsOf(framework));
  const rows = controlRows(results, standings, framework);
  const { head, cover, standing, sheets: _, ...rest } = answer;
  return {
    ...rest,
    question: `Which requirements of ${frameworkLabels[framework]} does the evidence support?`,
    standing: `${standing}; manual evidence: ${countsText(standings)}`,
    cover: [
      ['Framework', frameworkLabels[framework]],
      ...cover,
      ['Manual evidence', `${countsText(standings)}, as of ${day}`],
      [
        '',
        'Attached by hand, kept beside the evidence, signed by nobody. What is in a file only a person can judge.',
      ],
      ...standings.filter((each) => !isInForce(each)).map(lackText),
    ],
    table: {
      name: 'requirements',
      columns,
      rows: async function* () {
        yield* rows;
      },
    },
    sheets: [slotTable(standings) as Table],
    head: {
      ...head,
      schema: 'segment-evidence/check-framework/v1',
      framework,
      manual: { asOf: day, slots: standings.map(slotDocument) },
    },
    rowsKey: 'requirements',
  };
}

const lackText = (standing: SlotStanding) => {
  const { slot } = standing;
  return ['To attach', `${slot.id}, ${stateWords(standing)}: ${slot.attach}`] as const;
};

function slotDocument({ slot, state, evidence }: SlotStanding) {
  const { id, title, attach, why } = slot;
  return { slot: id, state, title, attach, why, ...(evidence === undefined ? {} : { evidence }) };
}

const slotTable = (standings: readonly SlotStanding[]): Table<SlotStanding> => ({
  name: 'manual evidence',
  columns: slotColumns,
  rows: async function* () {
    yield* standings;
  },
});
