/** Answers from what a workbench has collected, with no other way to it than a stranger has. */
import { join } from 'node:path';
import { type Population, type PopulationRequest, population } from '../../src/answers/population.ts';
import type { Cell } from '../../src/answers/table.ts';
import { viewOf } from '../../src/answers/views/index.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { type History, readHistory } from '../../src/verify/read-history.ts';
import { signer, type Workbench } from './run.ts';

/** Returns what a workbench has committed. */
export function historyOf({ folder, clock }: Workbench): Promise<History> {
  const store = openFolderStore(folder, () => 'unused');
  const keys = [{ publicKey: signer.publicKey }];
  return readHistory(store, { connection: 'acme', keys, now: clock.now() });
}

/** Returns a population by its name. */
export function ask(
  history: History,
  name: string,
  request: Omit<PopulationRequest, 'view'> = {},
): Promise<Population> {
  const view = viewOf(name);
  if (view === undefined) throw new Error(`there is no population ${name}`);
  return population(history, { ...request, view });
}

/** Returns all cells, row by row. */
export async function cellsOf({ table }: Population): Promise<readonly (readonly Cell[])[]> {
  const rows: (readonly Cell[])[] = [];
  for await (const row of table.rows()) rows.push(table.columns.map((column) => column.value(row)));
  return rows;
}

/** Returns the folder of the snapshot that an answer is of. */
export const folderOf = ({ folder }: Workbench, { snapshot }: Population): string =>
  join(folder, 'segment-evidence/v1/acme', snapshot.snapshotPath);
