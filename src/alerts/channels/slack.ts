/**
 * A Slack channel, by an incoming webhook: Block Kit, with text for where blocks are not shown.
 * Whoever names something in the workspace can write no markup, no mention and no link into it.
 * @see https://docs.slack.dev/reference/block-kit/blocks for the limits
 */
import type { AlertDocument } from '../../../schemas/alert.ts';
import type { ReceiptMessage } from '../../../schemas/receipt-message.ts';
import { printable } from '../../evidence/printable.ts';
import { KEEP_RECEIPT, receiptFactsOf, receiptTitleOf } from '../receipt-message.ts';
import { factsOf, titleOf } from '../render.ts';
import { parseAddress } from './address.ts';
import { shakeHands } from './handshake.ts';
import { post } from './http.ts';
import type { Sender, SenderOptions } from './sender.ts';

/** Slack's limits, in characters as they are sent. */
export const SLACK_LIMITS = { header: 150, section: 3000, field: 2000, text: 4000 } as const;

/** Returns the sender. @throws AlertError when the address cannot be used */
export function openSlack({ name, address, http }: SenderOptions): Sender {
  const url = parseAddress(address, name);
  return {
    send: (alert) => post(name, url, { headers: {}, body: JSON.stringify(slackPayload(alert)) }, http),
    sendReceipt: (message) =>
      post(name, url, { headers: {}, body: JSON.stringify(slackReceipt(message)) }, http),
    probe: async () => {
      await shakeHands(name, url, http);
      return url.protocol === 'https:' ? 'reached, certificate trusted' : 'reached on loopback';
    },
  };
}

/** Returns what is posted. */
export function slackPayload(alert: AlertDocument): Readonly<Record<string, unknown>> {
  const { header, section, field, text } = SLACK_LIMITS;
  const facts = factsOf(alert).map(([name, value]) => mrkdwn(`${name}: ${value}`, field));
  return {
    text: escaped(`${titleOf(alert)}. ${alert.summary}`, text),
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: escaped(titleOf(alert), header), emoji: false },
      },
      { type: 'section', text: mrkdwn(alert.summary, section) },
      { type: 'section', text: mrkdwn(alert.remediation, section) },
      { type: 'section', fields: facts },
    ],
  };
}

/** Returns what is posted of a receipt: its five lines in a block that can be copied as it is. */
export function slackReceipt(message: ReceiptMessage): Readonly<Record<string, unknown>> {
  const { header, section, field, text } = SLACK_LIMITS;
  const facts = receiptFactsOf(message).map(([name, value]) => mrkdwn(`${name}: ${value}`, field));
  const title = receiptTitleOf(message);
  // Our own five lines, without anything that a stranger named.
  const lines = { type: 'mrkdwn', text: `\`\`\`\n${message.receipt}\`\`\``, verbatim: true };
  return {
    text: `${escaped(title, text - message.receipt.length - 1)}\n${message.receipt}`,
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: escaped(title, header), emoji: false } },
      { type: 'section', text: lines },
      { type: 'section', text: mrkdwn(KEEP_RECEIPT, section) },
      { type: 'section', fields: facts },
    ],
  };
}

/** `verbatim`: Slack makes no links and no mentions out of plain text. */
function mrkdwn(text: string, limit: number) {
  return { type: 'mrkdwn', text: escaped(text, limit), verbatim: true };
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Cut at a whole character: half an entity would be shown as it is. */
function escaped(text: string, limit: number): string {
  let result = '';
  for (const character of printable(text)) {
    const next = ENTITIES[character] ?? character;
    if (result.length + next.length > limit - 1) return `${result}…`;
    result += next;
  }
  return result;
}
