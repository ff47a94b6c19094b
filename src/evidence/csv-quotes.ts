/** Quotation marks in CSV: one that is not closed makes one cell of all that follows, and nobody would see which rows are gone. Pure. */

/**
 * Returns the row, as a spreadsheet counts, whose cell begins with a quotation mark that is never closed, or that closes within
 * the cell, as it does where another one is missing before, and where in the text it begins; undefined: there is none.
 */
export function unclosedRow(
  text: string,
  delimiter: string,
): { readonly row: number; readonly at: number } | undefined {
  let row = 1;
  let isStart = true;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isStart && character === '"') {
      const close = closingQuote(text, at + 1);
      const next = close === undefined ? undefined : (text[close + 1] ?? '\n');
      if (close === undefined || next === undefined || ![delimiter, '\r', '\n'].includes(next))
        return { row, at };
      at = close;
      isStart = false;
    } else if (character === '\r' || character === '\n') {
      if (character === '\r' && text[at + 1] === '\n') at += 1;
      row += 1;
      isStart = true;
    } else isStart = character === delimiter;
  }
  return undefined;
}

function closingQuote(text: string, from: number): number | undefined {
  let at = text.indexOf('"', from);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at === -1 ? undefined : at;
}
