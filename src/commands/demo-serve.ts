/** `demo --serve`: the simulated workspace stays for trials of one's own, until someone ends it. */
import { UsageError } from '../errors.ts';

/** What `--serve` says: no port, any port, or a certain one. @throws UsageError */
export function toServePort(serve: string | boolean | undefined): number {
  if (typeof serve !== 'string') return 0;
  const port = /^\d{1,5}$/.test(serve) ? Number(serve) : 0;
  if (port > 0 && port <= 65_535) return port;
  throw new UsageError({
    message: 'demo: --serve: expected a port from 1 to 65535 or nothing, got something else',
    hint: 'Choose a port such as 9400, or leave it out for any free one.',
  });
}

/** Returns the error for a port that cannot be listened on. */
export function portTaken(port: number, cause: unknown): UsageError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'an error';
  return new UsageError({
    message: `demo: --serve ${port}: expected a free port on 127.0.0.1, got ${code}`,
    hint: 'Choose another port, or leave it out for any free one.',
    cause,
  });
}

export interface Serving {
  readonly url: string;
  readonly tokens: { readonly owner: string; readonly member: string; readonly revoked: string };
  readonly writeKey: string;
}

/** Returns the lines to paste. The tokens and the key are worth nothing anywhere else. */
export function describeServing({ url, tokens, writeKey }: Serving, typed: string): string {
  return [
    `SERVING the simulated workspace at ${url}, until Ctrl-C. In another terminal:`,
    `  export SEGMENT_TOKEN=${tokens.owner}`,
    `  ${typed} init --name trial --region us --base-url ${url}`,
    'In a configuration of your own it is `baseUrl` of the connection. Other tokens, to see what is told of them:',
    `  ${tokens.member}   of a member who may read little`,
    `  ${tokens.revoked}   revoked`,
    'The same address takes messages, as the Tracking API does: `baseUrl` of a write-key connection. To try `canary`:',
    `  ${writeKey}   a write key`,
  ].join('\n');
}

/** Resolves when someone asks the process to stop. */
export function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => done(), { once: true });
  });
}
