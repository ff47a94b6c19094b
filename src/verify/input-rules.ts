/** What a manifest must say of files of the company's own: each once, in order, and a file for what was read alone. Pure. */
import type { InputEntry } from '../../schemas/input-entry.ts';
import type { Manifest } from '../../schemas/manifest.ts';
import { OUTCOME_REASONS } from '../../schemas/outcome.ts';
import { INPUTS_FOLDER, inputPath } from '../store/layout.ts';
import type { Problem } from './failure.ts';

/** Returns everything in which a manifest contradicts itself about them. */
export function inputProblems({ inputs = [], artifacts }: Manifest): readonly Problem[] {
  const files = new Map(artifacts.map(({ path, records }) => [path, records]));
  const owned = new Set(inputs.map(({ path }) => path));
  const ownerless = artifacts
    .filter(({ path }) => path.startsWith(INPUTS_FOLDER) && !owned.has(path))
    .map(({ path }) => ({
      what: 'check artifacts',
      expected: 'an input for each file of the company',
      found: JSON.stringify(path),
    }));
  const disordered = inputs
    .filter(({ name }, index) => index > 0 && name <= (inputs[index - 1]?.name ?? ''))
    .map(({ name }) => ({ what: 'check inputs', expected: 'each once, by name', found: name }));
  return [...ownerless, ...disordered, ...inputs.flatMap((input) => entryProblems(input, files))];
}

function entryProblems(
  { name, outcome, reason, records, path }: InputEntry,
  files: ReadonlyMap<string, number | undefined>,
): readonly Problem[] {
  const what = `check input ${name}`;
  if (outcome !== 'complete') {
    const legal: readonly string[] = OUTCOME_REASONS[outcome];
    if (reason !== undefined && legal.includes(reason) && records === null && path === undefined) return [];
    return [
      {
        what,
        expected: `a reason, no count and no file, since it is ${outcome}`,
        found: `${reason}, ${records}, ${path}`,
      },
    ];
  }
  const due = inputPath(name);
  if (reason !== undefined || path !== due || !files.has(due))
    return [
      {
        what,
        expected: `its file at ${due} and no reason, since it is complete`,
        found: `${path}, ${reason}`,
      },
    ];
  if (records !== null && files.get(due) === records) return [];
  return [{ what, expected: `${records} records in its artifact too`, found: String(files.get(due)) }];
}
