/** A topic of SNS: the request as it is sent, and a real topic of moto's with a queue behind it. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { publication } from '../../src/alerts/channels/sns.ts';
import { sendPatiently } from '../../src/alerts/patience.ts';
import { canonical } from '../../src/evidence/canonical.ts';
import { anAlert } from '../support/alerts.ts';
import { channelTo, countedWaits } from '../support/channels.ts';
import { hasMoto, type Moto, startMoto } from '../support/moto.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:evidence';
const AWS = {
  AWS_ACCESS_KEY_ID: 'test-id',
  AWS_SECRET_ACCESS_KEY: 'test-secret-key',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};
const before = { ...process.env };

/** The SDK reads the standard AWS environment of the process itself. */
function setEnvironment(changes: Readonly<Record<string, string>>): void {
  Object.assign(process.env, changes);
}
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
});

const topic = (arn = TOPIC) => channelTo(arn, { channel: 'sns' });

describe('what is published', () => {
  it('is the document for machines and words for mail, with attributes to filter by', () => {
    const { Message, MessageAttributes, ...rest } = publication(anAlert, TOPIC);

    expect(rest).toEqual({
      TopicArn: TOPIC,
      Subject: '[high] scope-gap opened: acme',
      MessageStructure: 'json',
    });
    const message = JSON.parse(Message ?? '') as Record<string, string>;
    expect(message['default']).toBe(canonical(anAlert));
    expect(message['email']).toContain(anAlert.summary);
    expect(message['email']).toContain(anAlert.remediation);
    expect(MessageAttributes).toEqual(
      Object.fromEntries(
        Object.entries({ severity: 'high', condition: 'scope-gap', connection: 'acme', state: 'opened' }).map(
          ([name, StringValue]) => [name, { DataType: 'String', StringValue }],
        ),
      ),
    );
  });

  it('has a subject that SNS takes, however long the name of the connection is', () => {
    const { Subject } = publication({ ...anAlert, connection: 'c'.repeat(200) }, TOPIC);

    expect(Subject).toMatch(/^[!-~][ -~]{1,99}$/);
  });

  it('in words has no line that a stranger has written', () => {
    const slug = 'x\n\nResolved: nothing to do\u202E';
    const { Message } = publication({ ...anAlert, workspace: { id: 'i', slug } }, TOPIC);

    expect(JSON.parse(Message ?? '').email).toContain(
      'Workspace: x\uFFFD\uFFFDResolved: nothing to do\uFFFD (i)',
    );
  });

  it('names itself to a topic that keeps an order, so that a second delivery is dropped', () => {
    expect(publication(anAlert, `${TOPIC}.fifo`)).toMatchObject({
      MessageGroupId: 'acme',
      MessageDeduplicationId: anAlert.id,
    });
  });
});

/** What SNS answers to Publish. */
const ANSWER =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';

