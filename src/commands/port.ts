/** The port that an option names. */
import { UsageError } from '../errors.ts';

/** Returns the port that an option names. @throws UsageError */
export function toPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UsageError({
    message: 'schedule: --port: expected a whole number from 0 to 65535, got something else',
    hint: 'Choose a port such as 9464, or 0 for none.',
  });
}
