/** The one style sheet of all pages. */
import { CHARTS } from './charts.ts';
import { LAYOUT } from './layout.ts';
import { PARTS } from './parts.ts';
import { PRINT } from './print.ts';
import { TABLES } from './tables.ts';
import { TOKENS } from './tokens.ts';

/** Without line breaks: they would only make each page larger. */
export const STYLE = [TOKENS, LAYOUT, PARTS, TABLES, CHARTS, PRINT]
  .join('\n')
  .replaceAll(/\s*\n\s*/g, '\n')
  .trim();

/** By kind of column, as its letter says: how much of the width it gets. */
const WIDTHS: Readonly<Record<string, string>> = {
  t: 'minmax(9rem,3fr)',
  l: 'minmax(14rem,5fr)',
  c: 'minmax(5rem,1fr)',
  f: 'minmax(4.5rem,1fr)',
  i: 'minmax(10rem,2fr)',
};

/** Returns the rules for the layouts of long tables that a body has: no element may have a style of its own. */
export function layoutRules(body: string): string {
  const layouts = new Set([...body.matchAll(/ layout-([tlcfi]+)"/g)].map(([, letters = '']) => letters));
  return [...layouts]
    .map((letters) => {
      const columns = [...letters].map((letter) => WIDTHS[letter]).join(' ');
      return `\n.layout-${letters} tr{grid-template-columns:${columns}}`;
    })
    .join('');
}
