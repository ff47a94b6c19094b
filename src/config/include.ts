/** The files that `include:` names: plain paths, `*` in the last part of a path, or secrets by the beginning of their names. */

import { readdirSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { ConfigIssue } from '../errors.ts';
import {
  type ConfigDocument,
  type Place,
  parseConfigText,
  type ReadResult,
  readDocument,
} from './document.ts';
import type { LoadOptions } from './effective.ts';
import {
  type ListManagedFiles,
  listManagedFiles,
  type ManagedFile,
  prefixOf,
  prefixProblem,
  shownSecret,
} from './managed-files.ts';
import { relativePathIssues } from './secret-document.ts';

export interface Included {
  readonly documents: readonly ConfigDocument[];
  readonly issues: readonly ConfigIssue[];
  /** Whether something that is kept elsewhere could not be fetched. */
  readonly isUnavailable: boolean;
}

/** One entry of `include:`, and where it stands. */
interface Entry {
  readonly text: string;
  readonly place: Place;
}

/**
 * Returns the documents included by the main one, by entry and then by name, each once.
 * A folder that does not exist is a problem; a pattern that matches nothing in it is not. A prefix without any secret
 * is one: it looks the same in the wrong region, and every connection would be missed in silence.
 */
export async function readIncluded(
  main: ConfigDocument,
  options: Pick<LoadOptions, 'cwd' | 'listManagedFiles'>,
): Promise<Included> {
  const written: unknown = main.value['include'];
  const seen = new Set<string>([main.file]);
  const parts: Included[] = [];
  for (const [index, text] of (Array.isArray(written) ? written : []).entries()) {
    if (typeof text !== 'string' || text.trim() === '') continue;
    const entry = { text, place: main.placeOf(['include', index]) };
    const prefix = prefixOf(text);
    parts.push(
      prefix === undefined
        ? readFiles(entry, main.folder, options.cwd, seen)
        : await readSecrets(entry, prefix, options.listManagedFiles ?? listManagedFiles, seen),
    );
  }
  return {
    documents: parts.flatMap(({ documents }) => documents),
    issues: parts.flatMap(({ issues }) => issues),
    isUnavailable: parts.some(({ isUnavailable }) => isUnavailable),
  };
}

function readFiles({ text, place }: Entry, folder: string, cwd: string, seen: Set<string>): Included {
  const found = matchFiles(text, folder);
  if ('problem' in found) return refused(place, found.problem);
  const files = found.files.filter((file) => !seen.has(file));
  for (const file of files) seen.add(file);
  return joined(files.map((file) => readDocument(file, cwd)));
}

async function readSecrets(
  { place }: Entry,
  prefix: string,
  list: ListManagedFiles,
  seen: Set<string>,
): Promise<Included> {
  const problem = prefixProblem(prefix);
  if (problem !== undefined) return refused(place, problem);
  const listed = await list(prefix);
  if ('unavailable' in listed) return { ...refused(place, listed.unavailable), isUnavailable: true };
  if (listed.files.length === 0) return refused(place, NONE_THERE);
  const files = listed.files.filter(({ name }) => !seen.has(shownSecret(name)));
  for (const { name } of files) seen.add(shownSecret(name));
  return {
    ...joined(files.map(readSecret)),
    isUnavailable: files.some((file) => 'unavailable' in file),
  };
}

const NONE_THERE =
  'expected secrets whose names begin with this, got none; check AWS_REGION and the account, or correct it';

function readSecret(file: ManagedFile): ReadResult {
  const shown = shownSecret(file.name);
  if ('text' in file) {
    const read = parseConfigText(file.text, shown, shown);
    const relative = read.document === undefined ? [] : relativePathIssues(read.document);
    return { ...read, issues: [...read.issues, ...relative] };
  }
  return {
    issues: [{ file: shown, path: '', message: 'invalid' in file ? file.invalid : file.unavailable }],
  };
}

function refused(place: Place, message: string): Included {
  return { documents: [], issues: [{ ...place, message }], isUnavailable: false };
}

function joined(reads: readonly ReadResult[]): Included {
  return {
    documents: reads.flatMap(({ document }) => (document === undefined ? [] : [document])),
    issues: reads.flatMap(({ issues }) => issues),
    isUnavailable: false,
  };
}

function matchFiles(
  pattern: string,
  folder: string,
): { readonly files: readonly string[] } | { problem: string } {
  const path = resolve(folder, pattern);
  const parent = dirname(path);
  const last = basename(path);
  if (parent.includes('*') || last.includes('**')) {
    return { problem: 'expected * only in the last part of the path, such as ./connections.d/*.yaml' };
  }
  if (!last.includes('*')) return { files: [path] };
  try {
    const names = readdirSync(parent).filter(
      (name) => !name.startsWith('.') && matches(name, last.split('*')),
    );
    return { files: names.sort().map((name) => resolve(parent, name)) };
  } catch {
    return { problem: 'expected a folder that can be read, got none; create it, or correct the path' };
  }
}

/** Finds the literal parts in order, leftmost first; no backtracking, so no pattern is slow. */
function matches(name: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop() ?? '';
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return from <= name.length - last.length;
}
