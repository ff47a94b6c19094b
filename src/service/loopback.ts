/** What everything that listens here has in common: 127.0.0.1 alone, and only for who asks for it by such a name. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** With a port or without. Any other name is one that a stranger's page has led here, in someone's browser. */
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

export const isLoopbackHost = (host: string | undefined): boolean => LOOPBACK_HOST.test(host ?? '');

/** Listens on 127.0.0.1, and returns the port. Rejects when it is taken. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', fail);
      done((server.address() as AddressInfo).port);
    });
  });
}

/** Stops listening, and ends what is under way. */
export const close = (server: Server): Promise<void> =>
  new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
