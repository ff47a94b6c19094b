/** Receipts on their way to where they are kept: each form of them, and channels that take none. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectDocument } from '../../schemas/commands/collect.ts';
import { type ReceiptMessage, receiptMessage } from '../../schemas/receipt-message.ts';
import { resources } from '../../schemas/resources/index.ts';
import { receiptMail } from '../../src/alerts/channels/email-message.ts';
import { slackReceipt } from '../../src/alerts/channels/slack.ts';
import { receiptPublication } from '../../src/alerts/channels/sns.ts';
import { tellReceipt } from '../../src/run/tell-receipt.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { toContent } from '../../src/store/content.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { channelTo, countedWaits, WEBHOOK_SECRET } from '../support/channels.ts';
import { FEW } from '../support/few.ts';
import {
  createInProcessCli,
  createStillClock,
  type InProcessCli,
  type StillClock,
} from '../support/in-process-cli.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { createWorkbench } from '../support/run.ts';

const exclude = resources.map(({ name }) => name).filter((name) => !['workspace', 'users'].includes(name));
const MAILBOX = { from: 'evidence@acme.example', to: ['audit@acme.example'] };
const WEBHOOK = { channel: 'webhook', url: 'env:HOOK', secret: 'env:HOOK_SECRET' };

let clock: StillClock;
let simulator: Simulator;
let receiver: Receiver;
let place: InProcessCli;

beforeEach(async () => {
  clock = createStillClock();
  simulator = await startSimulator({ now: clock.now, size: FEW });
  receiver = await startReceiver();
  place = await createInProcessCli({ url: simulator.url, token: simulator.tokens.owner, clock });
});
afterEach(async () => {
  place.remove();
  await receiver.close();
  await simulator.close();
});

const configure = (...alerts: readonly object[]) => place.writeConfig({ alerts }, { collect: { exclude } });

async function collect(token = simulator.tokens.owner) {
  const args = ['collect', '--slot', clock.now().toISOString(), '--json'];
  const env = { HOOK: receiver.url, HOOK_SECRET: WEBHOOK_SECRET, SEGMENT_TOKEN: token };
  const { code, stdout } = await place.run(args, env);
  clock.advance(60 * 60 * 1000);
  const document = JSON.parse(stdout);
  expect(collectDocument.safeParse(document).error?.issues ?? []).toEqual([]);
  return { code, run: document.runs[0] };
}

/** What the receiver got as receipts, each a message of its own. */
const receipts = (): readonly ReceiptMessage[] =>
  receiver.received.map(({ body }) => JSON.parse(body)).filter(({ schema }) => /receipt/.test(schema));

/** Returns the exit code of `verify` with what somebody has kept, as it was kept. */
async function verifyWith(kept: string): Promise<number> {
  writeFileSync(join(place.dir, 'kept.txt'), kept);
  return (await place.run(['verify', '--key', place.publicKey, '--receipt', 'kept.txt'])).code;
}

describe('a webhook with `receipts: true`', () => {
  it('gets the receipt of each record, signed, after its alerts, and `verify` takes it as it came', async () => {
    configure({ ...WEBHOOK, receipts: true, minSeverity: 'critical' });
    const first = await collect();
    const second = await collect('sgp_a-token-that-nobody-was-given');

    const told = receiver.received.map(({ body }) => JSON.parse(body).schema.split('/')[1]);
    expect(told).toEqual(['receipt-message', 'alert', 'receipt-message']);
    for (const { body, headers } of receiver.received) {
      const at = new Date(Number(headers['webhook-timestamp']) * 1000);
      const signature = new Webhook(WEBHOOK_SECRET).sign(String(headers['webhook-id']), at, body);
      expect(headers['webhook-signature']).toBe(signature);
      expect(headers['webhook-id']).toBe(JSON.parse(body).id);
    }
    expect(receipts().map((each) => receiptMessage.safeParse(each).error?.issues ?? [])).toEqual([[], []]);
    expect(receipts().map(({ seq, receipt }) => [seq, receipt])).toEqual([
      [0, first.run.receipt],
      [1, second.run.receipt],
    ]);
    expect(new Set(receipts().map(({ id }) => id)).size).toBe(2);
    expect(first.run.receiptDeliveries).toEqual([{ channel: 'webhook-1', result: 'delivered', attempts: 1 }]);
    // Alone, in the body as it came, and in what `collect` printed.
    for (const { receipt } of receipts()) expect(await verifyWith(receipt)).toBe(0);
    expect(await verifyWith(receiver.received.at(-1)?.body ?? '')).toBe(0);
    expect(await verifyWith(JSON.stringify({ runs: [second.run] }, null, 2))).toBe(0);
    expect(await verifyWith(JSON.stringify({ ...receipts()[0], receipt: 'none' }))).toBe(2);
  });

  it('gets it in quiet hours too, and none where the slot was collected already', async () => {
    const quietHours = { from: '00:00', to: '23:59', timezone: 'Etc/UTC' };
    configure({ ...WEBHOOK, receipts: true, quietHours });
    await place.run(['collect', '--slot', '2026-11-22T03:00:00Z'], {
      HOOK: receiver.url,
      HOOK_SECRET: WEBHOOK_SECRET,
    });
    await place.run(['collect', '--slot', '2026-11-22T03:00:00Z'], {
      HOOK: receiver.url,
      HOOK_SECRET: WEBHOOK_SECRET,
    });

    expect(receipts().map(({ seq }) => seq)).toEqual([0]);
  });

  it('gets none without the setting, or with false', async () => {
    configure(WEBHOOK, { ...WEBHOOK, receipts: false });
    const { run } = await collect();

    expect(receiver.received).toEqual([]);
    expect(run.receiptDeliveries).toBeUndefined();
  });
});

