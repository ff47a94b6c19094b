/**
 * The only way of a channel to the network: one POST to one address, with short waits, redirects refused,
 * nothing of the answer kept but its status. Never repeats the address in an error.
 */
import { Agent, type Dispatcher, ProxyAgent, request } from 'undici';
import { channelError, type FailureDetails } from '../channel.ts';

export interface HttpSettings {
  /** Address of the proxy for a host, with credentials if it has any. */
  readonly proxyFor: (address: URL) => string | undefined;
  readonly connectMs: number;
  readonly wholeMs: number;
  readonly now: () => Date;
  /** Aborted when the process has to stop. */
  readonly signal: AbortSignal;
  readonly userAgent: string;
}

/** Longest waits of one attempt: for a connection, and in all. */
export const TIMEOUTS = { connectMs: 5_000, wholeMs: 15_000 } as const;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

interface Message {
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const MOST_ANSWER_BYTES = 64 * 1024;

/** Sends and returns what is answered, redirects too. @throws AlertError when nothing usable is */
export async function send(
  channel: string,
  address: URL,
  message: Message,
  http: HttpSettings,
): Promise<Answer> {
  const dispatcher = openDispatcher(address, http);
  try {
    const { statusCode, headers, body } = await request(address, {
      method: (message.method ?? 'POST') as Dispatcher.HttpMethod,
      headers: message.headers,
      body: message.body,
      dispatcher,
      signal: AbortSignal.any([http.signal, AbortSignal.timeout(http.wholeMs)]),
    });
    return { status: statusCode, headers, body: await readAtMost(body) };
  } catch (error) {
    http.signal.throwIfAborted();
    throw channelError(channel, { ...networkFailure(error), cause: error });
  } finally {
    await dispatcher.destroy();
  }
}

/** Sends a document. @throws AlertError unless it is accepted with a status of success */
export async function post(
  channel: string,
  address: URL,
  message: Message,
  http: HttpSettings,
): Promise<void> {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': http.userAgent,
    ...message.headers,
  };
  const answer = await send(channel, address, { ...message, headers }, http);
  if (answer.status >= 200 && answer.status < 300) return;
  throw channelError(channel, statusFailure(answer, http.now()));
}

function openDispatcher(address: URL, { proxyFor, connectMs, wholeMs }: HttpSettings): Dispatcher {
  const limits = { connect: { timeout: connectMs }, headersTimeout: wholeMs, bodyTimeout: wholeMs };
  const uri = proxyFor(address);
  return uri === undefined ? new Agent(limits) : new ProxyAgent({ ...limits, uri });
}

/** An answer is read for AWS only, and never longer than any that means something. */
async function readAtMost(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MOST_ANSWER_BYTES) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Returns what a status other than success means. Of the client's faults only two may pass by waiting. */
export function statusFailure({ status, headers }: Omit<Answer, 'body'>, now: Date): FailureDetails {
  const problem = `expected the receiver to accept it, got status ${status}`;
  if (status >= 300 && status < 400) {
    const hint = 'Store the address that the receiver really has: a redirect is not followed.';
    return { problem: `${problem}, a redirect`, hint, isFinal: true };
  }
  if (status === 408 || status === 429 || status >= 500) {
    const hint = 'Look whether the receiver is in order; the next run tries again.';
    return { problem, hint, isFinal: false, retryAfterMs: retryAfterMs(headers['retry-after'], now) };
  }
  const hint = 'Check that the address in the secret that `url` names is still the right one.';
  return { problem: status === 410 ? `${problem}: it is gone` : problem, hint, isFinal: true };
}

/** Seconds or a date (RFC 9110). */
function retryAfterMs(header: string | string[] | undefined, now: Date): number | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

const TLS_CODE = /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** Returns what a failure below HTTP means; of the error nothing but its code. */
export function networkFailure(error: unknown): FailureDetails {
  const name = error instanceof Error ? error.name : '';
  if (name === 'TimeoutError') {
    return { problem: 'expected an answer in time, got none', hint: REACH, isFinal: false };
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : name || 'an error';
  if (TLS_CODE.test(code)) {
    const hint = 'Name the authority of the certificate in NODE_EXTRA_CA_CERTS, or mend the certificate.';
    return { problem: `expected a trusted certificate, got ${code}`, hint, isFinal: true };
  }
  return { problem: `expected a connection, got ${code}`, hint: REACH, isFinal: false };
}

const REACH = 'Look whether this machine reaches the receiver; the next run tries again.';
