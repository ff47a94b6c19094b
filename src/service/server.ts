/** `/healthz` and `/metrics` of the schedule process. On loopback alone: nothing here is for strangers. */
import { createServer, type IncomingMessage } from 'node:http';
import { close, isLoopbackHost, listen } from './loopback.ts';

export interface Page {
  readonly type: string;
  readonly status: number;
  readonly body: string;
}

/** Returns what stands at a path, or undefined. */
export type Pages = (path: string) => Page | undefined;

export interface StatusServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts to answer on 127.0.0.1. Rejects when the port is taken. */
export async function startStatusServer(port: number, pages: Pages): Promise<StatusServer> {
  const server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000 }, (request, response) => {
    const page = answerTo(request, pages);
    const { status } = page;
    const { body } = page;
    response.writeHead(status, {
      'content-type': page.type,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      connection: 'close',
    });
    response.end(request.method === 'HEAD' ? '' : body);
  });
  const bound = await listen(server, port);
  return { url: `http://127.0.0.1:${bound}`, close: () => close(server) };
}

function answerTo({ method, url, headers }: IncomingMessage, pages: Pages): Page {
  const empty = { type: 'text/plain', body: '' };
  if (!isLoopbackHost(headers.host)) return { ...empty, status: 421 };
  if (method !== 'GET' && method !== 'HEAD') return { ...empty, status: 405 };
  return pages((url ?? '').replace(/\?.*$/, '')) ?? { ...empty, status: 404 };
}
