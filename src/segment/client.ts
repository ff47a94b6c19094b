/**
 * Reads Segment's Public API. GET only: there is no way to say another method.
 * Each attempt leaves a line in the collection log; no body and no request header ever does.
 * Facts about the API: docs/segment-api.md.
 */
import type { Dispatcher } from 'undici';
import type { Way } from '../../schemas/assumptions.ts';
import type { CollectionLogLine } from '../../schemas/lines.ts';
import { PLAIN_TYPE } from '../../schemas/media-types.ts';
import type { Secret } from '../evidence/secret.ts';
import { AskedTypes } from './asked-types.ts';
import { type Attempt, type Reply, readAttempt } from './attempt.ts';
import { Deadline } from './deadline.ts';
import { Gate, timeSpent } from './gate.ts';
import { LastWord } from './last-word.ts';
import { AGAIN, type QueuedRequest, type RequestQueue } from './request-queue.ts';
import { settle } from './settle.ts';
import { signsOf } from './signs.ts';
import { TIMEOUTS } from './transport.ts';

/** One thing to read. `path` has its parameters filled in and escaped. */
export interface Reading {
  readonly operationId: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Documented limit of the operation. */
  readonly requestsPerMinute?: number | undefined;
  /** The larger goes first among the requests of a connection. */
  readonly priority?: number | undefined;
  /** Counts the records of a body, for the log. */
  readonly countRecords?: (data: Readonly<Record<string, unknown>>) => number | undefined;
  /** May continue this long after the time for reading is over. */
  readonly graceMs?: number;
  /** A refusal of this shows for certain that the token is dead; nothing else is begun while it is asked. */
  readonly isLastWord?: boolean;
}

export interface SegmentClient {
  /**
   * Returns how long so many requests of an operation take at least, by its documented limit alone, and what time is
   * left. What does not fit need not be begun.
   */
  leastMs(reading: Pick<Reading, 'operationId' | 'requestsPerMinute'>, requests: number): TimeNeeded;
  /**
   * Returns what Segment answered.
   * @throws SegmentError; TOKEN_REFUSED for everything once a last word was refused, TIME_SPENT when time is over
   */
  get(reading: Reading): Promise<Reply>;
}

/** Milliseconds. */
export interface TimeNeeded {
  readonly neededMs: number;
  readonly leftMs: number;
}

export interface ClientOptions {
  readonly origin: string;
  readonly transport: Dispatcher;
  readonly token: Secret;
  /** Says which request goes next, and when; shared by connections that share limits. */
  readonly queue: Pick<RequestQueue, 'add' | 'recheck' | 'pace'>;
  readonly nowMs: () => number;
  /** Ends early when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** When the time for reading is over, in milliseconds since 1970; absent: never. */
  readonly untilMs?: number | undefined;
  readonly random: () => number;
  readonly userAgent: string;
  readonly onAttempt: (
    line: CollectionLogLine,
    server: string | undefined,
    /** What the answer shows of how the API behaves. */
    signs: readonly Way[],
  ) => void;
  /** Aborts what is under way. */
  readonly signal?: AbortSignal | undefined;
}

/** Returns a client for one host and one token. */
export function createSegmentClient(options: ClientOptions): SegmentClient {
  const { queue } = options;
  const gate = new Gate(options);
  const types = new AskedTypes();
  gate.onClose(() => queue.recheck());
  const lastWord = new LastWord(gate);
  // Whose requests these are, where several clients share limits.
  const owner = {};

  const attemptInTurn = async (asking: Asking, turn: QueuedRequest): Promise<Attempt> => {
    const { reading } = asking;
    if (reading.isLastWord !== true) await lastWord.settled();
    turn.assertWorth?.(0);
    const attempted = queue.pace.underWay(() => attemptOnce(options, gate, asking));
    if (reading.isLastWord === true) await lastWord.hear(attempted);
    return attempted;
  };

  const getInTurn = (reading: Reading, turn: QueuedRequest) =>
    queue.add(turn, async (attempt) => {
      const accept = types.of(reading.operationId);
      const result = await attemptInTurn({ reading, attempt, accept }, turn);
      const hasOtherType = () => types.refused(reading.operationId, accept);
      const waitMs = settle(result, { ...options, pace: queue.pace, attempt, turn, hasOtherType });
      if (result.kind === 'reply') return result.reply;
      // It keeps its place: an API that fails is not asked more at once than one that works.
      if (waitMs > 0) await gate.wait(waitMs, whatOf(reading), reading.graceMs);
      return AGAIN;
    });

  return {
    get: async (reading) => {
      const end = queue.pace.expect(reading);
      try {
        return await getInTurn(reading, turnOf(reading, { owner, gate, signal: options.signal }));
      } finally {
        end();
      }
    },
    leastMs: (reading, requests) => ({
      neededMs: queue.pace.leastMs(reading, requests),
      leftMs: gate.leftMs(),
    }),
  };
}

