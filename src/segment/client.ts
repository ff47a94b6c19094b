/**
 * Reads Segment's Public API. GET only: there is no way to say another method.
 * Each attempt leaves a line in the collection log; no body and no request header ever does.
 * Facts about the API: docs/segment-api.md.
 */
import type PQueue from 'p-queue';
import { type Dispatcher, request } from 'undici';
import type { CollectionLogLine } from '../../schemas/lines.ts';
import type { SegmentError } from '../errors.ts';
import type { Secret } from '../evidence/secret.ts';
import { type Attempt, type Reply, readAttempt } from './attempt.ts';
import type { Pace } from './pace.ts';
import { decideRetry } from './retry.ts';
import { TIMEOUTS } from './transport.ts';

/** One thing to read. `path` has its parameters filled in and escaped. */
export interface Reading {
  readonly operationId: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Documented limit of the operation. */
  readonly requestsPerMinute?: number | undefined;
  /** Counts the records of a body, for the log. */
  readonly countRecords?: (data: Readonly<Record<string, unknown>>) => number | undefined;
}

export interface SegmentClient {
  /** Returns what Segment answered. @throws SegmentError */
  get(reading: Reading): Promise<Reply>;
  /** Refuses every further request with this error: the token has stopped working. */
  halt(error: SegmentError): void;
}

export interface ClientOptions {
  readonly origin: string;
  readonly transport: Dispatcher;
  readonly token: Secret;
  /** Says how many requests are under way at once; shared by connections that share limits. */
  readonly queue: PQueue;
  readonly pace: Pace;
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
  readonly userAgent: string;
  readonly onAttempt: (line: CollectionLogLine, server: string | undefined) => void;
  /** Aborts what is under way. */
  readonly signal?: AbortSignal | undefined;
}

/** Returns a client for one host and one token. */
export function createSegmentClient(options: ClientOptions): SegmentClient {
  let halted: SegmentError | undefined;

  const getWithRetries = async (reading: Reading): Promise<Reply> => {
    for (let attempt = 1; ; attempt += 1) {
      await options.pace.take(reading.operationId, reading.requestsPerMinute);
      options.signal?.throwIfAborted();
      if (halted !== undefined) throw halted;
      const result = await attemptOnce(options, reading, attempt);
      if (result.rate !== undefined) options.pace.observe(result.rate);
      if (result.kind === 'reply') return result.reply;
      const decision = decideRetry(result.failure, attempt, options.nowMs(), options.random());
      if (decision.kind === 'stop') throw result.error;
      if (result.failure.kind === 'rate') options.pace.hold(decision.delayMs);
      else await options.sleep(decision.delayMs);
    }
  };

  return {
    get: (reading) =>
      options.pace.inTurn(reading.operationId, reading.requestsPerMinute, () =>
        options.queue.add(() => getWithRetries(reading)),
      ),
    halt: (error) => {
      halted ??= error;
    },
  };
}

async function attemptOnce(options: ClientOptions, reading: Reading, attempt: number): Promise<Attempt> {
  const startedMs = options.nowMs();
  const result = await send(options, reading);
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
  options.onAttempt(line, result.server);
  return result;
}

async function send(options: ClientOptions, reading: Reading): Promise<Attempt> {
  options.signal?.throwIfAborted();
  const timeout = AbortSignal.timeout(TIMEOUTS.wholeMs);
  const signal = options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]);
  const query = new URLSearchParams(reading.query).toString();
  const response = request(`${options.origin}${reading.path}${query === '' ? '' : `?${query}`}`, {
    method: 'GET',
    dispatcher: options.transport,
    signal,
    headers: {
      authorization: `Bearer ${options.token.reveal()}`,
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': options.userAgent,
    },
  });
  const result = await readAttempt(response, `GET ${reading.path}`);
  options.signal?.throwIfAborted();
  return result;
}
