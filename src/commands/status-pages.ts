/** `/healthz` and `/metrics` of a process that keeps running. */
import { UsageError } from '../errors.ts';
import { type Pages, type StatusServer, startStatusServer } from '../service/server.ts';
import { type ConnectionState, toHealth, toMetrics } from '../service/state.ts';
import { TOOL_VERSION } from '../tool-version.ts';

export interface StatusPagesOptions {
  /** 0: none. */
  readonly port: number;
  readonly now: () => Date;
  readonly log: { info(fields: object, message: string): void };
  readonly isAlive: () => boolean;
  readonly states: () => readonly ConnectionState[];
  /** What else there is to say, for each page. */
  readonly more?: () => { readonly health: object; readonly metrics: string };
}

/** Starts to answer, unless the port is 0. @throws UsageError when the port is taken */
export async function startStatusPages(options: StatusPagesOptions): Promise<StatusServer | undefined> {
  const { port, log } = options;
  if (port === 0) return undefined;
  try {
    const server = await startStatusServer(port, pagesOf(options));
    log.info({ url: server.url }, 'answering /healthz and /metrics');
    return server;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'an error';
    throw new UsageError({
      message: `schedule: --port ${port}: expected a free port on 127.0.0.1, got ${code}`,
      hint: 'Choose another port, or 0 for none.',
      cause,
    });
  }
}

function pagesOf({ now, isAlive, states, more }: StatusPagesOptions): Pages {
  return (path) => {
    if (path === '/healthz') {
      const health = { ...toHealth(states(), isAlive()), ...more?.().health };
      const status = isAlive() ? 200 : 503;
      return { type: 'application/json', status, body: `${JSON.stringify(health)}\n` };
    }
    if (path !== '/metrics') return undefined;
    const body = `${toMetrics(states(), now(), TOOL_VERSION)}${more?.().metrics ?? ''}`;
    return { type: 'text/plain; version=0.0.4; charset=utf-8', status: 200, body };
  };
}