interface Keeping {
  readonly owner: object;
  readonly gate: Gate;
  readonly signal: AbortSignal | undefined;
}

/** Returns what the queue knows of a reading. */
function turnOf(reading: Reading, { owner, gate, signal }: Keeping): QueuedRequest {
  return {
    operationId: reading.operationId,
    requestsPerMinute: reading.requestsPerMinute,
    owner,
    // A question that decides over all others goes before them.
    priority: reading.isLastWord === true ? Number.POSITIVE_INFINITY : reading.priority,
    assertWorth: (waitMs) => {
      signal?.throwIfAborted();
      gate.assertWorth(waitMs, whatOf(reading), reading.graceMs);
    },
  };
}

/** One attempt at a reading. */
interface Asking {
  readonly reading: Reading;
  /** From 1. */
  readonly attempt: number;
  /** The media type that is asked for. */
  readonly accept: string;
}

const whatOf = ({ path }: Reading) => `GET ${path}`;

async function attemptOnce(
  options: ClientOptions,
  gate: Gate,
  { reading, attempt, accept }: Asking,
): Promise<Attempt> {
  const startedMs = options.nowMs();
  const result = await send(options, { ...reading, accept }, gate.leftMs(reading.graceMs));
  const { facts } = result;
  const records = result.kind === 'reply' ? reading.countRecords?.(result.reply.data) : undefined;
  const line: CollectionLogLine = {
    at: new Date(startedMs).toISOString(),
    operationId: reading.operationId,
    method: 'GET',
    path: reading.path,
    query: { ...reading.query },
    attempt,
    ...(accept === PLAIN_TYPE ? {} : { accept }),
    durationMs: Math.max(0, Math.round(options.nowMs() - startedMs)),
    ...facts,
    ...(records === undefined ? {} : { records }),
    ...(result.kind === 'failure' ? { error: result.error.code } : {}),
  };
  options.onAttempt(line, result.server, signsOf(reading, result));
  return result;
}

type Sent = Reading & Pick<Asking, 'accept'>;

async function send(options: ClientOptions, reading: Sent, leftMs: number): Promise<Attempt> {
  options.signal?.throwIfAborted();
  const deadline = new Deadline(Math.ceil(Math.min(TIMEOUTS.wholeMs, leftMs)), options.signal);
  try {
    const result = await readAttempt(request(options, reading, deadline.signal), whatOf(reading));
    options.signal?.throwIfAborted();
    const isCutOff = result.kind === 'failure' && deadline.isOver && leftMs < TIMEOUTS.wholeMs;
    return isCutOff ? { ...result, error: timeSpent(whatOf(reading)), failure: { kind: 'final' } } : result;
  } finally {
    deadline.end();
  }
}

function request(
  { transport, origin, token, userAgent }: ClientOptions,
  { path, query, accept }: Sent,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const asked = new URLSearchParams(query).toString();
  return transport.request({
    origin,
    path: asked === '' ? path : `${path}?${asked}`,
    method: 'GET',
    signal,
    headers: {
      authorization: `Bearer ${token.reveal()}`,
      accept,
      'accept-encoding': 'identity',
      'user-agent': userAgent,
    },
  });
}
