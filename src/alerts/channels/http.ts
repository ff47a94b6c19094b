/**
 * The only way of a channel to the network: one POST to one address, with short waits, redirects refused,
 * nothing of the answer kept but its status. Never repeats the address in an error.
 */
import type { LookupFunction } from 'node:net';
import type { Dispatcher } from 'undici';
import { type Connector, openClient } from '../../net/client.ts';
import { createConnector } from '../../net/connect.ts';
import { networkProblem } from '../../net/failure.ts';
import { channelError, type FailureDetails } from '../channel.ts';

export interface HttpSettings {
  /** Address of the proxy for a host, with credentials if it has any. */
  readonly proxyFor: (address: URL) => string | undefined;
  /** How a name becomes addresses; as the system does it unless told. */
  readonly lookup?: LookupFunction | undefined;
  /** Certificates in PEM of whom a mail server may be vouched for by, in place of whom the system trusts: for tests. */
  readonly authorities?: string | undefined;
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
  /** Whether what is answered beside a failure is of use. */
  readonly wantsReason?: boolean;
  /** Whether what is answered is of use in any case, since a failure may hide beside a status of success. */
  readonly wantsAnswer?: boolean;
  /** What an answer means that is not as usual; undefined: it is accepted. */
  readonly failureOf?: (answer: Answer, now: Date) => FailureDetails | undefined;
}

const MOST_ANSWER_BYTES = 64 * 1024;

/**
 * Sends and returns what is answered, redirects too. The status decides: a body may be long and need never end, and
 * none is read but where it is wanted. @throws AlertError when there is no answer
 */
export async function send(
  channel: string,
  address: URL,
  { method = 'POST', headers, body, wantsReason = false, wantsAnswer = false }: Message,
  http: HttpSettings,
): Promise<Answer> {
  const { wholeMs, signal } = http;
  const waits = { headersTimeout: wholeMs, bodyTimeout: wholeMs };
  const dispatcher = openClient(address.origin, connectorFor(address, http), waits);
  try {
    const answer = await dispatcher.request({
      origin: address.origin,
      path: `${address.pathname}${address.search}`,
      method: method as Dispatcher.HttpMethod,
      headers,
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(wholeMs)]),
    });
    // What is left of a body when we hang up is nobody's error.
    answer.body.on('error', () => undefined);
    const { statusCode: status } = answer;
    const isRead = wantsAnswer || (wantsReason && !isSuccess(status));
    return { status, headers: answer.headers, body: isRead ? await readAtMost(answer.body) : NOTHING };
  } catch (error) {
    signal.throwIfAborted();
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
  const failure = isSuccess(answer.status) ? undefined : statusFailure(answer, http.now());
  const meant = message.failureOf === undefined ? failure : message.failureOf(answer, http.now());
  if (meant !== undefined) throw channelError(channel, meant);
}

/** Returns what the channels connect by: each message has a connection of its own. */
export function connectorFor(address: URL, { connectMs, proxyFor, lookup }: HttpSettings): Connector {
  return createConnector({ connectMs, proxyUrl: proxyFor(address), lookup });
}

const NOTHING = Buffer.alloc(0);

/** Whether a status says that what was sent was taken. */
export const isSuccess = (status: number) => status >= 200 && status < 300;

/** A body is read for what is said of a failure, and no longer than any that means something. */
async function readAtMost(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > MOST_ANSWER_BYTES) break;
      chunks.push(chunk);
    }
  } catch {
    // Half a body says nothing; the status has been said.
    return NOTHING;
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
    const hint = 'Check that the receiver works; it is tried again.';
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

/** Returns what a failure below HTTP means; of the error nothing but its code. */
export function networkFailure(error: unknown): FailureDetails {
  const { kind, expected, found } = networkProblem(error);
  const problem = `expected ${expected}, got ${found}`;
  if (kind !== 'certificate') return { problem, hint: REACH, isFinal: false };
  const hint = 'Name the authority of the certificate in NODE_EXTRA_CA_CERTS, or repair the certificate.';
  return { problem, hint, isFinal: true };
}

const REACH = 'Check that this machine reaches the receiver; it is tried again.';
