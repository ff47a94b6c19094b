/**
 * A FIFO queue of Amazon SQS: messages in, messages out, nothing of what they mean. The client is loaded only
 * when there is a queue; region, credentials and another address come from the standard AWS environment. Errors
 * name the queue without its account.
 */
import type { SQSClient } from '@aws-sdk/client-sqs';
import { awaitCredentials } from '../aws/credentials.ts';
import { type AwsFailure, awsFailure, HINTS } from '../aws/failure.ts';
import { QueueError, UsageError } from '../errors.ts';
import type { QueueEntry } from './queue-messages.ts';

export interface QueueFacts {
  /** How long a message that was received is hidden from others, unless that is extended. */
  readonly visibilitySeconds: number;
  /** Whether a message that fails again and again is put aside. */
  readonly hasDeadLetters: boolean;
}

export interface ReceivedMessage {
  readonly body: string;
  readonly group: string;
  /** How often it was received, this time included. */
  readonly receives: number;
  /** Stands for this receipt of it: what it is extended, handed back and removed by. */
  readonly handle: string;
}

/** An entry that the queue did not take. */
export interface Unsent {
  readonly entry: QueueEntry;
  readonly reason: string;
}

export interface Queue {
  /** Its name, without the account. */
  readonly name: string;
  /** @throws QueueError when it is not there, is no FIFO queue or may not be used */
  facts(): Promise<QueueFacts>;
  /** Returns the entries that were not taken, after several tries. @throws QueueError when none could be sent */
  send(entries: readonly QueueEntry[]): Promise<readonly Unsent[]>;
  /** Waits up to 20 seconds for a message. @throws QueueError; the signal's reason */
  receive(signal: AbortSignal, waitSeconds?: number): Promise<ReceivedMessage | undefined>;
  /** Hides it for so long from now on; 0 hands it back at once. @throws QueueError */
  hide(message: ReceivedMessage, seconds: number): Promise<void>;
  /** @throws QueueError */
  remove(message: ReceivedMessage): Promise<void>;
  close(): void;
}

const MOST_IN_A_BATCH = 10;
const SEND_ATTEMPTS = 3;
const POLL_SECONDS = 20;
const CONNECT_MS = 5_000;
const ANSWER_MS = 10_000;
const MOST_ATTEMPTS = 4;

const HINT_URL =
  'Give the URL of a FIFO queue, such as https://sqs.eu-central-1.amazonaws.com/123456789012/segment-evidence.fifo.';

/** Returns the queue at a URL; nothing is asked of it yet. @throws UsageError when it is none of a FIFO queue */
export function openQueue(url: string, sleep: (ms: number) => Promise<void>): Queue {
  return new SqsQueue(url, queueName(url), sleep);
}

/** Returns the last part of the URL: the account before it has no place in a message. */
function queueName(url: string): string {
  const path = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? new URL(url).pathname : '';
  const [, name] = /\/([A-Za-z0-9_-]{1,75}\.fifo)$/.exec(path) ?? [];
  if (name !== undefined) return name;
  const found = path === '' ? 'something else' : 'another URL';
  throw new UsageError({
    message: `open queue: expected the URL of a queue whose name ends in .fifo, got ${found}`,
    hint: HINT_URL,
  });
}

class SqsQueue implements Queue {
  readonly name: string;
  readonly #url: string;
  readonly #sleep: (ms: number) => Promise<void>;
  #client: Promise<SQSClient> | undefined;

  constructor(url: string, name: string, sleep: (ms: number) => Promise<void>) {
    this.#url = url;
    this.name = name;
    this.#sleep = sleep;
  }

