/** HTTP clients that dial when a request asks for it, and never of their own accord. */
import { type buildConnector, Client, Pool } from 'undici';

/** Opens one connection, or says why not. */
export type Connector = buildConnector.connector;

export interface WaitSettings {
  /** Longest waits for the head of an answer and for the next piece of its body, in milliseconds. */
  readonly headersTimeout?: number;
  readonly bodyTimeout?: number;
}

/** Returns a client for one request at a time. Destroy it when done. */
export function openClient(origin: string | URL, connector: Connector, waits: WaitSettings): Client {
  let mayDial = true;
  const client = new Client(origin, {
    ...waits,
    connect: (options, callback) => {
      if (mayDial) {
        mayDial = false;
        connector(options, callback);
      } else {
        // Later, as connections fail: said at once, undici would not hear it, and wait for ever when it is closed.
        const error = new Error('expected no connection to be asked for, got one');
        queueMicrotask(() => callback(error, null));
      }
    },
  });
  // Where a request is given up, undici keeps it in line and dials once more, only to drop it then. Where a connection
  // that was kept open ends before the next request was written, dialling for that one is right.
  client.on('disconnect', (_origin, _targets, error) => {
    mayDial = client.stats.pending === 0 || error.code !== 'UND_ERR_INFO';
  });
  return client;
}

/** Returns clients for several requests at once to one host; connections are kept. Close them when done. */
export function openPool(
  origin: string,
  connector: Connector,
  { connections, ...waits }: WaitSettings & { readonly connections: number },
): Pool {
  return new Pool(origin, { connections, factory: (url) => openClient(url, connector, waits) });
}
