/**
 * Opens the connections of this program's own HTTP: to a host, or to it through a proxy's tunnel.
 * Tries once and says how it went: how often to try is decided above, by who asks.
 */
import type { LookupFunction, Socket } from 'node:net';
import { buildConnector } from 'undici';
import type { Connector } from './client.ts';
import { FAMILY_ATTEMPT_MS } from './family.ts';
import { openTunnel } from './tunnel.ts';

export interface ConnectSettings {
  /** Longest wait for a connection, and for the tunnel to it where there is a proxy; in milliseconds. */
  readonly connectMs: number;
  /** Address of the proxy to go through, with credentials if it has any. */
  readonly proxyUrl?: string | undefined;
  /** How a name becomes addresses; as the system does it unless told. */
  readonly lookup?: LookupFunction | undefined;
}

/** Returns what undici's clients connect by. */
export function createConnector({ connectMs, proxyUrl, lookup }: ConnectSettings): Connector {
  const direct = buildConnector({
    timeout: connectMs,
    autoSelectFamilyAttemptTimeout: FAMILY_ATTEMPT_MS,
    ...(lookup === undefined ? {} : { lookup }),
  });
  return proxyUrl === undefined ? direct : throughTunnel(direct, proxyUrl, connectMs);
}

/** Connects and returns the socket, with which the caller may do as it likes. */
export function connectOnce(connector: Connector, { protocol, hostname, port }: URL): Promise<Socket> {
  // As undici asks for it: no default ports, no brackets around an address.
  const options = { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), host: hostname, port };
  return new Promise((resolve, reject) => {
    connector(options, (error, socket) => (error === null ? resolve(socket) : reject(error)));
  });
}

function throughTunnel(direct: Connector, proxyUrl: string, waitMs: number): Connector {
  return (options, callback) => {
    const { protocol, hostname, port } = options;
    const isSecure = protocol === 'https:';
    const host = hostname.includes(':') ? `[${hostname}]` : hostname;
    const target = `${host}:${port === '' ? (isSecure ? 443 : 80) : port}`;
    openTunnel(direct, { proxy: new URL(proxyUrl), target, waitMs }).then(
      (httpSocket) => (isSecure ? direct({ ...options, httpSocket }, callback) : callback(null, httpSocket)),
      (error: Error) => callback(error, null),
    );
  };
}
