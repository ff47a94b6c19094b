/** The files that `include:` names: plain paths, or `*` in the last part of a path. */

import { readdirSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { ConfigIssue } from '../errors.ts';
import { type ConfigDocument, readDocument } from './document.ts';
import type { LoadOptions } from './effective.ts';

export interface Included {
  readonly documents: readonly ConfigDocument[];
  readonly issues: readonly ConfigIssue[];
}

/**
 * Returns the documents included by the main one, by pattern and then by name, each once.
 * A folder that does not exist is a problem; a pattern that matches nothing in it is not.
 */
export async function readIncluded(
  main: ConfigDocument,
  { cwd }: Pick<LoadOptions, 'cwd'>,
): Promise<Included> {
  const patterns: unknown = main.value['include'];
  const documents: ConfigDocument[] = [];
  const issues: ConfigIssue[] = [];
  const seen = new Set<string>([main.file]);
  if (!Array.isArray(patterns)) return { documents, issues };
  for (const [index, pattern] of patterns.entries()) {
    if (typeof pattern !== 'string' || pattern.trim() === '') continue;
    const place = main.placeOf(['include', index]);
    const found = matchFiles(pattern, main.folder);
    if ('problem' in found) {
      issues.push({ ...place, message: found.problem });
      continue;
    }
    for (const file of found.files) {
      if (seen.has(file)) continue;
      seen.add(file);
      const read = readDocument(file, cwd);
      issues.push(...read.issues);
      if (read.document !== undefined) documents.push(read.document);
    }
  }
  return { documents, issues };
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
