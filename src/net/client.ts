/** HTTP clients that dial when a request asks for it, and never of their own accord. */
import { type buildConnector, Client, type Dispatcher, Pool } from 'undici';

/** Opens one connection, or says why not. */
export type Connector = buildConnector.connector;

export interface WaitSettings {
  /** Longest waits for the head of an answer and for the next piece of its body, in milliseconds. */
  readonly headersTimeout?: number;
  readonly bodyTimeout?: number;
}

/** A client for one request at a time. Each request is worth one dial, and what was dialled in vain stays so. */
class FrugalClient extends Client {
  #mayDial = false;

  constructor(origin: string | URL, connector: Connector, waits: WaitSettings) {
    super(origin, {
      ...waits,
      connect: (options, callback) => {
        if (this.#mayDial) {
          this.#mayDial = false;
          connector(options, callback);
        } else {
          // Later, as connections fail: said at once, undici would not hear it, and wait forever when it is closed.
          const error = new Error('expected no connection to be asked for, got one');
          queueMicrotask(() => callback(error, null));
        }
      },
    });
    // A request that is given up is kept in line by undici, which dials for it only to drop it then.
    this.on('disconnect', (_origin, _targets, error) => {
      if (this.stats.pending > 0 && error.code === 'UND_ERR_INFO') this.#mayDial = false;
    });
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    this.#mayDial = true;
    return super.dispatch(options, handler);
  }
}

/** Returns a client for one request at a time. Destroy it when done. */
export function openClient(origin: string | URL, connector: Connector, waits: WaitSettings): Client {
  return new FrugalClient(origin, connector, waits);
}

/** Returns clients for several requests at once to one host; connections are kept. Close them when done. */
export function openPool(
  origin: string,
  connector: Connector,
  { connections, ...waits }: WaitSettings & { readonly connections: number },
): Pool {
  return new Pool(origin, { connections, factory: (url) => new FrugalClient(url, connector, waits) });
}
