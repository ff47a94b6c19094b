/** `/healthz` and `/metrics` of the schedule process. On loopback alone: nothing here is for strangers. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Returns what stands at a path, or undefined. */
export type Pages = (
  path: string,
) => { readonly type: string; readonly status: number; readonly body: string } | undefined;

export interface StatusServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts to answer on 127.0.0.1. Rejects when the port is taken. */
export async function startStatusServer(port: number, pages: Pages): Promise<StatusServer> {
  const server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000 }, (request, response) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const page = isRead ? pages((request.url ?? '').replace(/\?.*$/, '')) : undefined;
    const status = page?.status ?? (isRead ? 404 : 405);
    const body = page?.body ?? '';
    response.writeHead(status, {
      'content-type': page?.type ?? 'text/plain',
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      connection: 'close',
    });
    response.end(request.method === 'HEAD' ? '' : body);
  });
  await listen(server, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', fail);
      done();
    });
  });
}
