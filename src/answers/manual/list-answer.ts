/** Which manual evidence there is, slot by slot. */
import type { Controls } from '../../../schemas/check-results.ts';
import type { ManualEvidence } from '../../../schemas/manual-evidence.ts';
import { frameworkLabels } from '../../checks/framework-labels.ts';
import { manualSlots } from '../../checks/manual/slots.ts';
import { EXIT } from '../../errors.ts';
import { manualPrefix } from '../../store/layout.ts';
import { type Answer, standingOf } from '../answer.ts';
import type { Column } from '../table.ts';
import { countsText, isInForce, type SlotStanding, slotStandings, stateWords } from './standing.ts';

export const MANUAL_LIST_SCHEMA = 'segment-evidence/manual-list/v1';

export interface SlotRow {
  readonly slot: string;
  readonly title: string;
  readonly state: SlotStanding['state'];
  /** The state, with its day. */
  readonly words: string;
  readonly attach: string;
  readonly why: string;
  readonly everyMonths: number;
  readonly controls: Controls;
  /** The one that counts first, then all others, the newest first. */
  readonly evidence: readonly ManualEvidence[];
}

export interface ManualAsked {
  readonly connection: string;
  readonly attached: readonly ManualEvidence[];
  /** In UTC. */
  readonly day: string;
  readonly framework?: keyof Controls | undefined;
}

const NOBODY_SIGNED =
  'Files are kept beside the evidence, written once, and no record signs them. What is in them only a person can judge.';

/** Returns the slots, all or those of a framework. Exit 4: one is empty, or what was in it has expired. */
export function manualListAnswer({ connection, attached, day, framework }: ManualAsked): Answer<SlotRow> {
  const asked = framework === undefined ? manualSlots : slotsOf(framework);
  const standings = slotStandings(attached, day, asked);
  const rows = standings.map((standing) => rowOf(standing, attached));
  const lacking = standings.filter((standing) => !isInForce(standing));
  const unknown = attached.filter(({ slot }) => manualSlots.every(({ id }) => id !== slot));
  const of = framework === undefined ? '' : ` for ${frameworkLabels[framework]}`;
  const words = `manual evidence of ${connection}${of} as of ${day}: ${countsText(standings)}`;
  return {
    question: 'Which manual evidence is there?',
    standing: standingOf(words, lacking.length === 0 ? [] : [words]),
    cover: [
      ['Connection', connection],
      ...(framework === undefined ? [] : [['Framework', frameworkLabels[framework]] as const]),
      ['As of', `${day}, in UTC`],
      ['Place', manualPrefix(connection)],
      ['Means', NOBODY_SIGNED],
      ...unknown.map(
        ({ slot, id }) => ['Not known', `${slot}/${id}: this version has no such slot`] as const,
      ),
    ],
    exitCode: lacking.length === 0 ? EXIT.done : EXIT.incomplete,
    table: {
      name: 'slots',
      columns,
      rows: async function* () {
        yield* rows;
      },
    },
    head: {
      schema: MANUAL_LIST_SCHEMA,
      connection,
      asOf: day,
      ...(framework === undefined ? {} : { framework }),
      unknownSlots: [...new Set(unknown.map(({ slot }) => slot))],
    },
    rowsKey: 'slots',
    asOf: `${day}T00:00:00.000Z`,
  };
}

/** Returns the slots that a framework asks for. */
export const slotsOf = (framework: keyof Controls) =>
  manualSlots.filter(({ controls }) => controls[framework].length > 0);

function rowOf(standing: SlotStanding, attached: readonly ManualEvidence[]): SlotRow {
  const { slot, state, evidence } = standing;
  const { id, title, attach, why, everyMonths, controls } = slot;
  const others = attached.filter((each) => each.slot === id && each !== evidence).reverse();
  return {
    slot: id,
    title,
    state,
    words: stateWords(standing),
    attach,
    why,
    everyMonths,
    controls,
    evidence: evidence === undefined ? [] : [evidence, ...others],
  };
}

const columns: readonly Column<SlotRow>[] = [
  { key: 'slot', title: 'Slot', kind: 'text', value: ({ slot }) => slot },
  { key: 'state', title: 'State', kind: 'text', value: ({ words }) => words },
  { key: 'title', title: 'What it shows', kind: 'text', value: ({ title }) => title },
  {
    key: 'attach',
    onTerminal: 'if-any',
    title: 'What to attach',
    kind: 'text',
    value: (row) => (isInForce(row) ? null : row.attach),
  },
  {
    key: 'why',
    onTerminal: 'detail',
    title: 'Why no check can tell',
    kind: 'text',
    value: ({ why }) => why,
  },
  {
    key: 'every_months',
    onTerminal: 'detail',
    title: 'Due every (months)',
    kind: 'count',
    value: ({ everyMonths }) => everyMonths,
  },
  {
    key: 'files',
    onTerminal: 'if-any',
    title: 'Files',
    kind: 'list',
    value: ({ evidence }) => evidence.map(fileText),
  },
];

/** Returns a file in a line: what it is, its days, who attached it when, and where it lies. */
export function fileText({
  slot,
  id,
  file,
  effective,
  expires,
  attachedAt,
  by,
  note,
}: ManualEvidence): string {
  const who = by.name === null ? 'nobody said by whom' : `by ${by.name}, as they said`;
  const more = note === undefined ? '' : `; ${note}`;
  return `${file.name}, ${effective} to ${expires}, attached ${attachedAt} ${who}${more}; manual/${slot}/${id}/${file.path} is sha256:${file.sha256}`;
}
