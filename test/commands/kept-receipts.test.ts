/** Receipts as people keep them: in tickets, in answers, in whole mails, in the encodings of their machines. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readReceipts } from '../../src/commands/kept-receipts.ts';
import { UsageError } from '../../src/errors.ts';
import { receiptText } from '../../src/verify/receipts.ts';

const ONE = receiptText({ logId: '0a'.repeat(16), size: 43, root: '1b'.repeat(32), keyId: '2c'.repeat(32) });
const TWO = receiptText({ logId: '3d'.repeat(16), size: 7, root: '4e'.repeat(32), keyId: '5f'.repeat(32) });

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evidence-kept-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function read(content: string | Uint8Array) {
  writeFileSync(join(folder, 'kept'), content);
  return (await readReceipts(['kept'], folder)).map(({ text }) => text);
}

const crlf = (text: string) => text.replaceAll('\n', '\r\n');
const marked = (mark: string) => ONE.replaceAll(/^/gm, mark).slice(0, -mark.length);
const base64 = (text: string) =>
  Buffer.from(text)
    .toString('base64')
    .replaceAll(/.{76}/g, (line) => `${line}\r\n`);
/** Every line is broken softly, as mail programs break long ones. */
const softly = (text: string) =>
  crlf(text)
    .replaceAll('=', '=3D')
    .replaceAll(/(.{30})/g, '$1=\r\n');
const headers = (type: string, encoding = '7bit') =>
  `Received: from a.example by b.example;\r\n\tSun, 22 Nov 2026 03:00:05 +0000\r\nFrom: Evidence <evidence@acme.example>\r\nTo: audit@example.com\r\nSubject: receipt\r\nMIME-Version: 1.0\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
const page = (text: string) =>
  `<html><body><p>Kept:</p><blockquote>${text.trimEnd().replaceAll('\n', '<br>\n')}</blockquote></body></html>`;
const parts = (...all: readonly string[]) =>
  `${headers('multipart/mixed; boundary="x"')}--x\r\n${all.join('\r\n--x\r\n')}\r\n--x--\r\n`;
const part = (type: string, body: string, encoding = '7bit') =>
  `Content-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}`;
const utf16 = (text: string, mark: readonly number[]) =>
  Buffer.concat([Buffer.from(mark), Buffer.from(text, 'utf16le')]);

describe('a receipt is read', () => {
  it.each<readonly [string, string | Uint8Array]>([
    ['as it was written', ONE],
    ['without its last newline', ONE.trimEnd()],
    ['with blank lines between', ONE.replaceAll('\n', '\n\n')],
    ['with CRLF', crlf(ONE)],
    ['indented, with blanks behind', marked('    ').replaceAll('\n', '  \n')],
    ['quoted', marked('> ')],
    ['quoted twice', marked('>> ')],
    ['quoted, with lines broken between words', marked('> ').replace('root ', 'root\n> ')],
    ['in a code fence between other words', `We keep:\n\n\`\`\`text\n${ONE}\`\`\`\n\nThanks!`],
    ['with a mark of UTF-8 before it', `\uFEFF${ONE}`],
    ['in UTF-16, little end first', utf16(crlf(ONE), [0xff, 0xfe])],
    ['in UTF-16, big end first', utf16(crlf(ONE), [0xff, 0xfe]).swap16()],
    ['in UTF-16 without a mark', utf16(ONE, [])],
    ['out of a chat, with characters of no width', ONE.replaceAll(' ', '\u00A0\u200B')],
    ['out of a page', page(ONE)],
    ['out of a mail', headers('text/plain') + crlf(`Hello,\n\n${ONE}\nBye`)],
    ['out of an answer to a mail', headers('text/plain') + crlf(`On Sunday you wrote:\n${marked('> ')}`)],
    [
      'out of a mail whose lines are broken softly',
      headers('text/plain; charset=utf-8', 'quoted-printable') + softly(ONE),
    ],
    ['out of a mail in base64', headers('text/plain; charset=utf-8', 'base64') + base64(ONE)],
    [
      'out of a mail of HTML alone',
      headers('text/html; charset=utf-8', 'quoted-printable') + softly(page(ONE)),
    ],
    [
      'out of a mail of several forms',
      parts(part('text/plain', 'see below'), part('text/html', base64(page(ONE)), 'base64')),
    ],
    [
      'out of an enclosed file',
      parts(
        part('text/plain', 'enclosed'),
        part('text/plain; name="receipt.txt"\r\nContent-Disposition: attachment', base64(ONE), 'base64'),
      ),
    ],
    [
      'out of a mail that was forwarded whole',
      parts(part('text/plain', 'fyi'), part('message/rfc822', headers('text/plain', 'base64') + base64(ONE))),
    ],
    [
      'out of a mailbox',
      `From a@b Sun Nov 22 03:00:05 2026\r\n${headers('text/plain')}hello\r\n\r\nFrom a@b Mon Nov 23 03:00:05 2026\r\n${headers('text/plain', 'base64')}${base64(ONE)}\r\n`,
    ],
  ])('%s', async (_, content) => {
    expect(await read(content)).toEqual([ONE]);
  });

  it('with all others of its file, each with its place', async () => {
    writeFileSync(join(folder, 'all'), `Monday\n${ONE}\nTuesday\n${marked('| ')}\nWednesday\n${TWO}`);

    expect(await readReceipts(['all'], folder)).toEqual([
      { where: 'all#1', text: ONE, path: join(folder, 'all') },
      { where: 'all#2', text: TWO, path: join(folder, 'all') },
    ]);
  });
});

describe('what is no receipt', () => {
  it.each([
    ['other words', 'hello\n', /expected the five lines of a receipt, got something else/],
    ['its first line in a sentence', 'It begins with `segment-evidence receipt v1`.', /got something else/],
    ['nothing', '', /got something else/],
    ['one byte', '\0', /got something else/],
    ['a digit too few', ONE.replace('1b1b', '1b1'), /got one of which lines are missing or changed/],
    ['a digit too many', ONE.trimEnd().concat('0'), /got one of which lines are missing or changed/],
    [
      'a mail without one',
      headers('text/plain') + ONE.replace('size', 'sise'),
      /got one of which lines are missing/,
    ],
    [
      'one that is damaged beside a good one',
      `${ONE}\n${TWO.replace('root ', '')}`,
      /expected 2 whole receipts, got 1/,
    ],
  ])('is refused: %s', async (_, content, message) => {
    const refused = read(content);

    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });
});

it('a page that is made to be read forever is none', async () => {
  await expect(read(`<html>${'<'.repeat(300_000)}`)).rejects.toThrow(UsageError);
}, 10_000);
