/**
 * What one attempt came to: a reply, or a failure with its kind. Bodies are read here and
 * nowhere else, and nothing of an error body leaves this file but which kind of error it is.
 */
import type { Dispatcher } from 'undici';
import { isShortOfDescriptors, MORE_DESCRIPTORS } from '../descriptors.ts';
import { MachineError, SegmentError, type SegmentErrorCode } from '../errors.ts';
import { isObject, parseJson } from '../evidence/json.ts';
import { hasTooManyValues, MOST_VALUES } from '../evidence/json-size.ts';
import type { AnswerDoubt } from '../evidence/read-facts.ts';
import { doubtsOf } from './answer-doubts.ts';
import { field, type Headers, rateOf, waitOf } from './answer-headers.ts';
import { totalOf } from './pagination.ts';
import type { FailedAttempt } from './retry.ts';
import type { RateReport } from './told-rate.ts';

/** A larger body is not read on: it would be a fault, or an attack on memory. */
export const LARGEST_BODY_BYTES = 64 * 1024 * 1024;

export interface Reply {
  /** The `data` member of the body. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly status: number;
  /** Of the body, uncompressed. */
  readonly bytes: number;
  readonly digitsKept: number;
  /** What the answer itself says against its being all there is. */
  readonly doubts: readonly AnswerDoubt[];
  /** What the server's clock said; absent where it did not tell the time. */
  readonly serverDate?: string | undefined;
}

/** What the collection log says of a response. */
interface ResponseFacts {
  readonly status: number | null;
  readonly bytes: number;
  readonly reportedTotal?: number;
  readonly serverDate?: string;
  readonly requestId?: string;
  readonly rateRemaining?: number;
}

export type Attempt = {
  readonly facts: ResponseFacts;
  /** The `content-type` header. */
  readonly mediaType?: string | undefined;
  /** The `server` header: how the built-in simulator is told from Segment. */
  readonly server?: string | undefined;
  readonly rate?: RateReport | undefined;
} & (
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'failure'; readonly error: SegmentError | MachineError; readonly failure: FailedAttempt }
);

/** Returns what the attempt came to; never throws for what the other side does. `what` is for messages. */
export async function readAttempt(
  response: Promise<Dispatcher.ResponseData>,
  what: string,
): Promise<Attempt> {
  let headers: Headers | undefined;
  try {
    const answer = await response;
    headers = { status: answer.statusCode, fields: answer.headers };
    const body = await readBody(answer.body, what, answer.statusCode);
    return judge(headers, body, what);
  } catch (cause) {
    const error = cause instanceof SegmentError ? cause : connectionError(cause, what);
    const facts = headers === undefined ? { status: null, bytes: 0 } : factsOf(headers, 0);
    // What is too large once is too large again; everything else may have been bad luck.
    return {
      kind: 'failure',
      facts,
      error,
      failure: { kind: cause instanceof TooLarge ? 'final' : 'transient' },
    };
  }
}

class TooLarge extends SegmentError {}

