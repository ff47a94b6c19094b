/**
 * The environment of the process: the only place that reads it. Everything else gets it passed in,
 * so that a test, or a second run in one process, cannot see what it was not given.
 */

/** Names and values of environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Returns a copy of the process environment; later changes of it are not seen. */
export function readEnvironment(): Environment {
  return { ...process.env };
}
