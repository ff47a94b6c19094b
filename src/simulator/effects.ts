/**
 * What each fault does to an answer. Pure: an outgoing answer in, another out.
 * Effects on lists leave failures and single records alone.
 */
import type { ListView } from './answer.ts';
import type { FailureBody, FaultEffect } from './faults.ts';
import { editPage, editRecords } from './list-effects.ts';
import { jsonBytes, type Outgoing } from './outgoing.ts';
import { wordsOf } from './replies.ts';

export interface EffectContext {
  readonly now: Date;
  readonly lists: readonly ListView[];
}

/** Returns the answer with one fault applied. */
export function applyEffect(effect: FaultEffect, outgoing: Outgoing, context: EffectContext): Outgoing {
  switch (effect.kind) {
    case 'status':
      return failure(effect.status, effect.body ?? 'json', effect.headers ?? {}, outgoing);
    case 'other-success':
      return { ...outgoing, status: effect.status };
    case 'rate-limited':
      return rateLimited(effect, outgoing, context.now);
    case 'redirect':
      return failure(effect.status ?? 302, 'empty', { location: effect.location }, outgoing);
    case 'echo-secret': {
      const errors = [{ type: 'unauthorized', message: `Could not accept ${effect.secret} here.` }];
      return { ...outgoing, status: effect.status ?? 401, body: jsonBytes({ errors }) };
    }
    case 'drop-before-headers':
    case 'drop-mid-body':
    case 'never-answer':
    case 'stall-mid-body':
    case 'slow-headers':
    case 'slow-body':
      return { ...outgoing, delivery: effect };
    case 'transform-json':
      return withJson(outgoing, effect.transform);
    case 'transform-text':
      return { ...outgoing, body: Buffer.from(effect.transform(textOf(outgoing)), 'utf8') };
    case 'truncate-json':
    case 'html':
    case 'invalid-utf8':
    case 'gzip-garbage':
    case 'pad-body':
      return damageBody(effect, outgoing);
    case 'empty-field':
    case 'omit-field':
      return outgoing.status === 200
        ? withJson(outgoing, (body) => editRecords(effect, body, context.lists))
        : outgoing;
    default:
      return outgoing.status === 200
        ? withJson(outgoing, (body) => editPage(effect, body, context.lists))
        : outgoing;
  }
}

function textOf({ body }: Outgoing): string {
  return Buffer.from(body).toString('utf8');
}

function withJson(outgoing: Outgoing, change: (body: unknown) => unknown): Outgoing {
  return { ...outgoing, body: jsonBytes(change(JSON.parse(textOf(outgoing)))) };
}

const TYPES: Readonly<Record<number, string>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  422: 'input-validation',
  429: 'RequestError',
};

function failure(
  status: number,
  body: FailureBody,
  headers: Readonly<Record<string, string>>,
  outgoing: Outgoing,
): Outgoing {
  const json = {
    errors: [{ type: TYPES[status] ?? 'server-error', message: `Simulated failure ${status}.` }],
  };
  const { type, text } = wordsOf(body, json);
  return {
    ...outgoing,
    status,
    headers: { ...outgoing.headers, 'content-type': type, ...headers },
    body: Buffer.from(text, 'utf8'),
  };
}

function rateLimited(
  effect: Extract<FaultEffect, { kind: 'rate-limited' }>,
  outgoing: Outgoing,
  now: Date,
): Outgoing {
  const { 'x-ratelimit-reset': _reset, 'retry-after': _retry, ...kept } = outgoing.headers;
  const data =
    effect.msBeforeNext === undefined
      ? null
      : { remainingPoints: 0, msBeforeNext: effect.msBeforeNext, consumedPoints: 21 };
  const headers = {
    ...kept,
    'content-type': 'application/json',
    'x-ratelimit-remaining': '0',
    ...(effect.retryAfterSeconds === undefined ? {} : { 'retry-after': String(effect.retryAfterSeconds) }),
    ...(effect.resetInMs === undefined
      ? {}
      : { 'x-ratelimit-reset': new Date(now.getTime() + effect.resetInMs).toUTCString() }),
  };
  const errors = [{ type: 'RequestError', message: 'Too many requests', data }];
  return { ...outgoing, status: 429, headers, body: jsonBytes({ errors }) };
}

type BodyDamage = Extract<
  FaultEffect,
  { kind: 'truncate-json' | 'html' | 'invalid-utf8' | 'gzip-garbage' | 'pad-body' }
>;

function damageBody(effect: BodyDamage, outgoing: Outgoing): Outgoing {
  const { body, headers } = outgoing;
  switch (effect.kind) {
    case 'truncate-json':
      return { ...outgoing, body: body.subarray(0, Math.floor(body.length / 2)) };
    case 'html':
      return failure(200, 'html', {}, outgoing);
    case 'invalid-utf8':
      return { ...outgoing, body: spoilFirstText(body) };
    case 'gzip-garbage':
      return { ...outgoing, headers: { ...headers, 'content-encoding': 'gzip' } };
    case 'pad-body': {
      const padding = Buffer.alloc(Math.max(0, effect.bytes - body.length), ' ');
      const delivery = effect.isChunked === true ? ({ kind: 'chunked' } as const) : outgoing.delivery;
      return { ...outgoing, body: Buffer.concat([body, padding]), delivery };
    }
  }
}

/** Puts a start byte without its continuation at the beginning of the first text value, so the JSON stays whole. */
function spoilFirstText(body: Uint8Array): Uint8Array {
  const bytes = Buffer.from(body);
  const start = bytes.indexOf('":"');
  const at = start < 0 ? bytes.length : start + 3;
  return Buffer.concat([bytes.subarray(0, at), Buffer.from([0xc3, 0x28]), bytes.subarray(at)]);
}
