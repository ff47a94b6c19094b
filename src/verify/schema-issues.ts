/** What a schema has against a value, in this folder's words. Never repeats the value itself. */
import { firstIssues, type Schema } from '../../schemas/first-issues.ts';

export interface SchemaIssue {
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** A message that names every unknown member could be as long as the file. */
const LONGEST_MESSAGE = 500;

/** Returns what the schema has against the value, of a very large one the first of it; nothing when it fits. */
export function issuesOf(schema: Schema, value: unknown): readonly SchemaIssue[] {
  return firstIssues(schema, value).map(({ path, message }) => {
    const place = path.map(String).join('.');
    const found = `${place || 'top level'}: ${message}`;
    const isLong = found.length > LONGEST_MESSAGE;
    return {
      path: place,
      expected: 'what the format allows',
      found: isLong ? `${found.slice(0, LONGEST_MESSAGE)}…` : found,
    };
  });
}
