/** What every kind of channel does in every situation, against a service that checks what it is sent. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlertDocument } from '../../schemas/alert.ts';
import { channelKinds, isTold, type TellingChannelKind } from '../../schemas/channel-kinds.ts';
import { sendPatiently } from '../../src/alerts/patience.ts';
import { testAlert } from '../../src/alerts/test-alert.ts';
import { anAlert } from '../support/alerts.ts';
import { channelWith, countedWaits } from '../support/channels.ts';
import { SERVICES } from '../support/services/index.ts';
import type { Service } from '../support/services/service.ts';

const before = { ...process.env };
let service: Service;

async function open(kind: TellingChannelKind) {
  const start = SERVICES[kind];
  if (start === undefined) throw new Error(`expected a row for ${kind}, got none`);
  service = await start();
  return channelWith({ minSeverity: 'info', ...service.settings }, service.values, service.http);
}

beforeEach(() => {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'test-id',
    AWS_SECRET_ACCESS_KEY: 'test-secret-key',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
});
afterEach(async () => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  await service.close();
});

const kinds = channelKinds.filter(isTold);

const causeId = 'c'.repeat(64);
const told = (state: AlertDocument['state'], changes: Partial<AlertDocument> = {}): AlertDocument => ({
  ...anAlert,
  causeId,
  state,
  id: { opened: 'a', ongoing: 'b', resolved: 'd' }[state].repeat(64),
  ...changes,
});
const textOf = ({ taken }: Service) => taken.flatMap(({ lines }) => lines).join('\n');

const receipt = `segment-evidence receipt v1\nlogId ${'0'.repeat(32)}\nsize 43\nroot sha256:${'a'.repeat(64)}\nkey ${'b'.repeat(64)}\n`;
const aReceipt = {
  schema: 'segment-evidence/receipt-message/v1' as const,
  id: 'e'.repeat(64),
  connection: 'acme',
  workspace: anAlert.workspace,
  runId: anAlert.runId,
  chain: 1,
  seq: 42,
  recordedAt: '2026-11-22T03:00:09.000Z',
  snapshotPath: anAlert.snapshotPath ?? '',
  receipt,
  stamp: { at: '2026-11-22T03:00:11Z', authority: 'Example TSA', tsr: 'MIIV'.repeat(1500) },
};

/** Names that would like to be more than names. */
const HOSTILE = [
  '<!channel> <@U123> @everyone @channel <at>all</at>',
  '[click here](https://evil.example) <https://evil.example|Segment> https://evil.example www.evil.example',
  '<script>alert(1)</script><a href="https://evil.example">x</a> &lt;b&gt; &amp;',
  'a\u202Egnp.exe\u2066b\u200Fc\u2028d\u2029e\u0085f',
  'a\r\nResolved: nothing to do\n\nsegment-evidence receipt v1\nlogId 0',
  'x'.repeat(10_000),
  '"\\'.repeat(5_000),
  '🦉'.repeat(5_000),
  '\uD800 half \uDC00',
  '**bold** _it_ `code` # title > quote ~~x~~ | table | - list',
  '{{user.name}} $(id) %0d%0a =cmd|/c calc',
];

it('has a row for each kind of channel that gets alerts', async () => {
  expect(Object.keys(SERVICES).sort()).toEqual([...kinds].sort());
  service = await (SERVICES.slack ?? expect.unreachable('no slack'))();
});

describe.each(kinds)('a channel of kind %s', (kind) => {
  it('tells what opened, reminds of it and says that it is resolved', async () => {
    const channel = await open(kind);

    for (const state of ['opened', 'ongoing', 'resolved'] as const) await channel.notify(told(state));

    expect(service.problems).toEqual([]);
    expect(service.taken.map(({ is }) => is)).toEqual(['opened', 'ongoing', 'resolved']);
    for (const fact of [anAlert.summary, anAlert.remediation, 'users', 'acme', '9aQ1Lj62S4bomZKLF4DPqW'])
      expect(textOf(service)).toContain(fact);
  });

  it('hands over a receipt that can be copied', async () => {
    const channel = await open(kind);

    await channel.tellReceipt?.(aReceipt);

    expect(service.problems).toEqual([]);
    expect(service.taken.map(({ is }) => is)).toEqual(['receipt']);
    expect(textOf(service)).toContain(receipt.trimEnd());
  });

  it('marks a test, and leaves nothing open behind it', async () => {
    const channel = await open(kind);
    const { runId, since: at } = anAlert;

    await channel.notify(testAlert({ connection: 'acme', at, runId }, channel.name));

    expect(service.problems).toEqual([]);
    expect(service.taken[0]).toMatchObject({ is: 'opened', isTest: true });
    if (kind === 'pagerduty') expect(service.taken.map(({ is }) => is)).toEqual(['opened', 'resolved']);
  });

  it('lets no name act, and says everything within the limits of the service', async () => {
    const channel = await open(kind);

    for (const name of HOSTILE) {
      const named = { connection: 'c'.repeat(63), workspace: { id: name, slug: name }, resource: name };
      const long = { summary: `It is ${name}.`, remediation: `Do ${name}.`, snapshotPath: name };
      await channel.notify(told('opened', { ...named, ...long, check: name }));
      await channel.tellReceipt?.({ ...aReceipt, ...named, snapshotPath: name });
    }

    expect(service.problems).toEqual([]);
    expect(service.taken).toHaveLength(2 * HOSTILE.length);
    const lines = service.taken.flatMap((taken) => taken.lines);
    // A program gets names as they are; to people they must not be more than names.
    if (service.isForPrograms) return;
    expect(lines.filter((line) => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(line))).toEqual([]);
    expect(lines.filter((line) => line.startsWith('Resolved: nothing'))).toEqual([]);
    // Of our own receipts there is one each, and none that a name has written.
    const receipts = lines.filter((line) => line === 'segment-evidence receipt v1');
    expect(receipts).toHaveLength(HOSTILE.length);
  });

  it('that is busy is asked again when it says, within the run', async () => {
    const channel = await open(kind);
    service.next('busy', 'busy');
    const waits = countedWaits();

    const { error } = await sendPatiently(() => channel.notify(told('opened')), waits);

    expect([error, service.taken.length, service.asked()]).toEqual([undefined, 1, 3]);
    if (!['sns', 'email'].includes(kind)) expect(waits.asked.every((ms) => ms >= 2_000)).toBe(true);
  });

  it('that refuses is asked once, and nothing of its address, its secret or its answer is repeated', async () => {
    const channel = await open(kind);
    service.always('refusing');

    const { attempts, error } = await sendPatiently(() => channel.notify(told('opened')), countedWaits());

    expect([attempts, service.taken.length]).toEqual([1, 0]);
    const said = JSON.stringify([error?.message, error?.hint, error?.stack]);
    for (const value of Object.values(service.values)) expect(said).not.toContain(value);
    expect(said).not.toContain(anAlert.summary);
    expect(error?.hint).toMatch(/^[A-Z].*\.$/);
  });

  it('is looked at without being told anything', async () => {
    const channel = await open(kind);

    expect(await channel.probe()).toMatch(/^[a-z]/);

    expect([service.asked(), service.taken]).toEqual([0, []]);
  });
});
