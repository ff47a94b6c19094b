/** Mailboxes behind a mail server, as RFC 5321 and RFC 5322 have them. */
import PostalMime from 'postal-mime';
import { MAIL_AUTHORITY, startMailbox } from '../mailbox.ts';
import { stateOf } from './others.ts';
import { expecting, type Mood, type Service, type Taken } from './service.ts';

const REFUSALS: Readonly<Record<Mood, string | undefined>> = {
  well: undefined,
  down: '421 4.3.2 going down',
  busy: '450 4.7.1 too many',
  refusing: '554 5.7.1 not this',
};

export async function startEmail(): Promise<Service> {
  const moods: Mood[] = [];
  let usual: Mood = 'well';
  const problems: string[] = [];
  const taken: Taken[] = [];
  const mailbox = await startMailbox({
    onMail: async ({ raw, isEncrypted }) => {
      const refusal = REFUSALS[moods.shift() ?? usual];
      if (refusal === undefined) taken.push(await read(raw, isEncrypted, problems));
      return refusal;
    },
  });
  return {
    settings: { channel: 'email', url: 'env:ADDRESS', receipts: true },
    values: { 'env:ADDRESS': mailbox.addressTo() },
    http: { authorities: MAIL_AUTHORITY },
    asked: () => mailbox.steps.filter((step) => step === 'data').length,
    taken,
    isForPrograms: false,
    problems,
    next: (...more) => moods.push(...more),
    always: (mood) => {
      usual = mood;
    },
    close: mailbox.close,
  };
}

async function read(raw: string, isEncrypted: boolean, problems: string[]): Promise<Taken> {
  const expects = expecting(problems);
  const [head = '', body = ''] = raw.split(/\r\n\r\n([\s\S]*)/);
  const { subject = '', text = '', html, headers, messageId = '', attachments } = await PostalMime.parse(raw);
  expects(isEncrypted, 'a mail that nobody reads on its way');
  expects(!/[^\r]\n|\r[^\n]/.test(raw), 'lines that end in CRLF');
  expects(!/[^\t\r\n -~]/.test(raw), 'ASCII on the wire');
  expects(
    raw.split('\r\n').every((line) => line.length <= 998),
    'lines of 998 characters at most',
  );
  expects(
    body.split('\r\n').every((line) => line.length <= 76),
    'an encoding with short lines',
  );
  expects(subject.length > 0 && subject.length <= 150, 'a subject of one line');
  expects(html === undefined && attachments.length === 0, 'text alone');
  expects(/^<[^<>\s]+@[^<>\s]+>$/.test(messageId), 'an id of its own');
  const names = headers.map(({ key }) => key);
  for (const name of ['from', 'to', 'date', 'subject', 'message-id', 'auto-submitted', 'mime-version'])
    expects(names.filter((each) => each === name).length === 1, `one header ${name}`);
  expects(names.length === new Set(names).size && !/^(?:bcc|cc|reply-to):/im.test(head), 'no other header');
  const about = headers.find(({ key }) => key === 'references')?.value ?? messageId;
  const lines = [subject, ...text.trimEnd().split(/\r?\n/)];
  return { is: stateOf(subject), about, lines, isTest: subject.startsWith('[test]') };
}
