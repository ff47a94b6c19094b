/** Our own source files as the TypeScript compiler reads them, to hold them against the rules of the house. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';

export const ROOT = resolve(import.meta.dirname, '../..');

/** Folders of hand-written code; one that is not there yet is left out. */
const FOLDERS = ['src', 'schemas', 'jobs', 'scripts', 'test'];

export interface SourceText {
  /** Relative to the root, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Returns every hand-written source file below the given folders, or below all of them. */
export function sourceFiles(folders: readonly string[] = FOLDERS): readonly SourceText[] {
  const there = new Set(readdirSync(ROOT));
  return folders
    .filter((folder) => there.has(folder))
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(?:tsx?|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: relative(ROOT, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }));
}

/** Returns a file's tree, whose nodes know their parents where that is asked for. No rule looks into docstrings. */
export function parseSource({ path, text }: SourceText, withParents = false): ts.SourceFile {
  const options = {
    languageVersion: ts.ScriptTarget.ESNext,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  return ts.createSourceFile(path, text, options, withParents);
}

/** Returns what a rule finds in a file, each with its line: `src/log.ts:12: Date.now()`. */
export function findIn(
  { path, text }: SourceText,
  rule: (node: ts.Node, source: ts.SourceFile) => string | undefined,
): readonly string[] {
  const source = parseSource({ path, text }, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const problem = rule(node, source);
    if (problem !== undefined) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      found.push(`${path}:${line + 1}: ${problem}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
