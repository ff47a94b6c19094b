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

/** What is said of every run. */
export const FIGURES = ['requests', 'records', 'wall', 'CPU', 'peak memory', 'stored'];

export const cellsOf = ({ requests, records, seconds, cpuSeconds, peakBytes, storedBytes }) => [
  requests.toLocaleString('en'),
  records.toLocaleString('en'),
  inSeconds(seconds),
  inSeconds(cpuSeconds),
  inMegabytes(peakBytes),
  inMegabytes(storedBytes),
];

export const inSeconds = (seconds) =>
  seconds === undefined ? '' : `${seconds.toFixed(seconds < 10 ? 2 : seconds < 1000 ? 1 : 0)} s`;
export const inMegabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0)} MB`;
export const asRatio = (ratio) => `${ratio.toFixed(2)} ×`;
