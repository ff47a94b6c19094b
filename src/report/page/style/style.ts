/** The one style sheet of all pages. */
import { CHARTS } from './charts.ts';
import { LAYOUT } from './layout.ts';
import { PAPER } from './paper.ts';
import { PARTS } from './parts.ts';
import { PRINT } from './print.ts';
import { TABLES } from './tables.ts';
import { TOKENS } from './tokens.ts';
import { TRENDS } from './trends.ts';

/** Without line breaks: they would only make each page larger. */
export const STYLE = [TOKENS, LAYOUT, PARTS, TABLES, CHARTS, TRENDS, PAPER, PRINT]
  .join('\n')
  .replaceAll(/\s*\n\s*/g, '\n')
  .trim();

/** By kind of column, as its letter says: its least width in rem, and its share of what is left. */
const WIDTHS: Readonly<Record<string, readonly [rem: number, share: number]>> = {
  t: [8.5, 3],
  l: [11.5, 5],
  c: [6.5, 1],
  f: [6.5, 1],
  i: [12, 2],
};

/** Returns the rules for the layouts of long tables that a body has: no element may have a style of its own. */
export function layoutRules(body: string): string {
  const layouts = new Set([...body.matchAll(/ layout-([tlcfi]+)"/g)].map(([, letters = '']) => letters));
  return [...layouts]
    .map((letters) => {
      const widths = [...letters].map((letter) => WIDTHS[letter] ?? [9, 3]);
      const least = widths.reduce((sum, [rem]) => sum + rem, 0);
      const columns = widths.map(([rem, share]) => `minmax(${rem}rem,${share}fr)`).join(' ');
      return `\n.layout-${letters}{min-width:${least}rem}.layout-${letters} tr{grid-template-columns:${columns}}`;
    })
    .join('');
}