  async facts(): Promise<QueueFacts> {
    const { Attributes = {} } = await this.#ask('read its attributes', async (client, aws) =>
      client.send(new aws.GetQueueAttributesCommand({ QueueUrl: this.#url, AttributeNames: ['All'] })),
    );
    if (Attributes['FifoQueue'] !== 'true') {
      throw this.#unusable('expected a FIFO queue, got another one', HINT_URL);
    }
    return {
      visibilitySeconds: Number(Attributes['VisibilityTimeout'] ?? 30),
      hasDeadLetters: Attributes['RedrivePolicy'] !== undefined,
    };
  }

  async send(entries: readonly QueueEntry[]): Promise<readonly Unsent[]> {
    const unsent: Unsent[] = [];
    for (let from = 0; from < entries.length; from += MOST_IN_A_BATCH) {
      unsent.push(...(await this.#sendBatch(entries.slice(from, from + MOST_IN_A_BATCH))));
    }
    return unsent;
  }

  async receive(signal: AbortSignal, waitSeconds = POLL_SECONDS): Promise<ReceivedMessage | undefined> {
    const input = {
      QueueUrl: this.#url,
      MaxNumberOfMessages: 1,
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['MessageGroupId' as const, 'ApproximateReceiveCount' as const],
    };
    const requestTimeout = waitSeconds * 1000 + ANSWER_MS;
    const { Messages = [] } = await this.#ask('receive', async (client, aws) =>
      client.send(new aws.ReceiveMessageCommand(input), { abortSignal: signal, requestTimeout }),
    ).catch((error: unknown) => {
      signal.throwIfAborted();
      throw error;
    });
    const [message] = Messages;
    if (message?.ReceiptHandle === undefined) return undefined;
    return {
      body: message.Body ?? '',
      group: message.Attributes?.MessageGroupId ?? '',
      receives: Number(message.Attributes?.ApproximateReceiveCount ?? 1),
      handle: message.ReceiptHandle,
    };
  }

  async hide({ handle }: ReceivedMessage, seconds: number): Promise<void> {
    const input = { QueueUrl: this.#url, ReceiptHandle: handle, VisibilityTimeout: seconds };
    await this.#ask('keep a message', async (client, aws) =>
      client.send(new aws.ChangeMessageVisibilityCommand(input)),
    );
  }

  async remove({ handle }: ReceivedMessage): Promise<void> {
    const input = { QueueUrl: this.#url, ReceiptHandle: handle };
    await this.#ask('remove a message', async (client, aws) =>
      client.send(new aws.DeleteMessageCommand(input)),
    );
  }

  close(): void {
    void this.#client?.then((client) => client.destroy()).catch(() => undefined);
  }

  /** Single entries may fail where the rest was taken: these are sent again. */
  async #sendBatch(batch: readonly QueueEntry[]): Promise<readonly Unsent[]> {
    let left: readonly Unsent[] = batch.map((entry) => ({ entry, reason: '' }));
    for (let attempt = 1; left.length > 0 && attempt <= SEND_ATTEMPTS; attempt += 1) {
      if (attempt > 1) await this.#sleep(500 * 2 ** attempt);
      left = await this.#sendOnce(left.map(({ entry }) => entry));
    }
    return left;
  }

  async #sendOnce(batch: readonly QueueEntry[]): Promise<readonly Unsent[]> {
    const Entries = batch.map(({ body, group, deduplication }, index) => ({
      Id: String(index),
      MessageBody: body,
      MessageGroupId: group,
      MessageDeduplicationId: deduplication,
    }));
    const { Failed = [] } = await this.#ask('send', async (client, aws) =>
      client.send(new aws.SendMessageBatchCommand({ QueueUrl: this.#url, Entries })),
    );
    return Failed.flatMap(({ Id, Code = 'an error' }) => {
      const entry = batch[Number(Id)];
      return entry === undefined ? [] : [{ entry, reason: Code }];
    });
  }

  async #ask<T>(what: string, act: (client: SQSClient, aws: Sdk) => Promise<T>): Promise<T> {
    const aws = await import('./queue-sdk.ts');
    try {
      return await act(await this.#open(aws), aws);
    } catch (error) {
      throw this.#refused(what, awsFailure(error));
    }
  }

  /** One client for as long as its credentials can be had: it renews them itself. */
  #open(aws: Sdk): Promise<SQSClient> {
    this.#client ??= this.#connect(aws).catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }

  async #connect(aws: Sdk): Promise<SQSClient> {
    const region = /\bsqs[.-]([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(this.#url)?.[1];
    const client = new aws.SQSClient({
      ...(region === undefined ? {} : { region }),
      maxAttempts: MOST_ATTEMPTS,
      // Its warnings are for who writes programs, and would stand between our lines.
      logger: SILENT,
      requestHandler: {
        connectionTimeout: CONNECT_MS,
        requestTimeout: ANSWER_MS,
        throwOnRequestTimeout: true,
      },
    });
    await awaitCredentials(client);
    return client;
  }

  #refused(what: string, failure: AwsFailure): QueueError {
    const { kind, words, cause } = failure;
    const message = `${what}: queue ${this.name}: expected an answer of SQS, got ${words}`;
    const code = AWAY.has(kind) ? 'QUEUE_UNAVAILABLE' : 'QUEUE_UNUSABLE';
    return new QueueError({ code, message, hint: hintFor(failure), cause });
  }

  #unusable(problem: string, hint: string): QueueError {
    return new QueueError({
      code: 'QUEUE_UNUSABLE',
      message: `open queue: ${this.name}: ${problem}`,
      hint,
    });
  }
}

type Sdk = typeof import('./queue-sdk.ts');

const ignore = () => undefined;
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** What passes by itself. */
const AWAY: ReadonlySet<AwsFailure['kind']> = new Set(['busy', 'network', 'descriptors', 'credentials-late']);

const NO_QUEUE = /QueueDoesNotExist|NonExistentQueue/;

function hintFor({ kind, code }: AwsFailure): string {
  if (NO_QUEUE.test(code))
    return 'Create the queue, or correct its URL: account, region and name stand in it.';
  if (kind === 'denied') {
    return 'Let this process call sqs:SendMessage to dispatch; sqs:ReceiveMessage, sqs:DeleteMessage, sqs:ChangeMessageVisibility and sqs:GetQueueAttributes to collect.';
  }
  return HINTS[kind] ?? `Look up ${code} in the documentation of Amazon SQS.`;
}
