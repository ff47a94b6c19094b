/** Columns of a company's file that nobody reads: one that is optional may be meant, and mistyped. */
import type { ConfiguredInput } from '../effective.ts';
import { readTextFile } from '../read-file.ts';
import { looksLikeName, suggest } from '../suggest.ts';
import { COLUMNS, countKnown, placesIn } from './columns.ts';
import { readCsv } from './csv.ts';
import { MOST_MIB } from './input-file.ts';

export interface IgnoredColumn {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** As it stands there; absent where it may be no name: what stands in a cell is never repeated. */
  readonly name?: string;
  /** A column of this file that it may be meant as, and that the file does not have. */
  readonly near?: string;
}

/** Returns the columns of files that can be used. */
export async function ignoredColumns(inputs: readonly ConfiguredInput[]): Promise<readonly IgnoredColumn[]> {
  return (await Promise.all(inputs.map(ignoredIn))).flat();
}

async function ignoredIn({ name: input, path, shown }: ConfiguredInput): Promise<readonly IgnoredColumn[]> {
  const file = readTextFile(path, shown, MOST_MIB);
  if ('issue' in file) return [];
  const columns = COLUMNS[input];
  const rows = await readCsv(file.text, (header) => countKnown(header, columns));
  if ('message' in rows) return [];
  for (const { cells, placeOf } of rows) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    const places = placesIn(cells, columns);
    const used = new Set([...places.values()].flat());
    const open = columns.map(({ name }) => name).filter((name) => (places.get(name) ?? []).length === 0);
    return cells.flatMap((cell, index) => {
      const name = cell.trim();
      if (used.has(index) || name === '') return [];
      const near = suggest(name, open);
      return [
        {
          file: shown,
          ...placeOf(index),
          ...(looksLikeName(name.replaceAll(' ', '_')) ? { name } : {}),
          ...(near === undefined ? {} : { near }),
        },
      ];
    });
  }
  return [];
}
