/** From an answer as a healthy server gives it to what is on the wire, faults included. */
import type { Answer } from './answer.ts';
import { applyEffect } from './effects.ts';
import type { FaultBook } from './fault-book.ts';
import { jsonBytes, type Outgoing } from './outgoing.ts';

export interface Wire {
  readonly faults: FaultBook;
  readonly requestId: string;
  readonly path: string;
  readonly now: Date;
}

/** Returns what is sent. */
export function withFaults(
  answer: Pick<Answer, 'operationId' | 'status' | 'headers' | 'body' | 'text' | 'lists'>,
  { faults, requestId, path, now }: Wire,
): Outgoing {
  let outgoing: Outgoing = {
    status: answer.status,
    headers: {
      server: 'segment-evidence-simulator',
      date: now.toUTCString(),
      'x-request-id': requestId,
      ...answer.headers,
    },
    body: answer.text === undefined ? jsonBytes(answer.body) : Buffer.from(answer.text, 'utf8'),
    delivery: { kind: 'whole' },
  };
  const context = { now, lists: answer.lists };
  for (const effect of faults.effectsFor({ operationId: answer.operationId, path })) {
    outgoing = applyEffect(effect, outgoing, context);
  }
  return outgoing;
}

/** Returns whether anything comes back at all. */
export function isAnswered({ delivery }: Outgoing): boolean {
  return !['drop-before-headers', 'never-answer'].includes(delivery.kind);
}
