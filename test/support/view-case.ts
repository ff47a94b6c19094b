/** Small evidence made by hand, for rows of a view that no workspace shows all of: in memory, and in files for a second engine. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredRecord } from '../../schemas/lines.ts';
import type { Cell } from '../../src/answers/table.ts';
import { viewOf } from '../../src/answers/views/index.ts';
import type { Reader, View } from '../../src/answers/views/view.ts';
import { canonical } from '../../src/evidence/canonical.ts';

export interface ViewCase {
  readonly title: string;
  readonly view: string;
  /** By resource; one that is not here cannot be read. */
  readonly records: Readonly<Record<string, readonly StoredRecord[]>>;
  /** Read, and not whole. */
  readonly partial?: readonly string[];
  readonly countedTo?: string;
  /** What earlier runs had of a resource, oldest first. */
  readonly earlier?: Readonly<
    Record<string, readonly (readonly [startedAt: string, records: readonly StoredRecord[]])[]>
  >;
  /** Columns that are looked at; default: all. */
  readonly columns?: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly gaps?: readonly string[];
  /** What the first line counts. */
  readonly counted?: string;
}

/** When the run of a case started. */
export const STARTED = '2026-11-22T03:00:05.000Z';

/** Returns a record of data alone, with the id that it has. */
export const record = (
  id: string,
  data: object = {},
  parent?: Readonly<Record<string, string>>,
): StoredRecord => ({
  data: { id, ...data },
  id: parent === undefined ? id : `${Object.values(parent).join('/')}/${id}`,
  ...(parent === undefined ? {} : { parent }),
});

async function* each(records: readonly StoredRecord[]): AsyncGenerator<StoredRecord> {
  yield* records;
}

/** Returns what the view of a case looks at. */
export function readerOf({ records, partial = [], countedTo = STARTED, earlier = {} }: ViewCase): Reader {
  return {
    records: (resource) => each(records[resource] ?? []),
    isReadable: (resource) => records[resource] !== undefined,
    isWhole: (resource) => records[resource] !== undefined && !partial.includes(resource),
    count: (resource) => records[resource]?.length,
    countedTo,
    versions: (resource) => [
      ...(earlier[resource] ?? []).map(([startedAt, held], index) => ({
        startedAt,
        keyId: 'a key',
        path: `earlier/${index}/${resource}.jsonl`,
        records: () => each(held),
      })),
      {
        startedAt: STARTED,
        keyId: 'a key',
        path: `data/resources/${resource}.jsonl`,
        records: () => each(records[resource] ?? []),
      },
    ],
  };
}

/** Returns the view of a case. */
export function viewIn({ view: name }: ViewCase): View {
  const view = viewOf(name);
  if (view === undefined) throw new Error(`there is no population ${name}`);
  return view;
}

/** Returns the cells that a case is about. */
export function picked(
  view: View,
  { columns }: ViewCase,
  rows: readonly (readonly unknown[])[],
): unknown[][] {
  const places = (columns ?? view.columns.map(({ key }) => key)).map((key) =>
    view.columns.findIndex((column) => column.key === key),
  );
  return rows.map((row) => places.map((place) => row[place]));
}

/** Writes the files of a case into a folder of its own, and returns it with what removes it. */
export function writeFiles({
  records,
  earlier = {},
}: ViewCase): readonly [folder: string, remove: () => void] {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-view-'));
  const write = (path: string, lines: readonly StoredRecord[]) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), lines.map((line) => `${canonical(line)}\n`).join(''));
  };
  for (const [resource, lines] of Object.entries(records)) write(`data/resources/${resource}.jsonl`, lines);
  for (const [resource, versions] of Object.entries(earlier))
    for (const [index, [, lines]] of versions.entries()) write(`earlier/${index}/${resource}.jsonl`, lines);
  return [folder, () => rmSync(folder, { recursive: true })];
}
