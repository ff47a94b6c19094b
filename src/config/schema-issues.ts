/**
 * What the schema finds wrong in a file, in words for the person who wrote the file: what was expected,
 * what kind of thing is there, what to do. Never the text of a value: it may be a token.
 */

import * as z from 'zod';
import type { ConfigDocument, Path } from './document.ts';
import type { FoundIssue } from './issues.ts';
import { quoteName, suggestion } from './suggest.ts';

type ZodIssue = z.core.$ZodIssue;

/** Returns all problems that the schema sees, each with its place. */
export function schemaIssues(document: ConfigDocument, schema: z.ZodType): readonly FoundIssue[] {
  const result = schema.safeParse(document.value);
  if (result.success) return [];
  return result.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownKey(document, schema, issue.path, key))
      : [
          {
            ...document.placeOf(issue.path, issue.code === 'invalid_key' ? 'key' : undefined),
            message: wording(issue, valueAt(document.value, issue.path)),
          },
        ],
  );
}

/** Returns what the schema says about a single value that is in no file, such as a flag; otherwise undefined. */
export function valueProblem(schema: z.ZodType, value: unknown): string | undefined {
  const issue = schema.safeParse(value).error?.issues[0];
  return issue === undefined ? undefined : wording(issue, value);
}

function unknownKey(document: ConfigDocument, schema: z.ZodType, parent: Path, key: string): FoundIssue {
  return {
    ...document.placeOf([...parent, key], 'key'),
    message: `expected a known setting, got ${quoteName(key)}`,
    advice: () => suggestion(key, knownKeys(schema, parent)),
  };
}

/** Returns the settings that may stand at a path of the schema. */
function knownKeys(schema: z.ZodType, path: Path): readonly string[] {
  let current: unknown = schema;
  for (const segment of path) {
    const parent = unwrap(current);
    if (parent instanceof z.ZodObject) current = parent.shape[String(segment)];
    else if (parent instanceof z.ZodArray) current = parent.element;
    else return [];
  }
  const target = unwrap(current);
  return target instanceof z.ZodObject ? Object.keys(target.shape).filter((key) => key !== '$schema') : [];
}

function unwrap(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? unwrap(schema.unwrap()) : schema;
}

function wording(issue: ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${EXPECTED[issue.expected] ?? issue.expected}, got ${kindOf(value)}${typeHint(issue.expected, value)}`;
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const near = typeof value === 'string' ? suggestion(value, allowed).replace(/^; known are .*/, '') : '';
      const any =
        allowed.length > MOST_NAMED
          ? `one of ${allowed.length} such as ${allowed[0]}`
          : allowed.join(', ').replace(/, ([^,]*)$/, ' or $1');
      return `expected ${any}, got ${typeof value === 'string' ? 'other text' : kindOf(value)}${value === undefined ? '; add it' : near}`;
    }
    case 'too_small':
      return tooSmall(issue, value);
    case 'too_big':
      return `expected at most ${issue.maximum}, got ${typeof value === 'number' ? value : kindOf(value)}`;
    case 'invalid_key':
      return 'expected a name of letters, digits and hyphens that starts with a small letter, got another name';
    default:
      return issue.message;
  }
}

/** More than these nobody reads in a line. */
const MOST_NAMED = 40;

function tooSmall(issue: z.core.$ZodIssueTooSmall, value: unknown): string {
  if (issue.origin === 'array')
    return 'expected at least one entry, got an empty list; remove the setting for the default';
  if (issue.origin === 'string') return 'expected text, got empty text';
  return `expected at least ${issue.minimum}, got ${typeof value === 'number' ? value : kindOf(value)}`;
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a whole number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of settings',
  record: 'a map',
};

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}

function typeHint(expected: string, value: unknown): string {
  if (value === undefined) return '; add it';
  if (value === null) return '; give it a value, or remove the line';
  if (expected === 'string' && typeof value !== 'object') return '; put it in quotes if it is meant as text';
  if (expected === 'array') return '; start the line with "- ", or put it in [ ]';
  if (expected === 'boolean' && typeof value === 'string') return '; write it without quotes';
  if ((expected === 'number' || expected === 'int') && typeof value === 'string')
    return '; write digits without quotes';
  return '';
}

function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const segment of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = Object.getOwnPropertyDescriptor(current, segment)?.value;
  }
  return current;
}
