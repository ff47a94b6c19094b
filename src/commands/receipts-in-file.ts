/** Receipts in a file as people keep them: a text in any of the usual encodings, or a whole mail. Pure. */
import { UsageError } from '../errors.ts';
import { type FoundReceipts, receiptsIn, together } from '../verify/receipt-text.ts';
import type { GivenReceipt } from '../verify/receipts.ts';

/** Returns the receipts in a file that was given, by its name, all that are in it. @throws UsageError */
export async function receiptsInFile(
  file: string,
  bytes: Uint8Array,
  command = 'verify',
): Promise<readonly Omit<GivenReceipt, 'path'>[]> {
  const { receipts, damaged } = await keptReceipts(bytes);
  // One that is passed over would look as if it held.
  if (damaged > 0 && receipts.length > 0) {
    const all = receipts.length + damaged;
    throw new UsageError({
      message: `${command}: --receipt ${file}: expected ${all} whole receipts, got ${damaged} of which lines are missing or changed`,
      hint: 'Copy the five lines of each again from where they were kept first.',
    });
  }
  if (receipts.length === 0 && damaged > 0) {
    throw new UsageError({
      message: `${command}: --receipt ${file}: expected the five lines of a receipt, got one of which lines are missing or changed`,
      hint: 'Copy its five lines again from where they were kept first.',
    });
  }
  if (receipts.length === 0) {
    throw new UsageError({
      message: `${command}: --receipt ${file}: expected the five lines of a receipt, got something else`,
      hint: 'A receipt begins with `segment-evidence receipt v1`; it is printed by collect and by verify.',
    });
  }
  const isAlone = receipts.length === 1;
  return receipts.map((text, index) => ({ where: isAlone ? file : `${file}#${index + 1}`, text }));
}

/** Mails in mails, as attachments; nobody forwards one more often than this. */
const DEEPEST = 8;

/** Returns the receipts in a file's bytes. */
async function keptReceipts(bytes: Uint8Array, depth = 0): Promise<FoundReceipts> {
  const text = decode(bytes);
  const plain = receiptsIn(text);
  if (!isMail(text) || depth > DEEPEST)
    return isPage(text) ? orElse(plain, receiptsIn(wordsOf(text))) : plain;
  const mails = await Promise.all(mailsIn(text, bytes).map((mail) => inMail(mail, depth)));
  // The raw text of a mail may break a receipt in two that is whole in what the mail says.
  return orElse(together(mails), plain);
}

function orElse(first: FoundReceipts, second: FoundReceipts): FoundReceipts {
  return first.receipts.length > 0 ? first : second;
}

/** By its mark at the start, or by the zeros that every second byte of a plain text in UTF-16 is. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isLittle = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  const encoding = isLittle ? 'utf-16le' : isBig && second !== undefined ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

const HEADERS = /^(?:From .*\r?\n)?(?:[!-9;-~]+:.*\r?\n(?:[ \t].*\r?\n)*)+\r?\n/;
const NAMES = /^(?:from|to|date|subject|received|mime-version|content-type|message-id):/im;

function isMail(text: string): boolean {
  const [headers] = HEADERS.exec(text) ?? [];
  return headers !== undefined && NAMES.test(headers);
}

/** A mailbox that was exported is several mails, each behind a line that begins with `From `. */
function mailsIn(text: string, bytes: Uint8Array): readonly (string | Uint8Array)[] {
  return text.startsWith('From ') ? text.split(/^From .*\r?\n/m).filter((mail) => mail !== '') : [bytes];
}

async function inMail(mail: string | Uint8Array, depth: number): Promise<FoundReceipts> {
  // Loaded late: whoever keeps receipts as text never needs it.
  const { default: PostalMime } = await import('postal-mime');
  try {
    const { text = '', html = '', attachments } = await PostalMime.parse(mail);
    const said = orElse(receiptsIn(text), receiptsIn(wordsOf(html)));
    const enclosed = attachments
      .filter(({ mimeType }) => /^(?:text|message)\/|^application\/octet-stream$/.test(mimeType))
      .map(({ content }) => keptReceipts(bytesOf(content), depth + 1));
    return together([said, ...(await Promise.all(enclosed))]);
  } catch {
    // Not a mail that can be taken apart: then its text is all there is.
    return { receipts: [], damaged: 0 };
  }
}

function bytesOf(content: string | ArrayBuffer | Uint8Array): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
}

function isPage(text: string): boolean {
  return /<(?:html|body|div|p|pre|br|td)\b/i.test(text);
}

const ENTITIES: Readonly<Record<string, string>> = { gt: '>', lt: '<', amp: '&', nbsp: ' ' };

/** Returns the words of a page. Nothing is shown to anybody: only five lines are looked for in it. */
function wordsOf(html: string): string {
  return html
    .replaceAll(/<(?:br|\/?(?:p|div|pre|tr|li|blockquote|h\d))\b[^<>]*>/gi, '\n')
    .replaceAll(/<[^<>]*>/g, '')
    .replaceAll(/&(\w+);/g, (entity, name: string) => ENTITIES[name.toLowerCase()] ?? entity)
    .replaceAll(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
