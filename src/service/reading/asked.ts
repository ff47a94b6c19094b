/** A request as far as it is understood. Nothing of it ever becomes a path: names in it are held against those that there are. */
import type { IncomingMessage } from 'node:http';
import { isLoopbackHost } from '../loopback.ts';
import { plainReply, type Reply } from './reply.ts';

export interface Asked {
  readonly method: 'GET' | 'HEAD' | 'POST';
  /** Parts of the path, decoded once. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

/** A name and a comment. */
const MOST_FORM_BYTES = 16 * 1024;
const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/** Returns the request, or what is answered to one that is refused whoever asks. `port`: ours. */
export function understood(request: IncomingMessage, port: number): Asked | Reply {
  const { method, url = '', headers, rawHeaders } = request;
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  // Another name is one that a stranger's page has led here: a browser would give it what it gives us.
  if (hosts.length !== 1 || !isLoopbackHost(headers.host) || portOf(headers.host) !== port)
    return plainReply(421, 'Ask for 127.0.0.1, as the link does.');
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST')
    return plainReply(405, 'Nothing but reading, and approving by a form.', { allow: 'GET, HEAD, POST' });
  if (method === 'POST' && !isOwnOrigin(request))
    return plainReply(403, 'This form is not one of these pages.');
  if (isForAnother(request)) return plainReply(403, 'No other page may use these.');
  const [path = '', ...query] = url.split('?');
  const parts = path.startsWith('/') ? decoded(path.slice(1).split('/')) : undefined;
  if (parts === undefined) return plainReply(400, 'There is no such address.');
  return { method, path: parts, query: new URLSearchParams(query.join('?')) };
}

/** The port that is not said is that of the scheme. */
const portOf = (host = '') => Number(/:(\d+)$/.exec(host)?.[1] ?? 80);

/** A page of another port is of the same site to a browser: it may lead here, and take nothing. */
function isForAnother({ headers }: IncomingMessage): boolean {
  const { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': place } = headers;
  const isOurs = site === undefined || site === 'same-origin' || site === 'none';
  return !isOurs && !(mode === 'navigate' && place === 'document');
}

/** A browser says of each form from where it was sent. */
function isOwnOrigin({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  return headers.origin === `http://${headers.host}` && (site === undefined || site === 'same-origin');
}

function decoded(parts: readonly string[]): readonly string[] | undefined {
  try {
    return parts.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** Returns what a form says, or why it is not read. */
export async function formOf(request: IncomingMessage): Promise<URLSearchParams | Reply> {
  if (!FORM_TYPE.test(request.headers['content-type'] ?? '')) return plainReply(415, 'Expected a form.');
  const tooLarge = plainReply(413, 'That is more than a name and a comment.', { connection: 'close' });
  if (Number(request.headers['content-length'] ?? 0) > MOST_FORM_BYTES) return tooLarge;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MOST_FORM_BYTES) return tooLarge;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

export const isReply = (value: object): value is Reply => 'status' in value;
