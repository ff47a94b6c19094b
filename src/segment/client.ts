/**
 * Reads Segment's Public API. GET only: there is no way to say another method.
 * Each attempt leaves a line in the collection log; no body and no request header ever does.
 * Facts about the API: docs/segment-api.md.
 */
import type { Dispatcher } from 'undici';
import type { Way } from '../../schemas/assumptions.ts';
import type { CollectionLogLine } from '../../schemas/lines.ts';
import { SegmentError } from '../errors.ts';
import type { Secret } from '../evidence/secret.ts';
import { type Attempt, type Reply, readAttempt } from './attempt.ts';
import { Deadline } from './deadline.ts';
import { Gate, timeSpent } from './gate.ts';
import type { Pace } from './pace.ts';
import { decideRetry } from './retry.ts';
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

/** Says who may go next. A PQueue is one. */
export interface Places {
  add<T>(
    act: () => Promise<T>,
    options?: { readonly priority?: number; readonly owner?: object; readonly kind?: string },
  ): Promise<T>;
}

export interface ClientOptions {
  readonly origin: string;
  readonly transport: Dispatcher;
  readonly token: Secret;
  /** Says how many requests are under way at once; shared by connections that share limits. */
  readonly queue: Places;
  readonly pace: Pace;
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
  const gate = new Gate(options);
  let lastWord: Promise<unknown> | undefined;
  // Whose requests these are, where several clients share limits.
  const owner = {};

  /** A turn in the queue may have been long in coming, and the token or the time may be gone since. */
  const attemptInTurn = async (reading: Turn, attempt: number, wait: Wait): Promise<Attempt> => {
    gate.assertOpen(whatOf(reading), reading.graceMs);
    await options.pace.take(reading, wait);
    while (reading.isLastWord !== true && lastWord !== undefined) await lastWord;
    options.signal?.throwIfAborted();
    gate.assertOpen(whatOf(reading), reading.graceMs);
    const attempted = options.pace.underWay(() => attemptOnce(options, gate, reading, attempt));
    if (reading.isLastWord === true) {
      // Before anyone whose turn comes with this answer: they must not begin what cannot be answered.
      lastWord = attempted.then(
        (result) => closeWhenRefused(gate, result),
        () => undefined,
      );
      await lastWord;
      lastWord = undefined;
    }
    return attempted;
  };

  return {
    get: (reading) => {
      const wait: Wait = (ms) => gate.wait(ms, whatOf(reading), reading.graceMs);
      const priority = options.pace.areOperationsLimited ? (reading.priority ?? 0) : 0;
      const place = { owner, priority, kind: reading.operationId };
      const act = (onSent: Turn['onSent']) =>
        options.queue.add(
          () => getWithRetries(options, { ...reading, onSent }, { attempt: attemptInTurn, wait }),
          place,
        );
      return options.pace.inTurn(reading, act, wait, owner);
    },
    leastMs: (reading, requests) => ({
      neededMs: options.pace.leastMs(reading, requests),
      leftMs: gate.leftMs(),
    }),
  };
}

type Wait = (ms: number) => Promise<void>;

interface Attempting {
  readonly attempt: (reading: Turn, attempt: number, wait: Wait) => Promise<Attempt>;
  readonly wait: Wait;
}

/** Attempts until there is an answer, or nothing to be gained by another attempt. */
async function getWithRetries(
  { pace, nowMs, random }: ClientOptions,
  reading: Turn,
  { attempt, wait }: Attempting,
): Promise<Reply> {
  for (let number = 1; ; number += 1) {
    const result = await attempt(reading, number, wait);
    if (result.rate !== undefined || result.kind === 'reply') pace.observe(result.rate, reading);
    if (result.kind === 'reply') return result.reply;
    const decision = decideRetry(result.failure, number, nowMs(), random());
    if (decision.kind === 'stop') throw result.error;
    if (result.failure.kind === 'rate') pace.hold(decision.delayMs, reading);
    else await wait(decision.delayMs);
  }
}

/** A reading, and what is told once it is under way. */
type Turn = Reading & { readonly onSent: (() => void) | undefined };

const whatOf = ({ path }: Reading) => `GET ${path}`;

function closeWhenRefused(gate: Gate, result: Attempt): void {
  if (result.kind !== 'failure' || result.error.code !== 'ACCESS_DENIED') return;
  gate.close(
    new SegmentError({
      code: 'TOKEN_REFUSED',
      status: result.error.status,
      message: 'read: the token does not work: expected 200 for GET /, got a refusal twice',
      cause: result.error,
    }),
  );
}

async function attemptOnce(
  options: ClientOptions,
  gate: Gate,
  reading: Reading,
  attempt: number,
): Promise<Attempt> {
  const startedMs = options.nowMs();
  const result = await send(options, reading, gate.leftMs(reading.graceMs));
  const { facts } = result;
  const records = result.kind === 'reply' ? reading.countRecords?.(result.reply.data) : undefined;
  const line: CollectionLogLine = {
    at: new Date(startedMs).toISOString(),
    operationId: reading.operationId,
    method: 'GET',
    path: reading.path,
    query: { ...reading.query },
    attempt,
    durationMs: Math.max(0, Math.round(options.nowMs() - startedMs)),
    ...facts,
    ...(records === undefined ? {} : { records }),
    ...(result.kind === 'failure' ? { error: result.error.code } : {}),
  };
  options.onAttempt(line, result.server, signsOf(reading, result));
  return result;
}

async function send(options: ClientOptions, reading: Reading, leftMs: number): Promise<Attempt> {
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
  { path, query }: Reading,
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
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': userAgent,
    },
  });
}
