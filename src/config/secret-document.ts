/** A secret as a configuration file: no folder is around it, so nothing in it can be relative. */

import { isAbsolute } from 'node:path';
import { isPem } from '../../schemas/config-anchors.ts';
import type { ConfigDocument, Path } from './document.ts';
import type { FoundIssue } from './issues.ts';

const RELATIVE = 'expected an absolute path: what stands in a secret is relative to no folder';

/** Returns a problem for every path in the connections of a secret that is relative to the folder of its file. */
export function relativePathIssues(document: ConfigDocument): readonly FoundIssue[] {
  return relativePaths(document.value).map((path) => ({ ...document.placeOf(path), message: RELATIVE }));
}

function relativePaths(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value === 'string') return isRelative(value, path) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    relativePaths(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function isRelative(text: string, path: Path): boolean {
  if (text.startsWith('file:')) return !isAbsolute(text.slice('file:'.length));
  const [parent, last] = [path.at(-2), path.at(-1)];
  const isPath =
    (last === 'store' && !text.startsWith('s3:')) ||
    (last === 'ca' && !isPem(text)) ||
    parent === 'previousKeys';
  return isPath && !isAbsolute(text);
}
