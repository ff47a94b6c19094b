/** Errors in words, and as the one JSON document of `--json`. */
import { formatIssue } from './config/issues.ts';
import { ConfigError, EvidenceError } from './errors.ts';
import { printableLines } from './evidence/printable.ts';

/** Returns what a person reads: what went wrong, every problem of a configuration, what to do. */
export function describeError(error: unknown): string {
  if (!(error instanceof EvidenceError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `this is a bug, please report it:\n${stack}`;
  }
  const issues = error instanceof ConfigError ? error.issues.map((issue) => `  ${formatIssue(issue)}`) : [];
  const hint = error.hint === undefined ? [] : [error.hint];
  // A folder in a store is called as whoever made it likes.
  return printableLines([error.message, ...issues, ...hint].join('\n'));
}

/** Returns the JSON document of a failed command. */
export function errorJson(
  code: string,
  error: unknown,
): { readonly schema: string } & Record<string, unknown> {
  const message = error instanceof Error ? error.message : String(error);
  return {
    schema: 'segment-evidence/error/v1',
    code,
    message,
    ...(error instanceof EvidenceError && error.hint !== undefined ? { hint: error.hint } : {}),
    ...(error instanceof ConfigError ? { issues: error.issues } : {}),
  };
}
