/**
 * One configuration file: its plain value, and where in the file each part of it stands.
 * JSON goes the same way, being YAML 1.2, so that positions work for it too.
 */

import { dirname } from 'node:path';
import {
  type Document,
  isCollection,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import type { ConfigIssue } from '../errors.ts';
import { unfoldAliases } from './aliases.ts';
import { readConfigText, shownPath } from './read-file.ts';
import { looksLikeName } from './suggest.ts';
import {
  parserProblems,
  repeatedKeys,
  rootProblem,
  tooDeepAt,
  versionProblems,
  type YamlProblem,
} from './yaml-problems.ts';

export type Path = readonly PropertyKey[];

/** Where something stands, as an issue wants it. Line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Dotted, such as `connections.0.token`. */
  readonly path: string;
}

export interface ConfigDocument {
  /** Absolute. */
  readonly file: string;
  /** The path as messages show it. */
  readonly shown: string;
  /** Absolute; what relative paths in the file are relative to. */
  readonly folder: string;
  /** Plain data, not checked. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Returns the place of a value; of its key with `key`; of the nearest map around it when it is missing. */
  placeOf(path: Path, target?: 'key'): Place;
}

/** A file that was read, as far as it could be: with a document when its settings can be looked at. */
export interface ReadResult {
  readonly document?: ConfigDocument;
  readonly issues: readonly ConfigIssue[];
}

/** Returns the document of a file, or every reason why there is none. Never throws. */
export function readDocument(file: string, cwd: string): ReadResult {
  const shown = shownPath(file, cwd);
  const read = readConfigText(file, shown);
  return 'issue' in read ? { issues: [read.issue] } : parseConfigText(read.text, file, shown);
}

/** Returns the document of a text as though it stood in `file`. */
export function parseConfigText(text: string, file: string, shown: string): ReadResult {
  const tooDeep = tooDeepAt(text);
  if (tooDeep !== undefined) return { issues: [{ file: shown, path: '', column: 1, ...tooDeep }] };
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    resolveKnownTags: false,
    stringKeys: true,
    // It would compare each key with all before it; `repeatedKeys` looks once.
    uniqueKeys: false,
    version: '1.2',
    // Not 'silent': that would hide a second document too.
    logLevel: 'error',
  });
  const at = (problem: YamlProblem): ConfigIssue => {
    const { line, col } = lines.linePos(problem.offset);
    return {
      file: shown,
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      path: '',
      message: problem.message,
    };
  };
  const refusals = [...versionProblems(document), ...unfoldAliases(document)];
  const unreadable = [...parserProblems(document), ...refusals].map(at);
  if (document.errors.length > 0 || refusals.length > 0) return { issues: unreadable };
  const issues = [...unreadable, ...repeatedKeys(document).map(at)];
  const root = rootProblem(document);
  if (root !== undefined) return { issues: [...issues, at(root)] };
  return withValue(document, issues, { file, shown, lines });
}

interface Source {
  readonly file: string;
  readonly shown: string;
  readonly lines: LineCounter;
}

function withValue(document: Document.Parsed, issues: readonly ConfigIssue[], source: Source): ReadResult {
  const { file, shown, lines } = source;
  const pairs = new PairIndex();
  const placeOf = (path: Path, target?: 'key'): Place => {
    const { line, col } = lines.linePos(offsetOf(document, pairs, path, target));
    return {
      file: shown,
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      path: dotted(path),
    };
  };
  const value = document.toJS() as Readonly<Record<string, unknown>>;
  return { document: { file, shown, folder: dirname(file), value, placeOf }, issues };
}

function dotted(path: Path): string {
  return path.map((segment) => (looksLikeName(String(segment)) ? String(segment) : '(not shown)')).join('.');
}

/** Walks as far down as the path goes; a value that is absent or empty is blamed on its key or its parent. */
function offsetOf(document: Document.Parsed, pairs: PairIndex, path: Path, target?: 'key'): number {
  let node = document.contents as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, segment] of path.entries()) {
    const step = child(pairs, node, segment);
    if (step === undefined) return offset;
    const isLast = depth === path.length - 1;
    offset = isLast && target === 'key' ? step.keyOffset : (filledOffset(step.node) ?? step.keyOffset);
    node = step.node;
  }
  return offset;
}

interface Step {
  readonly node: Node | null;
  readonly keyOffset: number;
}

function child(pairs: PairIndex, node: Node | null, segment: PropertyKey): Step | undefined {
  if (!isCollection(node)) return undefined;
  if (!isMap(node)) {
    const item = node.items[Number(segment)] as Node | undefined;
    return item === undefined
      ? undefined
      : { node: item, keyOffset: item.range?.[0] ?? node.range?.[0] ?? 0 };
  }
  const pair = pairs.find(node, String(segment));
  if (pair === undefined) return undefined;
  const key = pair.key as Node;
  return { node: pair.value as Node | null, keyOffset: key.range?.[0] ?? 0 };
}

/** Finds the pairs of maps by their keys; looks through each map once. */
class PairIndex {
  readonly #maps = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

  find(map: YAMLMap, name: string): Pair | undefined {
    const known = this.#maps.get(map) ?? indexOf(map);
    this.#maps.set(map, known);
    return known.get(name);
  }
}

/** The last one wins, as it does in the value. */
function indexOf(map: YAMLMap): ReadonlyMap<string, Pair> {
  return new Map(map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair]] : [])));
}

/** An empty value has no text of its own, and its offset may be lines away from what is wrong. */
function filledOffset(node: Node | null): number | undefined {
  const range = node?.range;
  return range == null || range[0] === range[1] ? undefined : range[0];
}
