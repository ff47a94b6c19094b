/**
 * The packaged functions one after the other, each with the permissions of its own role on the bucket: dispatch → queue
 * → collect → alert, and the watchdog, which sees that evidence was written over. The queue, the topic and the bucket are
 * moto's; what stands between queue and function, Lambda's own polling, is this test.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { type Guard, startGuard } from '../jobs/guard.ts';
import { resources } from '../jobs/template.ts';
import { createBucket, newBucketName, overwrite } from '../support/bucket.ts';
import { createProcessWorkplace, type Workplace } from '../support/cli.ts';
import { type LambdaRuntime, startLambda } from '../support/lambda-runtime.ts';
import { hasMoto, type Moto, startMoto } from '../support/moto.ts';

const BUILD = resolve(import.meta.dirname, '../../scripts/build-lambda.mjs');
const BUCKET = newBucketName();
const NAMES = ['dispatch', 'collect', 'watchdog'] as const;
/** A slot some hours ago: no test runs across it. */
const HOUR = (new Date().getUTCHours() + 18) % 24;

describe.runIf(hasMoto('the functions of Lambda one after the other'))('the functions', () => {
  let moto: Moto;
  let simulator: Simulator;
  let place: Workplace;
  let sqs: SQSClient;
  let queueUrl = '';
  let inbox = '';
  const guards = new Map<string, Guard>();
  const lambdas = new Map<string, LambdaRuntime>();

  beforeAll(async () => {
    [moto, simulator] = await Promise.all([startMoto(), startSimulator({ now: () => new Date() })]);
    for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
    await createBucket(new S3Client({ forcePathStyle: true }), BUCKET);
    sqs = new SQSClient({});
    const topic = await makeTopic();
    queueUrl = await makeQueue(
      'runs.fifo',
      'RunQueue',
      await arnOf(await makeQueue('dead.fifo', 'DeadLetters')),
    );
    place = await createProcessWorkplace(simulator.url, simulator.tokens.owner);
    const alerts = [{ channel: 'sns', url: 'env:ALERT_TOPIC_ARN' }];
    place.writeConfig({ alerts }, { schedule: `0 ${HOUR} * * *` });
    writeFileSync(join(place.dir, 'packaged.yaml'), PACKAGED);
    execFileSync(process.execPath, [BUILD, '--out', 'built', '--config', 'packaged.yaml'], {
      cwd: place.dir,
    });
    for (const name of NAMES) await start(name, topic);
  }, 120_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await Promise.all([...lambdas.values(), ...guards.values()].map((each) => each.close()));
    place.remove();
    await Promise.all([moto.empty(), simulator.close()]);
  });

  async function start(name: (typeof NAMES)[number], topic: string): Promise<void> {
    const policy = `${name.replace(/^./, (first) => first.toUpperCase())}Policy`;
    const guard = await startGuard(moto.env['AWS_ENDPOINT_URL_S3'] ?? moto.url, policy, BUCKET);
    guards.set(name, guard);
    const env = {
      ...moto.env,
      AWS_ENDPOINT_URL_S3: guard.url,
      ALERT_TOPIC_ARN: topic,
      SEGMENT_TOKEN: simulator.tokens.owner,
      FINGERPRINT_KEY: 'a fingerprint key for tests, long enough',
      // The one in the package can work in AWS only.
      SEGMENT_EVIDENCE_CONFIG: join(place.dir, 'evidence.config.yaml'),
      SEGMENT_EVIDENCE_STORE: `s3://${BUCKET}/audit`,
      SEGMENT_EVIDENCE_SIGNING_KEY: `file:${join(place.dir, 'keys/signing-key.pem')}`,
      SEGMENT_EVIDENCE_RETENTION_MODE: 'GOVERNANCE',
      SEGMENT_EVIDENCE_RETENTION_DAYS: '400',
      ...(name === 'dispatch' ? { SEGMENT_EVIDENCE_QUEUE: queueUrl } : {}),
      ...(name === 'collect' ? { SEGMENT_EVIDENCE_CONSUMERS: '2' } : {}),
    };
    lambdas.set(name, await startLambda(join(place.dir, 'built'), `jobs/${name}.handler`, env));
  }

  const invoke = async (name: (typeof NAMES)[number], event: unknown) => {
    const lambda = lambdas.get(name);
    if (lambda === undefined) throw new Error(`${name} was not started`);
    const invoked = await lambda.invoke(event);
    return { ...invoked, log: lambda.log() };
  };

  /** A queue with the properties that the stack gives it. */
  async function makeQueue(QueueName: string, resource: string, deadLetters?: string): Promise<string> {
    const properties = resources[resource]?.Properties ?? {};
    const redrive = properties['RedrivePolicy'] as object | undefined;
    const Attributes = Object.fromEntries(
      Object.entries(properties).flatMap(([name, value]) =>
        name === 'QueueName' ? [] : [[name, String(value)]],
      ),
    );
    if (redrive !== undefined)
      Attributes['RedrivePolicy'] = JSON.stringify({ ...redrive, deadLetterTargetArn: deadLetters });
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return QueueUrl;
  }

  async function arnOf(QueueUrl: string): Promise<string> {
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
    return (await sqs.send(asked)).Attributes?.['QueueArn'] ?? '';
  }

  /** A topic with a queue behind it, in which the test reads what people are told. */
  async function makeTopic(): Promise<string> {
    const sns = new SNSClient({});
    const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'alerts' }));
    inbox = (await sqs.send(new CreateQueueCommand({ QueueName: 'inbox' }))).QueueUrl ?? '';
    const subscription = { TopicArn, Protocol: 'sqs', Endpoint: await arnOf(inbox) };
    await sns.send(new SubscribeCommand({ ...subscription, Attributes: { RawMessageDelivery: 'true' } }));
    return TopicArn;
  }

  async function told(): Promise<readonly Record<string, unknown>[]> {
    const asked = new ReceiveMessageCommand({ QueueUrl: inbox, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await sqs.send(asked);
    for (const { ReceiptHandle } of Messages)
      await sqs.send(new DeleteMessageCommand({ QueueUrl: inbox, ReceiptHandle }));
    return Messages.map(({ Body = '' }) => readAlert(Body));
  }

  /** Hands one message to `collect`, as Lambda does: taken off when it is done. */
  async function handOver() {
    const asked = new ReceiveMessageCommand({ QueueUrl: queueUrl, MessageSystemAttributeNames: ['All'] });
    const [message] = (await sqs.send(asked)).Messages ?? [];
    if (message === undefined) return undefined;
    const {
      MessageId: messageId,
      ReceiptHandle: receiptHandle,
      Body: body,
      Attributes: attributes,
    } = message;
    const eventSourceARN = await arnOf(queueUrl);
    const record = { messageId, receiptHandle, body, attributes, messageAttributes: {} };
    const event = {
      Records: [{ ...record, eventSource: 'aws:sqs', eventSourceARN, awsRegion: 'eu-central-1' }],
    };
    const invoked = await invoke('collect', event);
    const { batchItemFailures = [] } = invoked.body as { batchItemFailures?: readonly unknown[] };
    if (batchItemFailures.length === 0)
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle }));
    return { message, ...invoked };
  }

  const wake = () => ({
    source: 'aws.events',
    'detail-type': 'Scheduled Event',
    time: new Date().toISOString(),
  });

  it('send what is due to the queue, once, and read nothing but evidence for it', async () => {
    const first = await invoke('dispatch', wake());
    const again = await invoke('dispatch', wake());

    expect([first.kind, first.body]).toMatchObject([
      'response',
      { asked: 1, due: [{ connection: 'acme', try: 1, result: 'sent' }] },
    ]);
    expect(again.kind).toBe('response');
    expect(simulator.requests).toHaveLength(0);
    expect(guards.get('dispatch')?.refused).toEqual([]);
  });

  it('collect it, keep it, and tell a gap: its message is done all the same', async () => {
    simulator.addFault({ match: { operationId: 'listUsers' }, effect: { kind: 'html' } });
    const done = await handOver();

    expect(done?.message.Attributes).toMatchObject({ MessageGroupId: 'acme' });
    expect([done?.kind, done?.body]).toEqual(['response', { batchItemFailures: [] }]);
    expect(guards.get('collect')?.refused).toEqual([]);
    expect(await told()).toContainEqual(
      expect.objectContaining({ connection: 'acme', condition: 'collection-incomplete', state: 'opened' }),
    );
    // Nobody sends it twice, and nothing of it is left.
    expect(await handOver()).toBeUndefined();
  });

  it('log the line that the alarm of the stack counts', () => {
    const pattern = String(resources['NotComplete']?.Properties['FilterPattern']);
    const [, words = ''] = /\$\.msg = "([^"]+)" && \$\.result = "committed"/.exec(pattern) ?? [];
    const lines = (lambdas.get('collect')?.log() ?? '').split('\n').filter((line) => line.includes(words));

    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { msg: words, result: 'committed', exitCode: 4, connection: 'acme' },
    ]);
    expect(readFileSync(resolve(import.meta.dirname, '../../src/commands/consume.ts'), 'utf8')).toContain(
      /\$\.msg = "(nothing[^"]+)"/.exec(pattern)?.[1],
    );
  });

  it('look at it from outside, find nothing, then find that it was written over, and tell that once', async () => {
    simulator.clearFaults();
    const before = await invoke('watchdog', wake());
    expect([before.kind, before.body['connections']]).toMatchObject([
      'response',
      [{ connection: 'acme', state: 'watched', problems: [] }],
    ]);
    await told();
    const s3 = new S3Client({ forcePathStyle: true });
    const listed = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    const artifact = listed.Contents?.find(({ Key = '' }) => Key.endsWith('/data/resources/sources.jsonl'));
    await overwrite(s3, BUCKET, artifact?.Key ?? '', 'another population');
    await invoke('watchdog', wake());
    const after = await told();
    await invoke('watchdog', wake());

    expect(after).toContainEqual(
      expect.objectContaining({ connection: 'acme', condition: 'verification-failed', state: 'opened' }),
    );
    expect(await told()).toEqual([]);
    expect(guards.get('watchdog')?.refused).toEqual([]);
  });

  it('never log the token', () => {
    for (const lambda of lambdas.values()) expect(lambda.log()).not.toContain(simulator.tokens.owner);
  });
});

/** Alerts come as text for people with the document behind it, or as the document alone. */
function readAlert(body: string): Record<string, unknown> {
  const [, document = body] = /(\{[\s\S]*\})\s*$/.exec(body) ?? [];
  return JSON.parse(document);
}

const PACKAGED = `connections:
  - { name: acme, region: us, token: "secretsmanager:acme", schedule: "0 3 * * *" }
alerts: [{ channel: sns, url: "env:ALERT_TOPIC_ARN" }]
`;
