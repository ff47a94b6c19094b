/**
 * A topic of Amazon SNS. The document goes to queues and functions as it is, to mail and phones in words.
 * Credentials come from the standard AWS environment; signing and formats are the SDK's, which is loaded
 * only here, and only when a topic is to be told something.
 */
import type { PublishCommandInput, SNSClient, SNSClientConfig } from '@aws-sdk/client-sns';
import type { AlertDocument } from '../../../schemas/alert.ts';
import type { ReceiptMessage } from '../../../schemas/receipt-message.ts';
import { AlertError } from '../../errors.ts';
import { canonical } from '../../evidence/canonical.ts';
import { channelError } from '../channel.ts';
import { receiptTextOf, receiptTitleOf } from '../receipt-message.ts';
import { textOf, titleOf } from '../render.ts';
import { shortened } from '../well-formed.ts';
import { type HttpSettings, send, statusFailure } from './http.ts';
import type { Sender, SenderOptions } from './sender.ts';

const TOPIC = /^arn:aws(?:-[a-z]+)*:sns:([a-z]{2}(?:-[a-z]+)+-\d):\d{12}:[A-Za-z0-9_-]{1,256}(?:\.fifo)?$/;
const LONGEST_SUBJECT = 100;
/** SNS takes 256 KB, attributes included. Only names of many thousands of characters come near it, and are cut then. */
const MOST_BYTES = 250 * 1024;
const LONGEST_TEXT = 2_000;

/** Returns the sender. @throws AlertError when the address is no ARN of a topic */
export function openSns({ name, address, http }: SenderOptions): Sender {
  const region = TOPIC.exec(address)?.[1];
  if (region === undefined) {
    const hint = 'Store the ARN of the topic, such as arn:aws:sns:eu-west-1:123456789012:evidence.';
    throw channelError(name, { problem: 'expected `url` to name the ARN of a topic', hint, isFinal: true });
  }
  const publish = (input: PublishCommandInput) =>
    withClient(region, name, http, async (client) => {
      const { PublishCommand } = await import('./sns-sdk.ts');
      await client.send(new PublishCommand(input));
    });
  return {
    send: (alert) => publish(publication(alert, address)),
    sendReceipt: (message) => publish(receiptPublication(message, address)),
    // Asking about the topic would need a permission that publishing does not.
    probe: async () => {
      await withClient(region, name, http, (client) => client.config.credentials());
      return `credentials found, topic in ${region} not asked`;
    },
  };
}

/** Returns the arguments of Publish. A topic that keeps an order drops a second delivery by itself. */
export function publication(alert: AlertDocument, topic: string): PublishCommandInput {
  const { severity, condition, connection, state, id } = alert;
  const text = (value: string) => ({ DataType: 'String', StringValue: value });
  const whole = messageOf(alert);
  const Message = Buffer.byteLength(whole) <= MOST_BYTES ? whole : messageOf(shortened(alert, LONGEST_TEXT));
  return {
    TopicArn: topic,
    Subject: titleOf(alert).slice(0, LONGEST_SUBJECT),
    MessageStructure: 'json',
    Message,
    MessageAttributes: {
      severity: text(severity),
      condition: text(condition),
      connection: text(connection),
      state: text(state),
    },
    ...(topic.endsWith('.fifo') ? { MessageGroupId: connection, MessageDeduplicationId: id } : {}),
  };
}

function messageOf(alert: AlertDocument): string {
  const email = `${titleOf(alert)}\n\n${textOf(alert)}`;
  return JSON.stringify({ default: canonical(alert), email, sms: titleOf(alert) });
}

/** Returns the arguments of Publish for a receipt. A filter on what alerts have as attributes lets none through. */
export function receiptPublication(message: ReceiptMessage, topic: string): PublishCommandInput {
  const { connection, id } = message;
  const title = receiptTitleOf(message);
  const email = `${title}\n\n${receiptTextOf(message)}`;
  return {
    TopicArn: topic,
    Subject: title.slice(0, LONGEST_SUBJECT),
    MessageStructure: 'json',
    Message: JSON.stringify({ default: canonical(message), email, sms: title }),
    MessageAttributes: {
      document: { DataType: 'String', StringValue: 'receipt' },
      connection: { DataType: 'String', StringValue: connection },
    },
    ...(topic.endsWith('.fifo') ? { MessageGroupId: connection, MessageDeduplicationId: id } : {}),
  };
}

async function withClient(
  region: string,
  channel: string,
  http: HttpSettings,
  use: (client: SNSClient) => Promise<unknown>,
): Promise<void> {
  const { SNSClient } = await import('./sns-sdk.ts');
  const requestHandler = { handle: handlerOf(channel, http) } as NonNullable<
    SNSClientConfig['requestHandler']
  >;
  // Trying again is decided in one place for all channels.
  const client = new SNSClient({ region, maxAttempts: 1, requestHandler });
  const done = new AbortController();
  try {
    await Promise.race([use(client), whenAborted(http.signal, done.signal)]);
  } catch (error) {
    http.signal.throwIfAborted();
    throw awsFailure(channel, error, http);
  } finally {
    done.abort();
    client.destroy();
  }
}

/** Its own credentials the client would wait for without an end. */
function whenAborted(signal: AbortSignal, done: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: done });
  });
}

/** What the SDK asks of its way to the network, as far as this program depends on it. */
interface AwsRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Requests go the same way as those of the other channels: same proxy, same waits, no redirects. */
function handlerOf(channel: string, http: HttpSettings) {
  return async ({ protocol, hostname, port, path, method, headers, body }: AwsRequest) => {
    const address = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`);
    const { host: _host, 'content-length': _length, ...rest } = headers;
    const message = { method, headers: rest, body: body ?? '', wantsReason: true };
    const answer = await send(channel, address, message, http);
    return { response: { statusCode: answer.status, headers: flat(answer.headers), body: answer.body } };
  };
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

/** Of an error of AWS only its name and status: messages name accounts, and the rest holds what was answered. */
function awsFailure(channel: string, error: unknown, { now }: HttpSettings): AlertError {
  if (error instanceof AlertError) return error;
  const { name = 'an error', $metadata } = error as {
    name?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode;
  const hint = 'Let the role that runs this call sns:Publish on the topic, and on its KMS key if it has one.';
  if (status === undefined) {
    return channelError(channel, {
      problem: `expected credentials for AWS, got ${name}`,
      hint,
      isFinal: true,
    });
  }
  const isBusy = name.includes('Throttl') || name.includes('KMSThrottling');
  const { isFinal } = statusFailure({ status, headers: {} }, now());
  const problem = `expected SNS to accept it, got ${name} (${status})`;
  return channelError(channel, { problem, hint, isFinal: isFinal && !isBusy });
}