async function readBody(body: AsyncIterable<Uint8Array>, what: string, status: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > LARGEST_BODY_BYTES) {
      throw new TooLarge({
        code: 'BAD_SHAPE',
        status,
        message: `${what}: expected a body of at most ${LARGEST_BODY_BYTES} bytes, got more`,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Not found, not for reading, gone, not implemented: what was asked for is not there, whoever asks and however often. */
const NOT_THERE: readonly number[] = [404, 405, 410, 501];

/** Not acceptable, unsupported media type. */
const OTHER_TYPE: readonly number[] = [406, 415];

function judge(headers: Headers, body: Buffer, what: string): Attempt {
  const { status } = headers;
  const rate = rateOf(headers);
  const facts = factsOf(headers, body.length);
  const told = { server: field(headers, 'server'), mediaType: field(headers, 'content-type'), rate };
  const fail = (code: SegmentErrorCode, failure: FailedAttempt): Attempt => ({
    kind: 'failure',
    facts,
    ...told,
    failure,
    error: new SegmentError({
      code,
      status,
      message: `${what}: expected 200, got ${status}${requestOf(facts)}`,
    }),
  });
  if (status === 429) return fail('RATE_LIMITED', { kind: 'rate', ...waitOf(headers, body) });
  if (status === 401 || status === 403) return fail('ACCESS_DENIED', { kind: 'final' });
  if (NOT_THERE.includes(status)) return fail('NOT_FOUND', { kind: 'final' });
  if (status === 408) return fail('TIMED_OUT', { kind: 'transient' });
  if (status >= 500) return fail('UPSTREAM_FAILED', { kind: 'transient' });
  if (status >= 400) {
    const kind = OTHER_TYPE.includes(status) ? 'media-type' : 'final';
    return fail(namesFeature(body) ? 'FEATURE_UNAVAILABLE' : 'UPSTREAM_FAILED', { kind });
  }
  if (status < 200 || status >= 300) return fail('UPSTREAM_FAILED', { kind: 'final' });
  const { data, digitsKept, doubts } = parseBody(body, what, status);
  const total = isObject(data['pagination']) ? totalOf(data['pagination']) : undefined;
  return {
    kind: 'reply',
    facts: { ...facts, ...(typeof total === 'number' ? { reportedTotal: total } : {}) },
    ...told,
    reply: { data, status, bytes: facts.bytes, digitsKept, doubts, serverDate: facts.serverDate },
  };
}

function parseBody(
  body: Buffer,
  what: string,
  status: number,
): Pick<Reply, 'data' | 'digitsKept' | 'doubts'> {
  let parsed: ReturnType<typeof parseJson> | undefined;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    parsed = hasTooManyValues(text) ? undefined : parseJson(text);
  } catch {
    // Not as the cause: a parser's message quotes the body.
    throw badShape(what, status, 'a JSON body, got something else');
  }
  if (parsed === undefined) throw badShape(what, status, `at most ${MOST_VALUES} values, got more`);
  const { value, digitsKept, membersLost } = parsed;
  const data = isObject(value) ? value['data'] : undefined;
  if (!isObject(value) || !isObject(data))
    throw badShape(what, status, 'an object with `data`, got another shape');
  return { data, digitsKept, doubts: doubtsOf(status, value, membersLost) };
}

function badShape(what: string, status: number, expectation: string): SegmentError {
  return new SegmentError({ code: 'BAD_SHAPE', status, message: `${what}: expected ${expectation}` });
}

const TIMEOUT_CODES = [
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
];

function connectionError(cause: unknown, what: string): SegmentError | MachineError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code ?? '') : '';
  // Nobody was asked: to call that a gap of Segment's or of the network would be sealed, and wrong.
  if (isShortOfDescriptors(code)) {
    const message = `${what}: expected to open a connection, got ${code}`;
    return new MachineError({ code: 'NO_DESCRIPTORS', message, hint: MORE_DESCRIPTORS, cause });
  }
  const isTimeout = TIMEOUT_CODES.includes(code) || (cause instanceof Error && cause.name === 'TimeoutError');
  return new SegmentError({
    code: isTimeout ? 'TIMED_OUT' : 'NETWORK_FAILED',
    message: `${what}: expected an answer, got ${isTimeout ? 'none in time' : code || 'a broken connection'}`,
    // Not what cannot be parsed as HTTP: that error has what the server said as its `data`.
    cause: cause instanceof Error && 'data' in cause ? undefined : cause,
  });
}

/** Only looked at, never kept: whether the body says that the workspace lacks a feature or a plan. */
function namesFeature(body: Buffer): boolean {
  return /feature|\bplan\b|not enabled|not available|upgrade|subscription/i.test(
    body.subarray(0, 4096).toString(),
  );
}

const LONGEST_REQUEST_ID = 100;

function factsOf(headers: Headers, bytes: number): ResponseFacts {
  const serverDate = instantOf(field(headers, 'date') ?? '');
  const requestId = field(headers, 'x-request-id')?.slice(0, LONGEST_REQUEST_ID);
  const remaining = Number(field(headers, 'x-ratelimit-remaining') ?? Number.NaN);
  return {
    status: headers.status,
    bytes,
    ...(serverDate === undefined ? {} : { serverDate }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(Number.isSafeInteger(remaining) ? { rateRemaining: remaining } : {}),
  };
}

/** A date as an instant; none for a year that an instant has no four digits for. */
function instantOf(date: string): string | undefined {
  const ms = Date.parse(date);
  const instant = Number.isNaN(ms) ? '' : new Date(ms).toISOString();
  return /^\d{4}-/.test(instant) ? instant : undefined;
}

function requestOf(facts: ResponseFacts): string {
  return facts.requestId === undefined ? '' : ` (request ${facts.requestId})`;
}
