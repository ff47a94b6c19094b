/** Whether a receiver can be reached and shows a certificate that is trusted, without sending it anything. */
import type { Socket } from 'node:net';
import { buildConnector, Client } from 'undici';
import { channelError } from '../channel.ts';
import { type HttpSettings, networkFailure } from './http.ts';

/** Connects and hangs up. @throws AlertError */
export async function shakeHands(channel: string, address: URL, http: HttpSettings): Promise<void> {
  try {
    const proxy = http.proxyFor(address);
    const through = proxy === undefined ? undefined : await openTunnel(new URL(proxy), address, http);
    const isPlain = through !== undefined && address.protocol === 'http:';
    const socket = isPlain ? through : await connect(address, through, http);
    socket.destroy();
  } catch (error) {
    throw channelError(channel, { ...networkFailure(error), cause: error });
  }
}

function connect(
  { hostname, port, protocol }: URL,
  httpSocket: Socket | undefined,
  { connectMs }: HttpSettings,
): Promise<Socket> {
  const name = hostname.replace(/^\[|\]$/g, '');
  const defaultPort = protocol === 'https:' ? '443' : '80';
  return new Promise((resolve, reject) => {
    const options = { hostname: name, host: name, protocol, port: port === '' ? defaultPort : port };
    buildConnector({ timeout: connectMs })(
      { ...options, ...(httpSocket === undefined ? {} : { httpSocket }) },
      (error, socket) => (error === null ? resolve(socket) : reject(error)),
    );
  });
}

async function openTunnel(proxy: URL, address: URL, { connectMs, wholeMs }: HttpSettings): Promise<Socket> {
  const client = new Client(proxy.origin, { connect: { timeout: connectMs } });
  const { username, password } = proxy;
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  const { socket, statusCode } = await client.connect({
    path: `${address.hostname}:${address.port || '443'}`,
    headers: username === '' ? {} : { 'proxy-authorization': `Basic ${login.toString('base64')}` },
    signal: AbortSignal.timeout(wholeMs),
  });
  if (statusCode === 200) return socket as Socket;
  socket.destroy();
  throw new Error(`proxy answered ${statusCode}`);
}
