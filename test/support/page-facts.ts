/** The numbers of a page as it says them itself: every `data-fact` with its value. */

export interface SaidFact {
  /** Where it stands in the facts: `populations.users.total`. */
  readonly at: string;
  /** null: it is said not to be known. */
  readonly value: number | null;
}

/** Returns all numbers of a page. Throws where one is shown otherwise than it is marked. */
export function factsOnPage(html: string): readonly SaidFact[] {
  const marked = [...html.matchAll(/<(\w+)([^>]*) data-fact="([^"]+)"([^>]*)>(.*?)<\/\1>/gs)];
  return marked.map(([, tag, , at = '', rest = '', inner = '']) => {
    if (tag !== 'data') return { at, value: null };
    const value = Number(/ value="([^"]*)"/.exec(rest)?.[1]);
    const shown = Number(inner.replaceAll('\u202F', ''));
    if (!Number.isFinite(value) || shown !== value) throw new Error(`${at}: shown ${inner}, marked ${rest}`);
    return { at, value };
  });
}

/** Returns what stands at a path of the facts; in a list also by what its members are called. */
export function factAt(facts: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, member) => {
    if (Array.isArray(value) && member !== 'length' && !/^\d+$/.test(member))
      return value.find((each) => [each.checkId, each.area, each.name].includes(member));
    return (value as Record<string, unknown> | undefined)?.[member];
  }, facts);
}

/** Returns the rows of a table of a page as their cells' texts. */
export function rowsOnPage(html: string, name: string): readonly (readonly string[])[] {
  const table = new RegExp(`<table[^>]* data-table="${name}".*?</table>`, 's').exec(html)?.[0] ?? '';
  return [...table.matchAll(/<tr[^>]*>((?:<td.*?)+)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) => textOf(cell)),
  );
}

/** Returns what a piece of a page says. */
export const textOf = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** Returns one view of a page. */
export const viewOnPage = (html: string, id: string): string =>
  new RegExp(`<section id="${id}".*?(?=<section id="[a-z]+" aria-labelledby|</main>)`, 's').exec(html)?.[0] ??
  '';

/** Returns the rows of a table of a page, each by the titles of its columns. */
export function recordsOnPage(html: string, name: string): readonly Readonly<Record<string, string>>[] {
  const head = new RegExp(`<table[^>]* data-table="${name}".*?</thead>`, 's').exec(html)?.[0] ?? '';
  const titles = [...head.matchAll(/<th[^>]*>(.*?)<\/th>/gs)].map(([, title = '']) => textOf(title));
  return rowsOnPage(html, name).map((cells) =>
    Object.fromEntries(cells.map((cell, place) => [titles[place] ?? '', cell])),
  );
}

/** Returns what the parts of a drawing say of themselves. */
export function saidInDrawing(html: string, id: string): readonly string[] {
  const drawing = new RegExp(`<svg[^>]* aria-labelledby="${id}-name .*?</svg>`, 's').exec(html)?.[0] ?? '';
  return [...drawing.matchAll(/<title>(.*?)<\/title>/gs)].map(([, said = '']) => textOf(said));
}
