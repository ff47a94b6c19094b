/**
 * A workflow of Teams that begins with "When a Teams webhook request is received": takes a message with Adaptive Cards,
 * as Microsoft's documentation of Teams webhooks and of Adaptive Cards 1.4 describes them, of 28 KB at most.
 */
import { expecting, type Service, startService, type Taken } from './service.ts';

interface Run {
  readonly type: string;
  readonly text: string;
}
interface Block {
  readonly type: string;
  readonly inlines: readonly Run[];
}

/** Adaptive Cards 1.4: the only elements whose text knows no markup, and what they may have. */
const ELEMENTS = ['type', 'inlines'];
const RUNS = ['type', 'text', 'weight', 'size', 'color', 'fontType'];
const WORDS: Readonly<Record<string, readonly string[]>> = {
  weight: ['Default', 'Lighter', 'Bolder'],
  size: ['Default', 'Small', 'Medium', 'Large', 'ExtraLarge'],
  color: ['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention'],
  fontType: ['Default', 'Monospace'],
};

export function startTeams(): Promise<Service> {
  return startService({
    settings: { channel: 'teams', url: 'env:ADDRESS', receipts: true },
    valuesAt: (origin) => ({
      'env:ADDRESS': `${origin}/workflows/1/triggers/manual/paths/invoke?api-version=1&sig=a-secret`,
    }),
    read: ({ headers, body }, problems) => {
      const expects = expecting(problems);
      expects(headers['content-type']?.startsWith('application/json') === true, 'JSON');
      expects(Buffer.byteLength(body) <= 28 * 1024, 'no more than 28 KB in UTF-8');
      expects(2 * body.length <= 28 * 1024, 'no more than 28 KB in UTF-16');
      return [readMessage(body, expects)];
    },
    answers: {
      well: { status: 202 },
      down: { status: 503 },
      busy: { status: 429 },
      refusing: { status: 404, body: '{"error":{"code":"WorkflowNotFound","message":"The workflow …"}}' },
    },
  });
}

type Expects = (holds: boolean, rule: string) => void;

function readMessage(body: string, expects: Expects): Taken {
  const message = JSON.parse(body) as {
    readonly type: string;
    readonly attachments: readonly {
      readonly contentType: string;
      readonly contentUrl: unknown;
      readonly content: Readonly<Record<string, unknown>> & { readonly body: readonly Block[] };
    }[];
  };
  const [attachment, ...others] = message.attachments;
  if (attachment === undefined) throw new Error('expected an attachment, got none');
  const { contentType, contentUrl, content } = attachment;
  expects(message.type === 'message' && Object.keys(message).length === 2, 'a message, and no MessageCard');
  expects(others.length === 0 && contentUrl === null, 'one card, in the message itself');
  expects(contentType === 'application/vnd.microsoft.card.adaptive', 'an Adaptive Card');
  expects(content['type'] === 'AdaptiveCard' && content['version'] === '1.4', 'version 1.4');
  expects(content['actions'] === undefined && content['selectAction'] === undefined, 'nothing to press');
  expects(JSON.stringify(content['msteams']) === '{"width":"Full"}', 'no mentions');
  for (const element of content.body) {
    expects(element.type === 'RichTextBlock', `text without markup, got ${element.type}`);
    onlyThese(element, ELEMENTS, expects);
    expects(element.inlines.length > 0, 'a run in each block');
    for (const run of element.inlines) checkRun(run, expects);
  }
  const lines = content.body.map(({ inlines }) => inlines.map(({ text }) => text).join(''));
  const state = /^\[\w+\] [\w-]+ (opened|ongoing|resolved): /.exec(lines[0] ?? '')?.[1];
  const isTest = lines[0]?.startsWith('[test]') === true;
  const is = (isTest ? 'opened' : (state ?? 'receipt')) as Taken['is'];
  return { is, about: body, lines, isTest };
}

function checkRun(run: Run, expects: Expects): void {
  expects(run.type === 'TextRun' && typeof run.text === 'string' && run.text !== '', 'a run of text');
  onlyThese(run, RUNS, expects);
  for (const [name, words] of Object.entries(WORDS)) {
    const value = (run as unknown as Readonly<Record<string, unknown>>)[name];
    expects(value === undefined || words.includes(String(value)), `a known ${name}, got ${value}`);
  }
}

function onlyThese(fields: object, known: readonly string[], expects: Expects): void {
  for (const name of Object.keys(fields)) expects(known.includes(name), `no member ${name}`);
}
