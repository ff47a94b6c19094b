/** Whether a text can be a write key at all, seen without asking anyone: Segment answers 200 to almost any. */

const MOST_CHARACTERS = 512;

export interface WriteKeyProblem {
  /** `expected X, got Y`, without the key. */
  readonly problem: string;
  /** One imperative sentence. */
  readonly hint: string;
}

const COPY_AGAIN =
  'Copy the write key again from Connections > Sources > the source > Settings > API Keys, and store it alone.';

/** Returns why this is no write key, or undefined where it may be one. Only sending tells whether a source has it. */
export function writeKeyProblem(key: string): WriteKeyProblem | undefined {
  const problem = problemOf(key);
  return problem === undefined ? undefined : { problem, hint: COPY_AGAIN };
}

function problemOf(key: string): string | undefined {
  if (key === '') return 'expected a write key, got an empty value';
  if (/^sgp_/.test(key))
    return 'expected a write key, got a Public API token (sgp_…), which is never sent there';
  if (/\s/u.test(key)) return 'expected a write key, got blanks or line breaks in it';
  if (/\p{C}/u.test(key)) return 'expected a write key, got characters that cannot be seen in it';
  // Basic authentication ends the name at the first colon (RFC 7617): another key would arrive.
  if (key.includes(':')) return 'expected a write key, got a colon in it, as of a name and a password';
  if (/^["'`].*["'`]$/.test(key)) return 'expected a write key, got quotes around it';
  if (key.length > MOST_CHARACTERS)
    return `expected at most ${MOST_CHARACTERS} characters, got ${key.length}`;
  return undefined;
}
