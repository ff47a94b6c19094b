/**
 * A channel or chat of Microsoft Teams, by a workflow (“When a Teams webhook request is received”): an Adaptive Card.
 * Its texts are runs of a RichTextBlock, which know no markup; in a TextBlock or a FactSet a name could be a link.
 * @see https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
import type { AlertDocument } from '../../../schemas/alert.ts';
import type { Condition } from '../../../schemas/condition.ts';
import type { ReceiptMessage } from '../../../schemas/receipt-message.ts';
import { printable } from '../../evidence/printable.ts';
import type { FailureDetails } from '../channel.ts';
import { KEEP_RECEIPT, receiptFactsOf, receiptTitleOf } from '../receipt-message.ts';
import { cutAt, factsOf, titleOf } from '../render.ts';
import { parseAddress } from './address.ts';
import { shakeHands } from './handshake.ts';
import { type Answer, isSuccess, post, statusFailure } from './http.ts';
import type { Sender, SenderOptions } from './sender.ts';

/** Bytes, in UTF-8 and in UTF-16 alike: the limit of Teams is 28 KB, and it does not say of which. */
export const TEAMS_LIMITS = { message: 28 * 1024, title: 600, text: 6000, advice: 4000, fact: 800 } as const;

/** Returns the sender. @throws AlertError when the address cannot be used */
export function openTeams({ name, address, http }: SenderOptions): Sender {
  const url = parseAddress(address, name);
  const tell = (message: unknown) =>
    post(name, url, { headers: {}, body: JSON.stringify(message), wantsAnswer: true, failureOf }, http);
  return {
    send: (alert) => tell(teamsMessage(alert)),
    sendReceipt: (message) => tell(teamsReceipt(message)),
    probe: async () => {
      await shakeHands(name, url, http);
      return url.protocol === 'https:' ? 'reached, certificate trusted' : 'reached on loopback';
    },
  };
}

/** Returns what is posted. */
export function teamsMessage(alert: AlertDocument): Readonly<Record<string, unknown>> {
  const { title, text, advice, fact } = TEAMS_LIMITS;
  const heading = cutAt(printable(titleOf(alert)), title, bytesOf);
  return messageOf(heading, [
    block([{ ...run(heading, title), size: 'Medium', weight: 'Bolder', color: colourOf(alert) }]),
    block([run(alert.summary, text)]),
    block([run(alert.remediation, advice)]),
    ...factsOf(alert).map(([name, value]) => block([bold(`${name}: `), run(value, fact)])),
  ]);
}

/** Returns what is posted of a receipt: its five lines, each in a block of its own. */
export function teamsReceipt(message: ReceiptMessage): Readonly<Record<string, unknown>> {
  const { title, text, fact } = TEAMS_LIMITS;
  const heading = receiptTitleOf(message);
  const lines = message.receipt.trimEnd().split('\n');
  return messageOf(cutAt(heading, title, bytesOf), [
    block([{ ...run(heading, title), size: 'Medium', weight: 'Bolder' }]),
    ...lines.map((line) => block([{ ...run(line, text), fontType: 'Monospace' }])),
    block([run(KEEP_RECEIPT, text)]),
    ...receiptFactsOf(message).map(([name, value]) => block([bold(`${name}: `), run(value, fact)])),
  ]);
}

function messageOf(fallbackText: string, body: readonly unknown[]): Readonly<Record<string, unknown>> {
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    fallbackText,
    msteams: { width: 'Full' },
    body,
  };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return { type: 'message', attachments: [{ contentType, contentUrl: null, content }] };
}

interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly [property: string]: string;
}

const block = (inlines: readonly TextRun[]) => ({ type: 'RichTextBlock', inlines });
const run = (text: string, limit: number): TextRun => ({
  type: 'TextRun',
  text: cutAt(printable(text), limit, bytesOf),
});
const bold = (text: string): TextRun => ({ type: 'TextRun', text, weight: 'Bolder' });

/** What a character costs inside JSON, in whichever of the two encodings it is longer. */
function bytesOf(character: string): number {
  const written = JSON.stringify(character).slice(1, -1);
  return Math.max(Buffer.byteLength(written), 2 * written.length);
}

function colourOf({ state, severity }: AlertDocument): string {
  return state === 'resolved' ? 'Good' : COLOURS[severity];
}

const COLOURS: Readonly<Record<Condition['severity'], string>> = {
  critical: 'Attention',
  high: 'Attention',
  medium: 'Warning',
  low: 'Default',
  info: 'Default',
};

/** A workflow takes a message with a 202; a connector of before answers 200 also when Teams did not take it, and says so. */
function failureOf(answer: Answer, now: Date): FailureDetails | undefined {
  const { status, headers, body } = answer;
  if (isSuccess(status)) {
    const said = body.toString('utf8');
    if (!/message delivery failed|returned HTTP error/i.test(said)) return undefined;
    const inner = Number(/HTTP error (\d{3})/i.exec(said)?.[1] ?? 502);
    return failureOf({ status: inner < 400 ? 502 : inner, headers, body }, now);
  }
  const usual = statusFailure(answer, now);
  const meaning = MEANINGS[status];
  return meaning === undefined
    ? usual
    : { ...usual, problem: `${usual.problem}: ${meaning.what}`, hint: meaning.hint };
}

const AGAIN = 'make the workflow anew and store its address where `url` points';
const NOT_OPEN = {
  what: 'the workflow does not let this program trigger it',
  hint: `Let anyone trigger it (“Who can trigger the flow”), or ${AGAIN}.`,
};
const GONE = {
  what: 'there is no such workflow',
  hint: `Check that the workflow is still there and its owner too; otherwise ${AGAIN}.`,
};
const MEANINGS: Readonly<Record<number, { readonly what: string; readonly hint: string }>> = {
  400: {
    what: 'the workflow is switched off, or takes something else',
    hint: `Check that it is on and begins with “When a Teams webhook request is received”; otherwise ${AGAIN}.`,
  },
  401: NOT_OPEN,
  403: NOT_OPEN,
  404: GONE,
  410: GONE,
};
