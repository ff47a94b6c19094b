/**
 * PagerDuty's Events API v2 as its developer documentation describes it ("Send an Alert Event", "Send a Change Event",
 * and the OpenAPI description in its public api-schema repository): required members, lengths, words, and incidents.
 */
import { expecting, type Service, startService, type Taken } from './service.ts';

export const PAGERDUTY_KEY = 'R0ABCDEFGHIJKLMNOPQRSTUVWXYZ0123';

export interface Incident {
  readonly key: string;
  severity: string;
  /** How often somebody was called: once, when it opened. */
  readonly pages: 1;
  triggers: number;
  isOpen: boolean;
}

type Fields = Readonly<Record<string, unknown>>;
const PAYLOAD = [
  'summary',
  'severity',
  'source',
  'timestamp',
  'component',
  'group',
  'class',
  'custom_details',
];
const EVENT = [
  'routing_key',
  'event_action',
  'dedup_key',
  'payload',
  'client',
  'client_url',
  'links',
  'images',
];
const CHANGE = ['routing_key', 'payload', 'links'];
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

export async function startPagerDuty(): Promise<Service & { readonly incidents: readonly Incident[] }> {
  const incidents: Incident[] = [];
  const service = await startService({
    settings: { channel: 'pagerduty', url: 'env:ADDRESS', secret: 'env:SECRET', receipts: true },
    valuesAt: (origin) => ({ 'env:ADDRESS': `${origin}/v2/enqueue`, 'env:SECRET': PAGERDUTY_KEY }),
    read: ({ path, headers, body }, problems, isTaken) => {
      const expects = expecting(problems);
      expects(headers['content-type']?.startsWith('application/json') === true, 'JSON');
      expects(Buffer.byteLength(body) <= 512 * 1024, 'no more than 512 KB');
      const event = JSON.parse(body) as Fields;
      expects(String(event['routing_key']).length === 32, 'a routing_key of 32 characters');
      if (path === '/v2/change/enqueue') return [readChange(event, expects)];
      expects(path === '/v2/enqueue', `a known path, got ${path}`);
      return [readEvent(event, isTaken ? incidents : [], expects)];
    },
    answers: {
      well: { status: 202, body: '{"status":"success","message":"Event processed","dedup_key":"x"}' },
      down: { status: 503 },
      busy: { status: 429 },
      refusing: {
        status: 400,
        body: '{"status":"invalid event","message":"Event object is invalid","errors":["Invalid routing key"]}',
      },
    },
  });
  return { ...service, incidents };
}

type Expects = (holds: boolean, rule: string) => void;

function readEvent(event: Fields, incidents: Incident[], expects: Expects): Taken {
  onlyThese(event, EVENT, expects);
  const { event_action: action, dedup_key: key } = event;
  expects(action === 'trigger' || action === 'resolve' || action === 'acknowledge', 'an action');
  expects(
    typeof key === 'string' && key.length > 0 && key.length <= 255,
    'a dedup_key of 1 to 255 characters',
  );
  const payload = event['payload'] as Fields;
  onlyThese(payload, PAYLOAD, expects);
  const { severity } = payload;
  expects(['critical', 'error', 'warning', 'info'].includes(String(severity)), 'a severity of the four');
  const lines = readPayload(payload, expects);
  const isNew = action === 'trigger' && !incidents.some((each) => each.key === key && each.isOpen);
  if (isNew) incidents.push({ key: String(key), severity: '', pages: 1, triggers: 0, isOpen: true });
  const open = incidents.find((each) => each.key === key && each.isOpen);
  if (open !== undefined && action === 'trigger')
    Object.assign(open, { severity, triggers: open.triggers + 1 });
  if (open !== undefined && action === 'resolve') open.isOpen = false;
  const is = action === 'resolve' ? 'resolved' : isNew ? 'opened' : 'ongoing';
  return { is, about: String(key), lines, isTest: /^\[test\]/.test(String(payload['summary'])) };
}

function readChange(event: Fields, expects: Expects): Taken {
  onlyThese(event, CHANGE, expects);
  const payload = event['payload'] as Fields;
  onlyThese(payload, ['summary', 'source', 'timestamp', 'custom_details'], expects);
  return { is: 'receipt', about: '', lines: readPayload(payload, expects) };
}

function readPayload(payload: Fields, expects: Expects): readonly string[] {
  const { summary, source, timestamp, custom_details: details } = payload;
  expects(typeof summary === 'string' && summary.length > 0 && summary.length <= 1024, 'a summary');
  expects(typeof source === 'string' && source.length > 0, 'a source');
  expects(timestamp === undefined || INSTANT.test(String(timestamp)), 'an instant of ISO 8601');
  const { Receipt: receipt, ...others } = (details ?? {}) as Readonly<Record<string, string>>;
  const rest = Object.entries(payload).filter(([name]) => name !== 'custom_details');
  const lines = [...rest.map(([, value]) => String(value)), ...Object.values(others)];
  // PagerDuty shows an address as a link, wherever it stands.
  for (const line of lines) expects(!/\w:\/\/|\bwww\./i.test(line), `no link, got ${line.slice(0, 60)}`);
  return [...lines, ...(receipt?.trimEnd().split('\n') ?? [])];
}

function onlyThese(fields: Fields, known: readonly string[], expects: Expects): void {
  for (const name of Object.keys(fields)) expects(known.includes(name), `no member ${name}`);
}