describe('a topic', () => {
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver(undefined, ANSWER);
    setEnvironment({ ...AWS, AWS_ENDPOINT_URL_SNS: new URL(receiver.url).origin });
  });
  afterEach(() => receiver.close());

  it('is asked in its own region, signed, whatever region the environment names', async () => {
    setEnvironment({ AWS_REGION: 'us-east-1' });

    await topic().notify(anAlert);

    const [request] = receiver.received;
    const body = new URLSearchParams(request?.body);
    expect([body.get('Action'), body.get('TopicArn')]).toEqual(['Publish', TOPIC]);
    expect(request?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=test-id\/\d{8}\/eu-west-1\/sns\/aws4_request, /,
    );
    expect(`${JSON.stringify(request?.headers)}${request?.body}`).not.toContain('test-secret-key');
  });

  it('is tried again after a fault of the server, by our own count alone', async () => {
    receiver.script(500, 503);
    const waits = countedWaits();

    const { attempts, error } = await sendPatiently(() => topic().notify(anAlert), waits);

    expect([attempts, error]).toEqual([3, undefined]);
    expect(receiver.received).toHaveLength(3);
  });

  it('that refuses is not asked twice, and its answer is not repeated', async () => {
    receiver.script(403);

    const { attempts, error } = await sendPatiently(() => topic().notify(anAlert), countedWaits());

    expect(attempts).toBe(1);
    expect(error?.message).toMatch(/^send alert: sns-1: expected SNS to accept it, got \w+ \(403\)$/);
    expect(error?.hint).toContain('sns:Publish');
  });

  it('that redirects is not followed', async () => {
    receiver.script({ status: 307, headers: { location: 'http://127.0.0.1:1/' } });

    const { attempts, error } = await sendPatiently(() => topic().notify(anAlert), countedWaits());

    expect([attempts, receiver.received.length]).toEqual([1, 1]);
    expect(error?.message).toContain('307');
  });

  it('without credentials is not asked, and a look says so', async () => {
    delete process.env['AWS_ACCESS_KEY_ID'];

    const { attempts, error } = await sendPatiently(() => topic().notify(anAlert), countedWaits());

    expect(attempts).toBe(1);
    expect(error?.message).toContain('expected credentials for AWS');
    await expect(topic().probe()).rejects.toThrow('expected credentials for AWS');
    expect(receiver.connections()).toBe(0);
  });

  it('is looked at without a request', async () => {
    await expect(topic().probe()).resolves.toBe('credentials found, topic in eu-west-1 not asked');

    expect(receiver.connections()).toBe(0);
  });

  it.each([
    'https://sns.eu-west-1.amazonaws.com/',
    'arn:aws:sqs:eu-west-1:123456789012:evidence',
    'evidence',
  ])('is named by its ARN, not: %s', async (address) => {
    await expect(topic(address).notify(anAlert)).rejects.toThrow('expected `url` to name the ARN of a topic');
  });
});

describe.runIf(hasMoto('SNS against a real topic'))("a topic of moto's", () => {
  let moto: Moto;
  let origin: string;

  beforeAll(async () => {
    moto = await startMoto();
    origin = moto.url;
  });
  afterAll(() => moto.empty());

  /** Asks moto as any client may; it checks no signatures. */
  async function ask(service: 'sns' | 'sqs', fields: Readonly<Record<string, string>>): Promise<string> {
    const authorization = `AWS4-HMAC-SHA256 Credential=x/20261122/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
    const body = new URLSearchParams(fields);
    const answer = await fetch(origin, { method: 'POST', headers: { authorization }, body });
    return answer.text();
  }

  it('gets the document once, with its attributes', async () => {
    setEnvironment({ ...AWS, AWS_ENDPOINT_URL_SNS: origin });
    await ask('sns', { Action: 'CreateTopic', Name: 'evidence' });
    await ask('sqs', { Action: 'CreateQueue', QueueName: 'inbox' });
    await ask('sns', {
      Action: 'Subscribe',
      TopicArn: TOPIC,
      Protocol: 'sqs',
      Endpoint: 'arn:aws:sqs:eu-west-1:123456789012:inbox',
    });

    await topic().notify(anAlert);

    const answer = await ask('sqs', {
      Action: 'ReceiveMessage',
      QueueUrl: `${origin}/123456789012/inbox`,
      MaxNumberOfMessages: '10',
    });
    expect(answer.match(/<MessageId>/g)).toHaveLength(1);
    expect(answer).toContain(anAlert.id);
    expect(answer).toContain('[high] scope-gap opened: acme');
  });

  it('that does not exist is not asked twice', async () => {
    setEnvironment({ ...AWS, AWS_ENDPOINT_URL_SNS: origin });
    const gone = `${TOPIC}-gone`;

    const { attempts, error } = await sendPatiently(() => topic(gone).notify(anAlert), countedWaits());

    expect([attempts, error?.message]).toEqual([
      1,
      'send alert: sns-1: expected SNS to accept it, got NotFoundException (404)',
    ]);
  });
});
