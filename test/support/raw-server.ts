/** A TCP server on loopback that keeps every byte it is sent and answers with whatever a test says. */
import { createServer, type Socket } from 'node:net';

export interface RawServer {
  readonly origin: string;
  readonly port: number;
  /** Every request as it stood on the wire, in the order they came. */
  readonly requests: readonly string[];
  /** Connections opened, also those on which nothing was said. */
  readonly connections: () => number;
  close(): Promise<void>;
}

/** What to say to a request, by its number from 0; `null` says nothing and leaves the connection open. */
export type Script = (request: string, number: number) => string | Buffer | null;

export async function startRawServer(script: Script = () => null): Promise<RawServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    let pending = '';
    socket.on('data', (chunk) => {
      pending += chunk.toString('latin1');
      for (let end = pending.indexOf('\r\n\r\n'); end >= 0; end = pending.indexOf('\r\n\r\n')) {
        const request = pending.slice(0, end + 4);
        pending = pending.slice(end + 4);
        const answer = script(request, requests.push(request) - 1);
        if (answer !== null) socket.write(answer);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    requests,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** An answer on the wire, with its length. */
export function answer(
  body: string | Buffer,
  { status = 200, headers = {} }: { status?: number; headers?: Readonly<Record<string, string>> } = {},
): Buffer {
  const bytes = Buffer.from(body);
  const lines = Object.entries({ 'content-length': String(bytes.length), ...headers });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} X\r\n${head}\r\n`, 'latin1'), bytes]);
}

export const jsonAnswer = (body: unknown, options?: Parameters<typeof answer>[1]) =>
  answer(JSON.stringify(body), options);

/** A page of a list of users. */
export const pageOf = (ids: readonly string[], pagination: Readonly<Record<string, unknown>>) =>
  jsonAnswer({ data: { users: ids.map((id) => ({ id })), pagination } });