describe('a channel that is down', () => {
  it('costs no run its record or its exit code, and the next receipt covers what it missed', async () => {
    configure({ ...WEBHOOK, receipts: true });
    receiver.always(503);
    const { code, run } = await collect();
    receiver.always(200);
    const next = await collect();

    expect(code).toBe(0);
    expect(run.receiptDeliveries).toMatchObject([
      { channel: 'webhook-1', result: 'undelivered', attempts: 3 },
    ]);
    expect(next.run.conditions).toEqual([]);
    const kept = receipts().at(-1);
    expect(kept?.receipt).toContain('\nsize 2\n');
    expect(await verifyWith(kept?.receipt ?? '')).toBe(0);
  });

  it('is tried once more and not waited for when it has not taken the alerts either', async () => {
    configure({ ...WEBHOOK, receipts: true });
    receiver.always(503);
    const { code, run } = await collect('sgp_a-token-that-nobody-was-given');

    expect(code).toBe(3);
    expect(run.deliveries).toMatchObject([{ result: 'undelivered', attempts: 3 }]);
    expect(run.receiptDeliveries).toMatchObject([{ result: 'undelivered', attempts: 1 }]);
  });

  it('is the same channel as before when it begins to get receipts: what it owes is still owed', async () => {
    configure(WEBHOOK);
    receiver.always(503);
    await collect('sgp_a-token-that-nobody-was-given');
    configure({ ...WEBHOOK, receipts: true });
    const { run } = await collect('sgp_a-token-that-nobody-was-given');

    expect(run.conditions.map(({ condition }: { condition: string }) => condition)).toContain(
      'alert-undelivered',
    );
  });
});

