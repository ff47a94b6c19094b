/** Slack, a receiver of webhooks and a topic of SNS, as their documentation describes them. */
import { Webhook } from 'standardwebhooks';
import { WEBHOOK_SECRET } from '../channels.ts';
import { expecting, type Service, startService, type Taken } from './service.ts';

type Fields = Readonly<Record<string, unknown>>;
const TITLE = /^\[\w+\] [\w-]+ (opened|ongoing|resolved): /;

export function stateOf(title: string): Taken['is'] {
  if (title.startsWith('[test]')) return 'opened';
  return (TITLE.exec(title)?.[1] ?? 'receipt') as Taken['is'];
}

/** An incoming webhook: Block Kit, limits of docs.slack.dev. */
export function startSlack(): Promise<Service> {
  return startService({
    settings: { channel: 'slack', url: 'env:ADDRESS', receipts: true },
    valuesAt: (origin) => ({ 'env:ADDRESS': `${origin}/services/T0/B0/path-is-a-secret` }),
    read: ({ body }, problems) => {
      const expects = expecting(problems);
      const { text, blocks } = JSON.parse(body) as { text: string; blocks: readonly Fields[] };
      const texts = blocks.flatMap(({ text: one, fields = [] }) => [
        ...(one === undefined ? [] : [one as Fields]),
        ...(fields as readonly Fields[]),
      ]);
      expects(text.length > 0 && text.length <= 4000 && blocks.length <= 50, 'text and blocks');
      expects(String(texts[0]?.['text']).length <= 150, 'a header of 150 characters at most');
      for (const each of texts) {
        const shown = String(each['text']);
        expects(shown.length > 0 && shown.length <= 3000, 'a text of 3,000 characters at most');
        expects(!/[<>]|&(?!amp;|lt;|gt;)/.test(shown), 'no control sequence');
        expects(each['verbatim'] === true || each['type'] === 'plain_text', 'nothing made into a link');
      }
      const lines = texts.flatMap((each) => String(each['text']).replaceAll('```', '').trim().split('\n'));
      const isTest = lines[0]?.startsWith('[test]') === true;
      return [{ is: stateOf(lines[0] ?? ''), about: body, lines, isTest }];
    },
    answers: {
      well: { status: 200, body: 'ok' },
      down: { status: 503 },
      busy: { status: 429 },
      refusing: { status: 404, body: 'no_service' },
    },
  });
}

/** Whoever checks webhooks with the library of Standard Webhooks. */
export function startWebhook(): Promise<Service> {
  return startService({
    settings: { channel: 'webhook', url: 'env:ADDRESS', secret: 'env:SECRET', receipts: true },
    valuesAt: (origin) => ({ 'env:ADDRESS': `${origin}/in?key=a-secret`, 'env:SECRET': WEBHOOK_SECRET }),
    isForPrograms: true,
    read: ({ headers, body }) => {
      const document = new Webhook(WEBHOOK_SECRET).verify(body, headers as Record<string, string>) as Fields;
      const { state, id, test, receipt } = document;
      const shown = Object.entries(document).filter(([name]) => name !== 'receipt' && name !== 'stamp');
      const lines = [
        ...shown.map(([, value]) => JSON.stringify(value)),
        ...String(receipt ?? '')
          .trimEnd()
          .split('\n'),
      ];
      return [{ is: (state ?? 'receipt') as Taken['is'], about: String(id), lines, isTest: test === true }];
    },
    answers: {
      well: { status: 204 },
      down: { status: 503 },
      busy: { status: 429 },
      refusing: { status: 410, body: 'gone' },
    },
  });
}

const PUBLISHED =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';
const FAULT = (code: string) =>
  `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>m</Message></Error></ErrorResponse>`;

/** The Query API of SNS; the SDK finds it by the standard AWS environment. */
export async function startSns(): Promise<Service> {
  const service = await startService({
    settings: { channel: 'sns', url: 'env:ADDRESS', receipts: true },
    valuesAt: (origin) => {
      process.env['AWS_ENDPOINT_URL_SNS'] = origin;
      return { 'env:ADDRESS': 'arn:aws:sns:eu-west-1:123456789012:evidence' };
    },
    read: ({ body }, problems) => {
      const expects = expecting(problems);
      const form = new URLSearchParams(body);
      const subject = form.get('Subject') ?? '';
      expects(/^[!-~][ -~]{0,99}$/.test(subject), 'a subject of ASCII, 100 characters at most');
      expects(Buffer.byteLength(form.get('Message') ?? '') <= 256 * 1024, 'no more than 256 KB');
      const { email, default: document } = JSON.parse(form.get('Message') ?? '') as Record<string, string>;
      expects((email?.split('\n')[0] ?? '').startsWith(subject), 'a mail that begins with its subject');
      const { id = '', test } = JSON.parse(document ?? '') as { id?: string; test?: boolean };
      const lines = email?.split('\n') ?? [];
      return [{ is: stateOf(subject), about: id, lines, isTest: test === true }];
    },
    answers: {
      well: { status: 200, body: PUBLISHED },
      down: { status: 503, body: FAULT('ServiceUnavailable') },
      busy: { status: 400, body: FAULT('Throttling') },
      refusing: { status: 403, body: FAULT('AuthorizationError') },
    },
  });
  return service;
}
