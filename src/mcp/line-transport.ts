/**
 * The protocol over two streams, a message a line. Whatever comes in is answered: a line that is no message by an error,
 * and what is under way when the input ends before anything is closed.
 */
import {
  INVALID_REQUEST,
  isJSONRPCErrorResponse,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  PARSE_ERROR,
  parseJSONRPCMessage,
  type RequestId,
  serializeMessage,
  type Transport,
} from '@modelcontextprotocol/server';
import { type Line, linesOf } from './lines.ts';

/** Bytes of a line: far above any question, and little to hold. */
export const LONGEST_LINE = 10 * 1024 * 1024;

/** Requests that are worked on at once; further ones are not read before. */
const MOST_UNDER_WAY = 16;

/** Answered only when everything ends. */
const NEVER_ANSWERED = 'subscriptions/listen';

export interface LineStreams {
  readonly input: AsyncIterable<Uint8Array>;
  /** Resolves once it is taken, rejects where nobody takes anything any more. */
  write(text: string): Promise<void>;
}

export class LineTransport implements Transport {
  onmessage?: Transport['onmessage'];
  onerror?: Transport['onerror'];
  onclose?: Transport['onclose'];
  /** Resolves when the input has ended and everything is answered, or nobody takes answers any more. Never rejects. */
  readonly done: Promise<void>;
  readonly #streams: LineStreams;
  /** How often each is asked: nothing keeps a client from asking twice under one id. */
  readonly #underWay = new Map<RequestId, number>();
  #finish: () => void = () => undefined;
  #wake: () => void = () => undefined;
  #hasEnded = false;
  #isClosed = false;

  constructor(streams: LineStreams) {
    this.#streams = streams;
    this.done = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  async start(): Promise<void> {
    void this.#read();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    await this.#write(serializeMessage(message));
    const isAnswer = isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message);
    if (isAnswer && message.id !== undefined) this.#settle(message.id, 1);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#finish();
    this.#wake();
    this.onclose?.();
  }

  async #read(): Promise<void> {
    try {
      for await (const line of linesOf(this.#streams.input, LONGEST_LINE)) {
        if (this.#isClosed) return;
        await this.#take(line);
        while (this.#underWay.size >= MOST_UNDER_WAY && !this.#isClosed) await this.#nextAnswer();
      }
    } catch (error) {
      // Once closed, the input is cut off.
      if (!this.#isClosed) this.onerror?.(toError(error));
    }
    this.#hasEnded = true;
    this.#finishIfDone();
  }

  async #take(line: Line): Promise<void> {
    if (line.kind === 'long') {
      const problem = `expected a line of at most ${LONGEST_LINE} bytes, got ${line.bytes}`;
      return this.#refuse(INVALID_REQUEST, problem, idIn(line));
    }
    if (line.text.trim() === '') return;
    const value = parsed(line.text);
    if (value === undefined)
      return this.#refuse(PARSE_ERROR, 'expected a line of JSON, got something else', null);
    const message = messageOf(value);
    if (message !== undefined) return this.#deliver(message);
    const problem = 'expected a message of JSON-RPC 2.0, got other JSON';
    // An answer is never answered.
    if (isObject(value) && ('result' in value || 'error' in value)) this.onerror?.(new Error(problem));
    else await this.#refuse(INVALID_REQUEST, problem, ownId(value));
  }

  #deliver(message: JSONRPCMessage): void {
    if (isJSONRPCRequest(message) && message.method !== NEVER_ANSWERED)
      this.#underWay.set(message.id, (this.#underWay.get(message.id) ?? 0) + 1);
    this.onmessage?.(message);
    // What is called off gets no answer.
    if (!isJSONRPCNotification(message) || message.method !== 'notifications/cancelled') return;
    const id = message.params?.['requestId'];
    if (isId(id)) this.#settle(id, Number.POSITIVE_INFINITY);
  }

  /** Rejects nothing: who cannot be told is not there any more. */
  async #refuse(code: number, message: string, id: RequestId | null): Promise<void> {
    this.onerror?.(new Error(message));
    await this.#write(`${JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } })}\n`).catch(
      (error: unknown) => this.onerror?.(toError(error)),
    );
  }

  async #write(text: string): Promise<void> {
    try {
      await this.#streams.write(text);
    } catch (error) {
      this.#finish();
      throw error;
    }
  }

  #settle(id: RequestId, times: number): void {
    const left = (this.#underWay.get(id) ?? 0) - times;
    if (left > 0) this.#underWay.set(id, left);
    else this.#underWay.delete(id);
    this.#wake();
    this.#finishIfDone();
  }

  #finishIfDone(): void {
    if (this.#hasEnded && this.#underWay.size === 0) this.#finish();
  }

  #nextAnswer(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

const ID = '(-?\\d{1,15}|"[^"\\\\]{0,200}")';
/** Only texts of the protocol itself stand before it. */
const FIRST = new RegExp(
  `^\\s*\\{(?:\\s*"(?:jsonrpc|method)"\\s*:\\s*"[^"\\\\]*"\\s*,)*\\s*"id"\\s*:\\s*${ID}\\s*,`,
);
const LAST = new RegExp(`,\\s*"id"\\s*:\\s*${ID}\\s*\\}\\s*$`);

/** The id of a message of which only both ends are known, where it stands at one of them. */
function idIn({ begin, end }: Extract<Line, { readonly kind: 'long' }>): RequestId | null {
  const found = FIRST.exec(begin)?.[1] ?? LAST.exec(end)?.[1];
  return found === undefined ? null : (JSON.parse(found) as RequestId);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function messageOf(value: unknown): JSONRPCMessage | undefined {
  try {
    return parseJSONRPCMessage(value);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isId = (value: unknown): value is RequestId => ['string', 'number'].includes(typeof value);
const ownId = (value: unknown): RequestId | null =>
  isObject(value) && 'id' in value && isId(value.id) ? value.id : null;
const toError = (value: unknown): Error => (value instanceof Error ? value : new Error(String(value)));
