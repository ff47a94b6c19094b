/**
 * What is wrong with the YAML itself, in our own words: the parser's messages quote the text at fault,
 * and that text may be a token. Also refuses what the parser cannot survive, and finds what it would take long for.
 */

import { type Document, isMap, isScalar, visit, type YAMLError } from 'yaml';

export interface YamlProblem {
  /** Offset in the text, in UTF-16 code units. */
  readonly offset: number;
  readonly message: string;
}

const MAX_DEPTH = 64;
const MAX_REPORTED = 20;
const TOO_DEEP = 'expected a configuration file, got something nested too deep';
export const QUOTE = 'put the value in quotes';

const TWICE = 'expected each setting once, got it a second time; remove one';

const MESSAGES: Partial<Record<YAMLError['code'], string>> = {
  BAD_ALIAS:
    'expected a value, got * or & used as an alias or anchor; put the value in quotes if it starts so',
  BAD_DIRECTIVE: 'expected no directive but %YAML 1.2; remove the line',
  BAD_DQ_ESCAPE: 'expected an escape that double quotes know, such as \\n; use single quotes for a backslash',
  BAD_INDENT: 'expected another indentation, or a bracket that is closed; compare with the lines above',
  BAD_SCALAR_START: `expected a value, got a character that none may start with; ${QUOTE}`,
  BLOCK_AS_IMPLICIT_KEY: `expected one setting a line, got a second ": "; ${QUOTE} or start a new line`,
  MISSING_CHAR:
    'expected a closing quote or bracket, a comma, or another indentation here; compare with the line above',
  MULTILINE_IMPLICIT_KEY:
    'expected "key: value" on one line; check the indentation, and the colon of the line above',
  MULTIPLE_DOCS: 'expected one document, got a second one after ---; remove it',
  NON_STRING_KEY: 'expected the name of a setting, got a list or a map',
  RESOURCE_EXHAUSTION: TOO_DEEP,
  TAB_AS_INDENT: 'expected spaces for indentation, got a tab; replace it with spaces',
  TAG_RESOLVE_FAILED: `expected a plain value, got a tag (!…); remove it, or ${QUOTE}`,
};

/** Returns what the parser found, at most 20 problems: one slip often makes the rest of a file look wrong. */
export function parserProblems(document: Document.Parsed): readonly YamlProblem[] {
  const problems = [...document.errors, ...document.warnings].map(({ code, pos }) => ({
    offset: pos[0],
    message: MESSAGES[code] ?? 'expected valid YAML 1.2; compare with the lines around',
  }));
  return problems.slice(0, MAX_REPORTED);
}

/** Returns the settings that stand in one map more than once. The parser compares each key with all before it. */
export function repeatedKeys(document: Document.Parsed): readonly YamlProblem[] {
  const problems: YamlProblem[] = [];
  visit(document, {
    Map(_key, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) problems.push({ offset: key.range?.[0] ?? 0, message: TWICE });
        seen.add(key.value);
      }
    },
  });
  return problems;
}

/** Returns whether the text says that it is written in another version of YAML. */
export function versionProblems(document: Document.Parsed): readonly YamlProblem[] {
  const { explicit, version } = document.directives.yaml;
  if (explicit !== true || version === '1.2') return [];
  const message = 'expected YAML 1.2, got a %YAML directive for another version; remove it';
  return [{ offset: 0, message }];
}

/** Returns why the whole is no configuration: empty, or not a map. */
export function rootProblem(document: Document.Parsed): YamlProblem | undefined {
  if (isMap(document.contents)) return undefined;
  const isEmpty = document.contents === null || document.toJS() === null;
  const message = isEmpty
    ? 'expected settings, got an empty file; see schemas/json/config.v1.example.yaml'
    : 'expected a map of settings, such as "store: ./evidence", got something else';
  return { offset: document.contents?.range?.[0] ?? 0, message };
}

/**
 * Returns the first line nested more than 64 deep, or undefined. Looks at the bare text, roughly: a parser
 * that recurses this deep ends the whole process, so the question must come before it.
 */
export function tooDeepAt(text: string): { readonly line: number; readonly message: string } | undefined {
  const open: { readonly indent: number; readonly depth: number }[] = [];
  let brackets = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const bare = line.trimStart();
    if (bare !== '' && !bare.startsWith('#')) {
      const indent = line.length - bare.length;
      while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
      const steps = brackets > 0 ? 0 : (bare.match(/(?:^|\s)[-?](?=\s|$)|:(?=\s|$)/g)?.length ?? 0);
      const depth = (open.at(-1)?.depth ?? 0) + steps;
      if (brackets === 0) open.push({ indent, depth });
      const deepest = deepestBracket(bare, brackets);
      if (depth + deepest.most > MAX_DEPTH) return { line: index + 1, message: TOO_DEEP };
      brackets = deepest.now;
    }
  }
  return undefined;
}

function deepestBracket(text: string, before: number): { readonly now: number; readonly most: number } {
  let now = before;
  let most = before;
  for (const character of text) {
    if (character === '[' || character === '{') now += 1;
    if (character === ']' || character === '}') now = Math.max(0, now - 1);
    most = Math.max(most, now);
  }
  return { now, most };
}
