/** What a schema has against a value, in this folder's words. Never repeats the value itself. */
import { firstIssues, type Issue, type Schema } from '../../schemas/first-issues.ts';

export interface SchemaIssue {
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** A message that names every unknown member could be as long as the file. */
const LONGEST_MESSAGE = 500;

/**
 * Returns what the schema has against the value, of a very large one the first of it; nothing when it fits.
 * `characters`: the length of its text, where that is at hand.
 */
export function issuesOf(schema: Schema, value: unknown, characters?: number): readonly SchemaIssue[] {
  return firstIssues(schema, value, characters).map((issue) => ({
    path: issue.path.map(String).join('.'),
    ...toProblem(issue),
  }));
}

/** Returns one issue in words. */
export function toProblem({ path, message }: Pick<Issue, 'path' | 'message'>): Omit<SchemaIssue, 'path'> {
  const found = `${path.map(String).join('.') || 'top level'}: ${message}`;
  const isLong = found.length > LONGEST_MESSAGE;
  return {
    expected: 'what the format allows',
    found: isLong ? `${found.slice(0, LONGEST_MESSAGE)}…` : found,
  };
}
