/** A TCP server on loopback that does with each connection what a test says, and counts them. */
import { createServer, type Socket } from 'node:net';

export interface OddServer {
  readonly port: number;
  /** Connections that came, whether or not anything was said on them. */
  readonly connections: () => number;
  /** Connections that neither side has closed. */
  readonly open: () => number;
  close(): Promise<void>;
}

/** What to do with a connection that has just come. */
export type Behaviour = (socket: Socket) => void;

/** Does something as soon as the other side has said something. */
export const onWords =
  (act: Behaviour): Behaviour =>
  (socket) =>
    void socket.once('data', () => act(socket));

/** What servers, load balancers and proxies were seen to do instead of answering. */
export const MISBEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  'says nothing at all': () => undefined,
  'closes a connection at once': (socket) => socket.end(),
  'resets a connection at once': (socket) => socket.resetAndDestroy(),
  'talks before it is asked': (socket) => socket.write('220 mail.example ready\r\n'),
  'closes when it is asked': onWords((socket) => socket.end()),
  'resets when it is asked': onWords((socket) => socket.resetAndDestroy()),
  'answers rubbish': onWords((socket) => socket.write('rubbish\r\n\r\n')),
  'tells to go on, for ever': onWords((socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n')),
  'answers 503 and closes': onWords((socket) => socket.end('HTTP/1.1 503 X\r\ncontent-length: 0\r\n\r\n')),
};

export async function startOddServer(behave: Behaviour): Promise<OddServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('end', () => socket.end());
    socket.on('close', () => sockets.delete(socket));
    socket.resume();
    behave(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    port,
    connections: () => connections,
    open: () => sockets.size,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
