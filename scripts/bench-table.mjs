/** Tables of figures, as Markdown. */

/** Returns a table; the first column is text, the others are figures. */
export function table(columns, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(columns),
    line(columns.map((_, index) => (index === 0 ? '---' : '---:'))),
    ...rows.map(line),
  ].join('\n');
}

export const inSeconds = (seconds) =>
  seconds === undefined ? '' : `${seconds.toFixed(seconds < 10 ? 2 : 0)} s`;
export const inMegabytes = (bytes) => `${Math.round(bytes / 2 ** 20)} MB`;
export const asRatio = (ratio) => `${ratio.toFixed(2)} ×`;
