/**
 * Segment's Tracking API on loopback, as far as senders can tell: it answers 200 to almost everything, keeps what
 * a real one would keep, and notes what a real one would not understand. Can be told to answer anything else.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

type Json = Readonly<Record<string, unknown>>;

/** What the next request gets in place of an answer by the rules. */
export type Fault =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | 'hang-up'
  | 'half-an-answer'
  | 'no-http'
  | 'never';

export interface TrackingRequest {
  readonly path: string;
  /** As sent in the header, decoded; the password must be empty. */
  readonly writeKey: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: number;
  readonly body: Json;
}

export interface TrackingApiOptions {
  /** The write keys of this region: what comes with another is answered 200 and lost. */
  readonly keys: readonly string[];
}

export interface TrackingApi {
  /** Without a slash at the end. */
  readonly origin: string;
  readonly requests: readonly TrackingRequest[];
  /** Those that were answered 200. */
  readonly accepted: readonly TrackingRequest[];
  /** What the sources of this region got, once for each messageId. */
  readonly delivered: readonly Json[];
  /** What was answered 200 and went nowhere. */
  readonly lost: readonly Json[];
  /** What a sender did against the rules, one sentence each. */
  readonly problems: readonly string[];
  /** The most requests that were under way at once. */
  readonly mostAtOnce: number;
  /**
   * From now on so many requests are answered together, once they are all under way, and what may have come besides
   * has had the time to: as many at once as a sender lets there be are seen, on a slow machine too.
   */
  answerTogether(count: number): void;
  /** What the next requests get, one each. */
  failNext(...faults: readonly Fault[]): void;
  /** How all requests fare until told otherwise; undefined: well. */
  failAlways(fault: Fault | undefined): void;
  close(): Promise<void>;
}

const PATHS = ['track', 'identify', 'group', 'page', 'screen', 'alias', 'batch'].map((type) => `/v1/${type}`);
const SHORTEST_KEY = 4;
const MOST_MESSAGE_BYTES = 32 * 1024;
const MOST_BATCH_BYTES = 500_000;
const MOST_BATCH_MESSAGES = 2_500;

/** Starts one. Close it when done. */
export async function startTrackingApi({ keys }: TrackingApiOptions): Promise<TrackingApi> {
  const [requests, problems]: [TrackingRequest[], string[]] = [[], []];
  const [delivered, lost]: [Map<string, Json>, Json[]] = [new Map(), []];
  const faults: Fault[] = [];
  const accepted: TrackingRequest[] = [];
  let usual: Fault | undefined;
  let [atOnce, mostAtOnce, together] = [0, 0, 1];
  const waiting: (() => void)[] = [];

  const take = (request: TrackingRequest): number => {
    const { writeKey = '', body, path } = request;
    const messages = path === '/v1/batch' ? (body['batch'] as readonly Json[]) : [body];
    problems.push(...messages.flatMap(problemsOf));
    if (writeKey.length < SHORTEST_KEY || request.bytes > MOST_BATCH_BYTES) return 400;
    if (messages.some((message) => Buffer.byteLength(JSON.stringify(message)) > MOST_MESSAGE_BYTES))
      return 400;
    const isLost = !keys.includes(writeKey) || messages.length > MOST_BATCH_MESSAGES;
    for (const message of messages) {
      if (isLost) lost.push(message);
      else delivered.set(String(message['messageId']), message);
    }
    return 200;
  };

  const inCompany = async () => {
    if (waiting.length + 1 < together) return new Promise<void>((resolve) => waiting.push(resolve));
    await wait(10);
    for (const go of waiting.splice(0)) go();
  };
  const server = createServer((incoming, outgoing) => {
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    outgoing.on('close', () => {
      atOnce -= 1;
    });
    void readRequest(incoming, problems).then(async (request) => {
      requests.push(request);
      if (together > 1) await inCompany();
      const fault = faults.shift() ?? usual;
      if (fault !== undefined) return fail(outgoing, fault);
      const status = take(request);
      if (status === 200) accepted.push(request);
      answer(outgoing, { status, body: JSON.stringify({ success: status === 200 }) });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    accepted,
    problems,
    lost,
    get delivered() {
      return [...delivered.values()];
    },
    get mostAtOnce() {
      return mostAtOnce;
    },
    answerTogether: (count) => {
      together = count;
    },
    failNext: (...next) => {
      faults.push(...next);
    },
    failAlways: (fault) => {
      faults.length = 0;
      usual = fault;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readRequest(incoming: IncomingMessage, problems: string[]): Promise<TrackingRequest> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
  const bytes = Buffer.concat(chunks);
  const path = incoming.url ?? '';
  const { headers } = incoming;
  if (incoming.method !== 'POST' || !PATHS.includes(path))
    problems.push(`expected a POST to ${PATHS.join(', ')}, got ${incoming.method} ${path}`);
  if (!/^application\/json\b/.test(headers['content-type'] ?? ''))
    problems.push(`expected JSON, got ${headers['content-type']}`);
  const login = /^Basic ([A-Za-z0-9+/]+={0,2})$/.exec(headers.authorization ?? '')?.[1];
  const [writeKey, password, ...more] = Buffer.from(login ?? '', 'base64')
    .toString()
    .split(':');
  if (login === undefined || password !== '' || more.length > 0)
    problems.push('expected Basic authentication with the write key and an empty password');
  return { path, headers, writeKey, bytes: bytes.length, body: parse(bytes, problems) };
}

function parse(bytes: Buffer, problems: string[]): Json {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Json;
  } catch {
    problems.push('expected JSON in UTF-8, got something else');
    return { batch: [] };
  }
}

const NEEDED: Readonly<Record<string, readonly string[]>> = {
  track: ['event', 'properties'],
  identify: ['traits'],
  group: ['groupId', 'traits'],
  page: ['properties'],
  screen: ['properties'],
  alias: ['userId', 'previousId'],
};

/** What Segment's specification asks of a message. */
function problemsOf(message: Json): readonly string[] {
  const { type, userId, anonymousId, integrations, context, timestamp, messageId } = message;
  const needed = NEEDED[String(type)];
  const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  const rules: readonly (readonly [boolean, string])[] = [
    [needed !== undefined, `expected one of the six types, got ${String(type)}`],
    [(needed ?? []).every((key) => key in message), `expected ${needed?.join(' and ')} of a ${String(type)}`],
    [typeof userId === 'string' || typeof anonymousId === 'string', 'expected userId or anonymousId'],
    [isMap(integrations), 'expected integrations to be a map'],
    [isMap(context), 'expected context to be a map'],
    [/^\d{4}-\d\d-\d\dT.*Z$/.test(String(timestamp)), 'expected timestamp to be an instant'],
    [
      typeof messageId === 'string' && messageId.length < 100,
      'expected a messageId of less than 100 characters',
    ],
  ];
  return rules.flatMap(([holds, problem]) => (holds ? [] : [problem]));
}

function fail(outgoing: ServerResponse, fault: Fault): void {
  if (fault === 'never') return;
  if (fault === 'hang-up') {
    outgoing.destroy();
  } else if (fault === 'no-http') {
    outgoing.socket?.end('220 mail.example ready\r\n');
  } else if (fault === 'half-an-answer') {
    outgoing.writeHead(200, { 'content-length': '16' }).write('{"succ', () => outgoing.destroy());
  } else {
    answer(outgoing, fault);
  }
}

function answer(outgoing: ServerResponse, { status, headers = {}, body = '' }: Exclude<Fault, string>): void {
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}
