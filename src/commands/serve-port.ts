/** A port to listen on that an option names, and staying there until someone asks to stop. */
import { UsageError } from '../errors.ts';

/** What `--serve` says: any port, or a certain one. @throws UsageError */
export function toServePort(command: string, serve: string | boolean | undefined): number {
  if (typeof serve !== 'string') return 0;
  const port = /^\d{1,5}$/.test(serve) ? Number(serve) : 0;
  if (port > 0 && port <= 65_535) return port;
  throw new UsageError({
    message: `${command}: --serve: expected a port from 1 to 65535 or nothing, got something else`,
    hint: 'Choose a port such as 9400, or leave it out for any free one.',
  });
}

/** Returns the error for a port that cannot be listened on. */
export function portTaken(command: string, port: number, cause: unknown): UsageError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'an error';
  return new UsageError({
    message: `${command}: --serve ${port}: expected a free port on 127.0.0.1, got ${code}`,
    hint: 'Choose another port, or leave it out for any free one.',
    cause,
  });
}

/** Resolves when someone asks the process to stop. */
export function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => done(), { once: true });
  });
}
