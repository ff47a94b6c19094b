/**
 * The Tracking API beside the Public API: takes messages and, as Segment does, answers 200 to any key that has
 * the form of one. Whether a source has the key is found out afterwards, by looking at what arrived.
 */
import { type Refusal, refusal } from '../replies.ts';
import type { TrackedMessage, TrackingLedger } from './ledger.ts';

const TYPES = ['track', 'identify', 'group', 'page', 'screen', 'alias'] as const;
/** Path of a call, such as `/v1/track`. */
const CALL = new RegExp(`^/v1/(batch|${TYPES.join('|')})$`);
const LARGEST_MESSAGE_BYTES = 32 * 1024;
const LARGEST_BATCH_BYTES = 500 * 1024;
const MOST_MESSAGES = 2_500;

/** One call as it was answered. Never holds a key or a message. */
export interface TrackingCall {
  readonly at: string;
  readonly path: string;
  readonly status: number;
  readonly messages: number;
  /** Id of the source that has the key; null: none has, or it is off, and what was sent is lost. */
  readonly sourceId: string | null;
}

export interface TrackingRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
  readonly now: Date;
}

/** What is answered, and what the log says of it. */
export interface TrackingAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly call: TrackingCall;
}

/** Returns whether a path is of the Tracking API. */
export const isTrackingPath = (path: string): boolean => CALL.test(path);

/** Returns the answer to a call; what it carries is in the ledger then. */
export function receiveCall(
  request: TrackingRequest,
  ledger: Pick<TrackingLedger, 'accept'>,
): TrackingAnswer {
  const read = readCall(request);
  const seen = { at: request.now.toISOString(), path: request.path };
  if ('kind' in read) {
    const { status, body } = read;
    return { status, body, call: { ...seen, status, messages: 0, sourceId: null } };
  }
  const { writeKey, messages } = read;
  // Too many at once: answered well, and none of them counts.
  const taken = messages.length > MOST_MESSAGES ? [] : messages;
  const sources = taken.map((message) => ledger.accept(writeKey, message));
  const call = { ...seen, status: 200, messages: messages.length, sourceId: sources[0] ?? null };
  return { status: 200, body: { success: true }, call };
}

interface ReadCall {
  readonly writeKey: string;
  readonly messages: readonly TrackedMessage[];
}

function readCall({ method, path, authorization, body, now }: TrackingRequest): ReadCall | Refusal {
  if (method !== 'POST') return bad('only POST is served', 405);
  const parsed = parseObject(body);
  if (parsed === undefined) return bad('the body is no JSON object');
  const isBatch = path === '/v1/batch';
  if (Buffer.byteLength(body) > (isBatch ? LARGEST_BATCH_BYTES : LARGEST_MESSAGE_BYTES))
    return bad('the body is too large');
  const given = userOf(authorization) ?? parsed['writeKey'];
  if (typeof given !== 'string' || given.length < 3) return bad('the write key is missing or too short');
  const list: unknown = isBatch ? parsed['batch'] : [{ ...parsed, type: path.slice('/v1/'.length) }];
  if (!Array.isArray(list)) return bad('a batch has a list of messages');
  const messages = list.map((item: unknown) => messageOf(item, now));
  const whole = messages.filter((message) => message !== undefined);
  return whole.length === messages.length
    ? { writeKey: given, messages: whole }
    : bad('a message has no known type, is about nobody, or is too large');
}

function messageOf(item: unknown, at: Date): TrackedMessage | undefined {
  if (!isObject(item) || Buffer.byteLength(JSON.stringify(item)) > LARGEST_MESSAGE_BYTES) return undefined;
  const type = TYPES.find((each) => each === item['type']);
  const isAboutSomebody = ['userId', 'anonymousId', 'previousId'].some(
    (key) => typeof item[key] === 'string',
  );
  if (type === undefined || !isAboutSomebody) return undefined;
  const { event, messageId, integrations } = item;
  if (type === 'track' && typeof event !== 'string') return undefined;
  return {
    at,
    type,
    event: typeof event === 'string' ? event : undefined,
    messageId: typeof messageId === 'string' ? messageId : '',
    integrations: isObject(integrations) ? integrations : {},
  };
}

/** The user name of Basic authentication: the write key. */
function userOf(authorization: string | undefined): string | undefined {
  const encoded = /^Basic (\S+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [user] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return user;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const bad = (message: string, status = 400): Refusal => refusal(status, { type: 'bad-request', message });
