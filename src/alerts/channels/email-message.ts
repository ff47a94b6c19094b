/**
 * A mail of an alert or a receipt: plain text alone, so that nothing in it can act; encoding and folding are
 * nodemailer's. What is told of one cause stands in one conversation, and the same alert is the same mail.
 */
import MimeNode from 'nodemailer/lib/mime-node';
import type { AlertDocument } from '../../../schemas/alert.ts';
import type { ReceiptMessage } from '../../../schemas/receipt-message.ts';
import { printable } from '../../evidence/printable.ts';
import { receiptTextOf, receiptTitleOf } from '../receipt-message.ts';
import { cutAt, factsOf, titleOf, unlinked } from '../render.ts';
import type { MailAddress } from './email-address.ts';

/** Characters of a subject: what fits on one line of a header. */
export const LONGEST_SUBJECT = 150;

/** What a mail says, and which others it belongs to. */
interface Mail {
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  /** Of the conversation that it belongs to. */
  readonly conversation?: string | undefined;
  readonly isUrgent: boolean;
}

type Envelope = Pick<MailAddress, 'from' | 'to'>;

/** Returns the mail of an alert as it travels. */
export function alertMail(alert: AlertDocument, envelope: Envelope, at: Date): Promise<Buffer> {
  const { id, causeId, severity, test } = alert;
  const isUrgent = severity === 'critical' && test !== true;
  return build(
    { id, subject: titleOf(alert), text: textOf(alert), conversation: causeId, isUrgent },
    envelope,
    at,
  );
}

/** Returns the mail of a receipt as it travels; saved as it came, it is a file for `verify --receipt`. */
export function receiptMail(message: ReceiptMessage, envelope: Envelope, at: Date): Promise<Buffer> {
  const text = unlinked(receiptTextOf(message));
  return build({ id: message.id, subject: receiptTitleOf(message), text, isUrgent: false }, envelope, at);
}

function textOf(alert: AlertDocument): string {
  const inert = (text: string) => unlinked(printable(text));
  const facts = factsOf(alert).map(([name, value]) => {
    // Whoever names a workspace after a host would have a link to it in many a mail program.
    const shown = name === 'Workspace' ? value.replaceAll(/(?<=\w)\.(?=\w)/g, '[.]') : value;
    return `${name}: ${unlinked(shown)}`;
  });
  const end = ['', `Alert: ${alert.id}`, ''];
  return [inert(alert.summary), '', inert(alert.remediation), '', ...facts, ...end].join('\n');
}

/** Each header is ours or was checked; nothing that a stranger named stands in one. */
function build(mail: Mail, { from, to }: Envelope, at: Date): Promise<Buffer> {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const node = new MimeNode('text/plain; charset=utf-8', {
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  node.setHeader([
    { key: 'From', value: { name: 'Segment Evidence', address: from } },
    { key: 'To', value: to.map((address) => ({ name: '', address })) },
    { key: 'Subject', value: cutAt(printable(mail.subject), LONGEST_SUBJECT) },
    { key: 'Date', value: at },
    { key: 'Message-ID', value: `<${mail.id}@${domain}>` },
    ...(mail.conversation === undefined
      ? []
      : [{ key: 'References', value: `<cause-${mail.conversation}@${domain}>` }]),
    ...(mail.isUrgent ? [{ key: 'Importance', value: 'high' }] : []),
    // So that nobody's absence is answered to it.
    { key: 'Auto-Submitted', value: 'auto-generated' },
    { key: 'X-Auto-Response-Suppress', value: 'All' },
    { key: 'Content-Transfer-Encoding', value: 'quoted-printable' },
  ]);
  node.setContent(mail.text);
  return node.build();
}
