/** Something that receives alerts on loopback: answers as it is told, and keeps what it was sent. */
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { AlertDocument } from '../../schemas/alert.ts';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A status, or what to do instead of answering. */
export type Reply =
  | number
  | { readonly status: number; readonly headers: Record<string, string> }
  | 'silence'
  | 'hang-up';

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** The alerts that were accepted, in order. */
  accepted(): readonly AlertDocument[];
  /** Connections that were opened, whether or not anything came over them. */
  connections(): number;
  /** Answers of the next requests; afterwards 200 again. */
  script(...replies: readonly Reply[]): void;
  /** Answers everything so until told otherwise. */
  always(reply: Reply): void;
  close(): Promise<void>;
}

export async function startReceiver(
  tls?: ServerOptions,
  text = 'an answer that nobody may repeat',
): Promise<Receiver> {
  const received: Received[] = [];
  const accepted: AlertDocument[] = [];
  const scripted: Reply[] = [];
  const sockets = new Set<Socket>();
  let usual: Reply = 200;
  let connections = 0;
  const answer = (response: ServerResponse, body: string) => {
    const reply = scripted.shift() ?? usual;
    if (reply === 'silence') return;
    if (reply === 'hang-up') {
      response.destroy();
      return;
    }
    const { status, headers } = typeof reply === 'number' ? { status: reply, headers: {} } : reply;
    if (status < 300 && body.includes('"schema":"segment-evidence/alert/v1"'))
      accepted.push(JSON.parse(body) as AlertDocument);
    response.writeHead(status, headers).end(text);
  };
  const listener: Parameters<typeof createServer>[1] = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const { method = '', url: path = '', headers } = request;
      received.push({ method, path, headers, body });
      answer(response, body);
    });
  };
  const server: Server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/in?key=path-is-a-secret`,
    received,
    accepted: () => accepted,
    connections: () => connections,
    script: (...replies) => scripted.push(...replies),
    always: (reply) => {
      usual = reply;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
