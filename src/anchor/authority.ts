/**
 * A time stamping authority, asked over HTTP (RFC 3161, 3.4): one POST for one signature, at most a few seconds in
 * all, redirects refused, and no answer that has not been checked. It is told a digest and a random number.
 */
import { createHash, type X509Certificate } from 'node:crypto';
import type { LookupFunction } from 'node:net';
import type { Dispatcher } from 'undici';
import { AnchorError } from '../errors.ts';
import { openClient } from '../net/client.ts';
import { createConnector } from '../net/connect.ts';
import { networkProblem } from '../net/failure.ts';
import { refusalIn } from './answer.ts';
import { checkStamp, LARGEST_ANSWER_BYTES, type Stamp } from './check.ts';
import { NONCE_BYTES, timestampQuery } from './query.ts';

export interface AuthoritySettings {
  /** Where it answers; http or https. A login in it is used and never told. */
  readonly url: URL;
  /** The pinned certificates that its own has to lead to. */
  readonly authorities: readonly X509Certificate[];
  /** Address of the proxy to go through, with credentials if it has any. */
  readonly proxyUrl?: string | undefined;
  /** How a name becomes addresses; as the system does it unless told. */
  readonly lookup?: LookupFunction | undefined;
  /** Longest wait for everything together, connection to last byte, in milliseconds: 5,000 unless told. */
  readonly timeoutMs?: number;
  /** Returns a random number of so many bytes, which no query had before. */
  readonly newNonce: (bytes: number) => Uint8Array;
  /** Aborted when the process has to stop. */
  readonly signal?: AbortSignal;
  readonly userAgent: string;
}

/** An answer that has been checked, and what it says. */
export interface Stamped {
  readonly answer: Buffer;
  readonly stamp: Stamp;
}

/** Has a signature stamped. @throws AnchorError in time, whatever the authority does */
export async function askAuthority(settings: AuthoritySettings, signature: Uint8Array): Promise<Stamped> {
  const { url, authorities } = settings;
  const nonce = settings.newNonce(NONCE_BYTES);
  const imprint = createHash('sha256').update(signature).digest();
  const { answer, mediaType } = await ask(settings, timestampQuery(imprint, nonce));
  const check = await checkStamp({ answer, signature, nonce, authorities });
  if (check.kind === 'valid') return { answer, stamp: check.stamp };
  const refusal = refusalIn(answer);
  if (refusal !== undefined) throw refused(url.host, 'a time stamp', refusal);
  if (mediaType !== REPLY) throw invalid(url.host, REPLY, mediaType);
  throw invalid(url.host, check.expected, check.found);
}

const REPLY = 'application/timestamp-reply';

interface Reply {
  readonly answer: Buffer;
  readonly mediaType: string;
}

/** One deadline for all of it: a server that sends a byte now and then has no more time than one that is silent. */
async function ask(settings: AuthoritySettings, query: Buffer): Promise<Reply> {
  const { url, proxyUrl, lookup, signal, timeoutMs = 5_000 } = settings;
  const connector = createConnector({ connectMs: timeoutMs, proxyUrl, lookup });
  const client = openClient(url.origin, connector, {
    headersTimeout: 2 * timeoutMs,
    bodyTimeout: 2 * timeoutMs,
  });
  const deadline = AbortSignal.timeout(timeoutMs);
  const end = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
  const exchanged = exchange(client, settings, { query, end });
  // It may end after nobody waits for it any more.
  exchanged.catch(() => undefined);
  try {
    // undici hears of an end only once it has a connection.
    return await Promise.race([exchanged, rejectAt(end)]);
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof AnchorError ? error : unreachable(url.host, error);
  } finally {
    // Closes what is open at once. For a connection still being made it would wait, beyond the deadline.
    void client.destroy();
  }
}

async function exchange(
  client: Dispatcher,
  { url, userAgent }: AuthoritySettings,
  { query, end }: { readonly query: Buffer; readonly end: AbortSignal },
): Promise<Reply> {
  const { statusCode, headers, body } = await client.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: 'POST',
    headers: {
      accept: REPLY,
      'content-type': 'application/timestamp-query',
      'user-agent': userAgent,
      ...loginOf(url),
    },
    body: query,
    signal: end,
  });
  // What is left of a body when we hang up is nobody's error.
  body.on('error', () => undefined);
  if (statusCode !== 200) throw refusedByStatus(url.host, statusCode);
  return { answer: await readAnswer(body, url.host), mediaType: mediaTypeIn(headers['content-type']) };
}

function rejectAt(end: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    end.addEventListener('abort', () => reject(end.reason), { once: true });
    if (end.aborted) reject(end.reason);
  });
}

async function readAnswer(body: AsyncIterable<Uint8Array>, host: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > LARGEST_ANSWER_BYTES) throw invalid(host, `at most ${LARGEST_ANSWER_BYTES} bytes`, 'more');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function loginOf({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '') return {};
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(login).toString('base64')}` };
}

/** What a server says of its answer; told only where it looks like what it should be. */
function mediaTypeIn(header: string | string[] | undefined): string {
  const [type = ''] = String(header ?? 'an answer without a type').split(';');
  return /^[\w.+/ -]{1,60}$/.test(type) ? type.trim().toLowerCase() : 'another type';
}

function unreachable(host: string, cause: unknown): AnchorError {
  const { kind, expected, found } = networkProblem(cause);
  const hint =
    kind === 'certificate'
      ? 'Name the authority of the certificate in NODE_EXTRA_CA_CERTS, or check the address.'
      : 'Check that this machine reaches the authority; the next run asks again.';
  return anchorError('UNREACHABLE', host, { expected, found, hint, cause });
}

function refusedByStatus(host: string, status: number): AnchorError {
  const isRedirect = status >= 300 && status < 400;
  const found = `status ${status}${isRedirect ? ', a redirect' : ''}`;
  const hint = isRedirect
    ? 'Name the address that the authority really has: a redirect is not followed.'
    : 'Check the address in `anchors.timestamp.url`, and whether it wants a login; the next run asks again.';
  return anchorError('REFUSED', host, { expected: 'a time stamp', found, hint });
}

function refused(host: string, expected: string, found: string): AnchorError {
  const hint = 'Ask who runs the authority what it accepts; the next run asks again.';
  return anchorError('REFUSED', host, { expected, found, hint });
}

function invalid(host: string, expected: string, found: string): AnchorError {
  const hint =
    'Check that `anchors.timestamp` names the right address and its `ca`; nothing of it is stored.';
  return anchorError('INVALID_ANSWER', host, { expected, found, hint });
}

function anchorError(
  code: AnchorError['code'],
  host: string,
  { expected, found, ...rest }: { expected: string; found: string; hint: string; cause?: unknown },
): AnchorError {
  return new AnchorError({
    code,
    host,
    message: `time stamp: ${host}: expected ${expected}, got ${found}`,
    ...rest,
  });
}
