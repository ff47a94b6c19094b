/** A tunnel through a proxy (RFC 9110, CONNECT): one connection, one question, one answer. */
import type { Socket } from 'node:net';
import { type Connector, openClient } from './client.ts';

interface TunnelSettings {
  /** With credentials, if it has any. */
  readonly proxy: URL;
  /** Host and port. */
  readonly target: string;
  /** Longest wait for the tunnel, in milliseconds. */
  readonly waitMs: number;
}

/** Returns a socket that leads to the target. @throws Error with a `code`; nothing of what the proxy said is in it */
export async function openTunnel(
  connector: Connector,
  { proxy, target, waitMs }: TunnelSettings,
): Promise<Socket> {
  const client = openClient(proxy.origin, connector, {});
  try {
    const { socket, statusCode } = await client.connect({
      path: target,
      headers: { host: target, ...loginOf(proxy) },
      signal: AbortSignal.timeout(waitMs),
    });
    if (statusCode >= 200 && statusCode < 300) return socket as Socket;
    socket.on('error', () => undefined).destroy();
    throw withCode(`PROXY_ANSWERED_${statusCode}`);
  } catch (error) {
    const isClosed = error instanceof Error && 'code' in error && error.code === 'UND_ERR_SOCKET';
    throw isClosed ? withCode('PROXY_CLOSED') : error;
  } finally {
    // The socket of a tunnel is no longer the client's.
    await client.destroy();
  }
}

function loginOf({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '') return {};
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` };
}

const withCode = (code: string) =>
  Object.assign(new Error(`proxy: expected a tunnel, got ${code}`), { code });
