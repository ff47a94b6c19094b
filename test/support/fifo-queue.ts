/**
 * A FIFO queue of moto with its dead-letter queue, behind a gate. moto answers two who ask at the same moment with
 * the same message, which SQS never does: the gate lets one ask at a time. It can also stop somebody at a step.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Moto, startMoto } from './moto.ts';

/** What somebody asked of the queue, before it is answered. */
export interface QueueCall {
  /** Such as `ReceiveMessage`. */
  readonly action: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Returns whether the call goes on to the queue; otherwise it is never answered. */
export type Gatekeeper = (call: QueueCall) => Promise<boolean> | boolean;

export interface FifoQueue {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  /** Of each message that was handed out: body and when. */
  readonly received: readonly { readonly body: string; readonly at: number }[];
  /** From now on asks him before each call. */
  guard(gatekeeper: Gatekeeper | undefined): void;
  /** Called when a message goes out, before it is there. */
  onReceive(tell: ((body: string) => boolean) | undefined): void;
  /** From now on answers nothing, or again. */
  setAway(isAway: boolean): void;
  send(entries: readonly { readonly group: string; readonly body: string }[]): Promise<void>;
  /** Messages that are waiting or hidden. */
  count(): Promise<number>;
  deadLetters(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export interface FifoQueueOptions {
  readonly visibilitySeconds: number;
  readonly maxReceiveCount: number;
}

interface Gate {
  keeper: Gatekeeper | undefined;
  tell: ((body: string) => boolean) | undefined;
  isAway: boolean;
  turn: Promise<unknown>;
  readonly received: { readonly body: string; readonly at: number }[];
}

/** Starts moto, makes both queues, and opens the gate. */
export async function startFifoQueue(options: FifoQueueOptions): Promise<FifoQueue> {
  const moto = await startMoto();
  const gate: Gate = {
    keeper: undefined,
    tell: undefined,
    isAway: false,
    turn: Promise.resolve(),
    received: [],
  };
  const server = createServer((request, response) => {
    serve(request, response, moto, gate).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const ask = (action: string, body: object) => askMoto(moto, action, JSON.stringify(body));
  await ask('CreateQueue', { QueueName: 'dead.fifo', Attributes: { FifoQueue: 'true' } });
  const deadLetterTargetArn = 'arn:aws:sqs:eu-central-1:123456789012:dead.fifo';
  const Attributes = {
    FifoQueue: 'true',
    VisibilityTimeout: String(options.visibilitySeconds),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: options.maxReceiveCount }),
  };
  await ask('CreateQueue', { QueueName: 'fleet.fifo', Attributes });
  const own = (name: string) => `${moto.url}/123456789012/${name}`;
  const numberOf = async (name: string) => {
    const { json } = await ask('GetQueueAttributes', { QueueUrl: own(name), AttributeNames: ['All'] });
    const attributes = json['Attributes'] as Record<string, string>;
    const of = (which: string) => Number(attributes[`ApproximateNumberOfMessages${which}`]);
    return of('') + of('NotVisible');
  };
  const url = `http://127.0.0.1:${port}`;
  return {
    url: `${url}/123456789012/fleet.fifo`,
    env: { ...moto.env, AWS_ENDPOINT_URL: url },
    received: gate.received,
    guard: (keeper) => {
      gate.keeper = keeper;
    },
    onReceive: (tell) => {
      gate.tell = tell;
    },
    setAway: (isAway) => {
      gate.isAway = isAway;
    },
    send: async (entries) => {
      for (const [index, { group, body }] of entries.entries()) {
        const MessageDeduplicationId = `test-${Date.now()}-${index}`;
        await ask('SendMessage', {
          QueueUrl: own('fleet.fifo'),
          MessageBody: body,
          MessageGroupId: group,
          MessageDeduplicationId,
        });
      }
    },
    count: () => numberOf('fleet.fifo'),
    deadLetters: async () => {
      const bodies: string[] = [];
      for (;;) {
        const { json } = await ask('ReceiveMessage', { QueueUrl: own('dead.fifo'), MaxNumberOfMessages: 10 });
        const messages = (json['Messages'] ?? []) as readonly { readonly Body: string }[];
        if (messages.length === 0) return bodies;
        bodies.push(...messages.map(({ Body }) => Body));
      }
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await moto.empty();
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  moto: Moto,
  gate: Gate,
): Promise<void> {
  const text = await textOf(request);
  const action = String(request.headers['x-amz-target'] ?? '').replace('AmazonSQS.', '');
  const body = JSON.parse(text) as Record<string, unknown>;
  if (gate.isAway || (await gate.keeper?.({ action, body })) === false) {
    response.destroy();
    return;
  }
  const answer =
    action === 'ReceiveMessage'
      ? await receive(body, moto, gate, () => response.destroyed)
      : await oneAtATime(gate, () => askMoto(moto, action, text));
  if (answer === undefined) response.destroy();
  else response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(answer.text);
}

/** Waits as SQS would, but for moto asks again and again, alone each time. */
async function receive(
  body: Readonly<Record<string, unknown>>,
  moto: Moto,
  gate: Gate,
  isGone: () => boolean,
): Promise<Answer | undefined> {
  const untilMs = Date.now() + Number(body['WaitTimeSeconds'] ?? 0) * 1000;
  for (;;) {
    const answer = await oneAtATime(gate, async () => {
      // Whoever has hung up must not be given a message.
      if (isGone() || gate.isAway) return undefined;
      return askMoto(moto, 'ReceiveMessage', JSON.stringify({ ...body, WaitTimeSeconds: 0 }));
    });
    const messages = (answer?.json['Messages'] ?? []) as readonly { readonly Body: string }[];
    if (answer === undefined || messages.length > 0 || Date.now() >= untilMs) {
      for (const { Body } of messages) {
        gate.received.push({ body: Body, at: Date.now() });
        if (gate.tell?.(Body) === false) return undefined;
      }
      return answer;
    }
    await wait(40);
  }
}

function oneAtATime<T>(gate: Gate, act: () => Promise<T>): Promise<T> {
  const done = gate.turn.then(act);
  gate.turn = done.catch(() => undefined);
  return done;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

async function askMoto(moto: Moto, action: string, body: string): Promise<Answer> {
  const response = await fetch(moto.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${action}`,
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261122/eu-central-1/sqs/aws4_request, SignedHeaders=host, Signature=0',
    },
    body,
  });
  const text = await response.text();
  return { status: response.status, text, json: text === '' ? {} : JSON.parse(text) };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
