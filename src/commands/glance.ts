/**
 * Several connections at a glance: a table, one line a connection, worst first; then what needs a person.
 * Everything else waits for `--verbose`. Of one connection alone the details are shown at once.
 */
import type { ExitCode } from '../errors.ts';
import type { CommandOutput } from './command.ts';

export interface Glance {
  readonly connection: string;
  /** What it is ordered by. */
  readonly exitCode: ExitCode;
  /** And by this, among those that end alike: lower first. */
  readonly order?: number;
  /** What stands behind the name, one for each heading. */
  readonly cells: readonly string[];
  /** What a person has to know or do, each said in a sentence or two. */
  readonly needs: readonly string[];
}

export interface Overview {
  /** One line about all of them, above the table. */
  readonly summary?: string;
  /** Of the cells. */
  readonly headings: readonly string[];
  readonly glances: readonly Glance[];
  /** Lines about all of them, below the table; a blank line before them is added. */
  readonly about?: readonly string[];
  /** Returns a connection's own lines, in the order of the glances; shorter where they are not `isFull`. */
  readonly details: (isFull: boolean) => readonly string[];
}

/** What a terminal is at least as wide as. */
const WIDTH = 100;
const LONGEST_NAME = 32;
const GAP = '  ';
/** Of more connections than this only those are shown that need somebody, and of these no more. */
const MOST_ROWS = 24;
/** Of each connection; the rest is counted. */
const MOST_NEEDS = 3;

const WORST_FIRST: readonly ExitCode[] = [130, 143, 70, 6, 5, 3, 7, 4, 1, 2, 0];

/** Returns what a person reads, and what with `--verbose`. */
export function describeOverview(overview: Overview): Pick<CommandOutput, 'text' | 'verboseText'> {
  const { headings, glances, details, about = [], summary } = overview;
  if (glances.length <= 1) {
    return { text: details(false).join('\n\n'), verboseText: details(true).join('\n\n') };
  }
  const sorted = glances.toSorted((a, b) => rank(a) - rank(b) || (a.order ?? 0) - (b.order ?? 0));
  const say = (shown: readonly Glance[]) => {
    const needs = shown.flatMap(needsOf);
    return [
      ...(summary === undefined ? [] : [summary]),
      ...(shown.length === 0 ? [] : table(headings, shown)),
      ...hiddenOf(sorted, shown),
      ...(about.length === 0 ? [] : ['', ...about]),
      ...(needs.length === 0 ? [] : ['', ...needs]),
    ];
  };
  return {
    text: [...say(shownOf(sorted)), '', 'Everything else: --verbose, or the name of a connection.'].join(
      '\n',
    ),
    verboseText: [say(sorted).join('\n'), ...details(true)].join('\n\n'),
  };
}

const isInOrder = ({ exitCode, needs }: Glance) => exitCode === 0 && needs.length === 0;

function shownOf(sorted: readonly Glance[]): readonly Glance[] {
  if (sorted.length <= MOST_ROWS) return sorted;
  return sorted.filter((glance) => !isInOrder(glance)).slice(0, MOST_ROWS);
}

/** What the table leaves out is counted, those that need somebody apart. */
function hiddenOf(sorted: readonly Glance[], shown: readonly Glance[]): readonly string[] {
  const hidden = sorted.filter((glance) => !shown.includes(glance));
  const inOrder = hidden.filter(isInOrder).length;
  const others = hidden.length - inOrder;
  const counts = [
    ...(others === 0 ? [] : [`${others} more that need somebody`]),
    ...(inOrder === 0 ? [] : [`${inOrder} in order`]),
  ];
  return counts.length === 0 ? [] : [`and ${counts.join(', ')}`];
}

const rank = ({ exitCode }: Glance) => WORST_FIRST.indexOf(exitCode);

function table(headings: readonly string[], glances: readonly Glance[]): readonly string[] {
  const rows = [
    ['connection', ...headings].map((heading) => heading.toUpperCase()),
    ...glances.map(({ connection, cells }) => [cut(connection, LONGEST_NAME), ...cells]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    cut(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join(GAP)
        .trimEnd(),
      WIDTH,
    ),
  );
}

function needsOf({ connection, needs }: Glance): readonly string[] {
  const more = needs.length - MOST_NEEDS;
  const shown = [...needs.slice(0, MOST_NEEDS), ...(more > 0 ? [`and ${more} more: --verbose`] : [])];
  return shown.flatMap((need) => wrapped(`${connection}: ${need}`, '    '));
}

/** Returns a text as lines that fit, the later ones indented. A word that does not fit keeps a line of its own. */
export function wrapped(text: string, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length > WIDTH && line.trim() !== '') {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = longer;
  }
  return [...lines, line];
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