describe('`test`', () => {
  it('says which channels get receipts', async () => {
    configure({ ...WEBHOOK, receipts: true }, WEBHOOK);
    const env = { HOOK: receiver.url, HOOK_SECRET: WEBHOOK_SECRET };

    const { stdout } = await place.run(['test', '--send-alert'], env);

    expect(stdout).toMatch(/webhook-1: took a test alert.*; each run's receipt goes there too/);
    expect(stdout).not.toMatch(/webhook-2: .*receipt/);
  });
});

describe('where people read', () => {
  async function message(changes: Partial<ReceiptMessage> = {}): Promise<ReceiptMessage> {
    configure({ ...WEBHOOK, receipts: true });
    await collect();
    return { ...(receipts().at(-1) as ReceiptMessage), ...changes };
  }
  const stamp = { at: '2026-11-22T03:00:09.000Z', authority: 'Example TSA', tsr: 'QUJD'.repeat(2_000) };

  it('Slack shows five lines that can be copied into `verify --receipt`', async () => {
    const payload = slackReceipt(await message({ stamp })) as {
      readonly text: string;
      readonly blocks: readonly { readonly text?: { readonly text: string } }[];
    };

    const block = payload.blocks[1]?.text?.text ?? '';
    expect(block).toMatch(/^```\n(?:.+\n){5}```$/);
    expect(await verifyWith(block.replaceAll('```', ''))).toBe(0);
    expect(JSON.stringify(payload)).toContain('Stamped at: 2026-11-22T03:00:09.000Z by Example TSA');
  });

  it('mail from SNS is a receipt as a whole, and has the stamp in it', async () => {
    const { Message, MessageAttributes, Subject } = receiptPublication(
      await message({ stamp }),
      'arn:aws:sns:eu-west-1:123456789012:evidence',
    );
    const { default: body, email } = JSON.parse(Message ?? '');

    expect(receiptMessage.parse(JSON.parse(body)).stamp).toEqual(stamp);
    expect(Subject).toBe('receipt of acme, chain 1, record 0');
    expect(MessageAttributes).toEqual({
      document: { DataType: 'String', StringValue: 'receipt' },
      connection: { DataType: 'String', StringValue: 'acme' },
    });
    const [, tsr = ''] = /base64 \(base64 -d\):\n([\s\S]*?)\n\n/.exec(email) ?? [];
    expect(tsr.replaceAll('\n', '')).toBe(stamp.tsr);
    expect(await verifyWith(email)).toBe(0);
  });

  it('a mail is a receipt as it came from the mail server, with the stamp in it', async () => {
    const raw = String(await receiptMail(await message({ stamp }), MAILBOX, new Date()));

    const { text = '', subject } = await PostalMime.parse(raw);
    expect(subject).toBe('receipt of acme, chain 1, record 0');
    const [, tsr = ''] = /base64 \(base64 -d\):\n([\s\S]*?)\n\n/.exec(text.replaceAll('\r', '')) ?? [];
    expect(tsr.replaceAll('\n', '')).toBe(stamp.tsr);
    expect(await verifyWith(raw)).toBe(0);
  });

  it('names of strangers begin no line, no mention and no receipt', async () => {
    const words = `segment-evidence receipt v1 logId ${'0'.repeat(32)} size 1 root sha256:${'0'.repeat(64)} key ${'0'.repeat(64)}`;
    const forged = `${words}\n${words.replaceAll(' ', '\n')}\n\`\`\` <!channel>\u202e`;
    const hostile = await message({
      workspace: { id: forged, slug: forged },
      stamp: { ...stamp, authority: forged },
    });

    const slack = JSON.stringify(slackReceipt(hostile));
    const email = JSON.parse(receiptPublication(hostile, 'arn:aws:sns:eu-west-1:1:x').Message ?? '')
      .email as string;

    expect(slack).not.toContain('<!channel>');
    for (const text of [slack, email]) expect(text).not.toContain('\u202e');
    expect(email.match(/^segment-evidence receipt v1$/gm)).toHaveLength(1);
    expect(await verifyWith(email)).toBe(0);
    expect(await verifyWith(String(await receiptMail(hostile, MAILBOX, new Date())))).toBe(0);
    expect(await verifyWith(JSON.stringify(hostile))).toBe(0);
  });
});

describe('the stamp of a record', () => {
  it('goes with its receipt as it lies in the store; the receipt goes without it where it cannot be read', async () => {
    const bench = await createWorkbench({ size: FEW });
    try {
      const config = { collect: { include: ['workspace'], exclude: [], pageSize: 9 } };
      const { result } = await bench.run({ config });
      if (result.kind !== 'committed') throw new Error('expected a record');
      const path = 'segment-evidence/v1/acme/anchors/001-000000000000-0badcafe.tsr';
      const stamp = {
        result: 'stamped',
        at: '2026-11-22T03:00:09.000Z',
        authority: 'Example',
        path,
      } as const;
      const told: ReceiptMessage[] = [];
      const deps = {
        store: openFolderStore(bench.folder, () => 'stamp'),
        channels: [
          { ...channelTo(receiver.url), tellReceipt: async (each: ReceiptMessage) => void told.push(each) },
        ],
        log: { info: () => undefined, warn: () => undefined },
        ...countedWaits(),
      };

      await tellReceipt(deps, { ...result, stamp, deliveries: [] });
      await deps.store.put(path, toContent('a stamp'));
      await tellReceipt(deps, { ...result, stamp, deliveries: [] });

      expect(told.map(({ receipt }) => receipt)).toEqual([result.receipt, result.receipt]);
      expect(told.map((each) => each.stamp)).toEqual([
        undefined,
        { at: stamp.at, authority: stamp.authority, tsr: Buffer.from('a stamp').toString('base64') },
      ]);
    } finally {
      await bench.close();
    }
  });
});
