/** Mail as a mail server gets it: never without TLS, never twice to the same mailbox, never more than text. */
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseMailAddress } from '../../src/alerts/channels/email-address.ts';
import { sendPatiently } from '../../src/alerts/patience.ts';
import { AlertError, InterruptedError } from '../../src/errors.ts';
import { anAlert } from '../support/alerts.ts';
import { channelWith, countedWaits } from '../support/channels.ts';
import {
  LOGIN,
  MAIL_AUTHORITY,
  type Mailbox,
  type MailboxOptions,
  startMailbox,
} from '../support/mailbox.ts';
import { certify, SERVER_AUTH } from '../support/stamp-certificates.ts';
import { everyNth } from '../support/tier.ts';

let mailbox: Mailbox;
const shortfalls: unknown[] = [];
const secrets: string[] = [];

beforeEach(async () => {
  mailbox = await startMailbox();
  shortfalls.length = 0;
  secrets.length = 0;
});
afterEach(() => mailbox.close());

/** Takes the place of the mail server that each test begins with. */
async function replace(options: MailboxOptions) {
  await mailbox.close();
  mailbox = await startMailbox(options);
}

const at = new Date('2026-11-22T03:00:12Z');
function channelAt(address: string, http = {}) {
  return channelWith(
    { channel: 'email', url: 'env:ADDRESS', receipts: true },
    { 'env:ADDRESS': address },
    { authorities: MAIL_AUTHORITY, now: () => at, ...http },
    {
      onSecret: (secret) => secrets.push(secret),
      log: { warn: (fields, message) => shortfalls.push([message, fields]) },
    },
  );
}

async function tell(address = mailbox.addressTo(), alert = anAlert, http = {}) {
  const channel = channelAt(address, http);
  const waits = countedWaits();
  const { attempts, error } = await sendPatiently(() => channel.notify(alert), waits);
  return { attempts, error: error?.message.replace('send alert: email-1: ', ''), hint: error?.hint ?? '' };
}

const parsed = async (index = 0) => PostalMime.parse(mailbox.received[index]?.raw ?? '');
const header = async (name: string, index = 0) =>
  (await parsed(index)).headers.find(({ key }) => key === name)?.value;

describe('a mail', () => {
  it.each([
    ['TLS from the first byte', {}],
    ['STARTTLS', { isStartTls: true }],
  ])('travels by %s, with a login, to every mailbox', async (_title, options) => {
    await replace(options);

    expect(await tell(mailbox.addressTo('team@acme.example', 'audit+segment@acme.example'))).toMatchObject({
      attempts: 1,
      error: undefined,
    });

    const [mail] = mailbox.received;
    expect(mail).toMatchObject({ from: 'evidence@acme.example', isEncrypted: true });
    expect(mail?.to).toEqual(['team@acme.example', 'audit+segment@acme.example']);
    expect(secrets).toEqual([LOGIN.password]);
  });

  it('says what it is, that a machine wrote it, and when', async () => {
    await tell(mailbox.addressTo(), { ...anAlert, severity: 'critical' });

    const { subject, text = '', html, from, date, messageId, attachments } = await parsed();
    expect(subject).toBe(`[critical] ${anAlert.condition} ${anAlert.state}: acme`);
    expect(text.replaceAll('\r\n', '\n')).toContain(`${anAlert.summary}\n\n${anAlert.remediation}\n`);
    expect([html, attachments]).toEqual([undefined, []]);
    expect(from).toEqual({ name: 'Segment Evidence', address: 'evidence@acme.example' });
    expect([date, messageId]).toEqual([at.toISOString(), `<${anAlert.id}@acme.example>`]);
    expect(await header('auto-submitted')).toBe('auto-generated');
    expect(await header('importance')).toBe('high');
  });

  it('is the same one when it comes twice, and stands in one conversation with all of its cause', async () => {
    const causeId = 'c'.repeat(64);
    const states = ['opened', 'opened', 'ongoing', 'resolved'] as const;
    for (const state of states) {
      const id = { opened: 'a', ongoing: 'b', resolved: 'd' }[state].repeat(64);
      await tell(mailbox.addressTo(), { ...anAlert, causeId, state, id });
    }

    const ids = await Promise.all(states.map((_, index) => header('message-id', index)));
    const conversations = await Promise.all(states.map((_, index) => header('references', index)));
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(3);
    expect(new Set(conversations)).toEqual(new Set([`<cause-${causeId}@acme.example>`]));
  });

  it('has no header and no line that a name has written, and nothing becomes a link', async () => {
    const name = 'evil\r\nBcc: thief@evil.example\r\n\r\nhttps://evil.example www.evil.example \u202Egnp';
    const workspace = { id: 'x', slug: `evil.example ${name}` };
    await tell(mailbox.addressTo(), { ...anAlert, workspace, resource: name, summary: `It is ${name}.` });

    const [mail] = mailbox.received;
    const { text = '', headers } = await parsed();
    expect(mail?.to).toEqual(['team@acme.example']);
    expect(headers.map(({ key }) => key)).not.toContain('bcc');
    expect(text.split(/\r?\n/).filter((line) => /^(?:Bcc|https)/.test(line))).toEqual([]);
    expect(text).not.toMatch(/:\/\/|www\.|\u202E/);
    expect(text).toContain('Workspace: evil[.]example');
    const long = mail?.raw.split('\r\n').filter((line) => line.length > 78) ?? [];
    expect(long.filter((line) => !line.includes(`<${anAlert.id}@`))).toEqual([]);
  });
});

describe('a mail server', () => {
  const rows: readonly (readonly [string, Parameters<Mailbox['refuse']>[0], number, string | undefined])[] = [
    ['that greylists a mailbox once', { to: ['450 4.2.0 later, path-is-a-secret'] }, 2, undefined],
    [
      'without the mailbox',
      { to: ['550 5.1.1 no such user'] },
      1,
      'expected every mailbox to take it, got 1 of 1 refused (550)',
    ],
    [
      'that refuses the login',
      { auth: ['535 5.7.8 wrong'] },
      1,
      'expected the mail server to accept user and password, got 535 5.7.8',
    ],
    [
      'that cannot look up the login now',
      { auth: Array(3).fill('454 4.7.0 later') },
      3,
      'expected the mail server to accept user and password, got 454 4.7.0',
    ],
    [
      'that refuses the sender',
      { from: ['553 not yours'] },
      1,
      'expected the mail server to accept the sender, got 553 5.1.3',
    ],
    ['that is full once', { data: ['452 4.3.1 disk full'] }, 2, undefined],
    [
      'that takes it for spam',
      { data: ['554 spam: team@acme.example'] },
      1,
      'expected the mail server to accept the message, got 554 5.6.0',
    ],
  ];
  it.each(everyNth(rows, 3, 1))(
    '%s is asked as often as it may help, and not quoted',
    async (_title, refusals, attempts, error) => {
      mailbox.refuse(refusals);

      const told = await tell();

      expect([told.attempts, told.error]).toEqual([attempts, error]);
      expect(mailbox.received).toHaveLength(error === undefined ? 1 : 0);
      expect(`${told.error}${told.hint}`).not.toMatch(/acme\.example|127\.0\.0\.1|secret\b.*path|later|spam/);
    },
  );

  it('that takes it for some is asked again for the others alone', async () => {
    mailbox.refuse({ to: [undefined, '451 4.7.1 later'] });

    const told = await tell(mailbox.addressTo('one@acme.example', 'two@acme.example'));

    expect([told.attempts, told.error, shortfalls]).toEqual([2, undefined, []]);
    expect(mailbox.received.map(({ to }) => to)).toEqual([['one@acme.example'], ['two@acme.example']]);
  });

  it('that cannot take it for some for days has it delivered, so that the others do not get it with each run', async () => {
    mailbox.refuse({ to: [undefined, ...Array(3).fill('452 4.2.2 full')] });

    const told = await tell(mailbox.addressTo('one@acme.example', 'full@acme.example'));

    expect([told.attempts, told.error, mailbox.received.length]).toEqual([3, undefined, 1]);
    expect(shortfalls).toEqual([
      ['not everybody got it', { channel: 'email-1', found: '1 of 2 refused (452)' }],
    ]);
  });

  it('that will never take it for some has it delivered, and that is said without names', async () => {
    mailbox.refuse({ to: [undefined, '550 5.1.1 gone'] });

    const told = await tell(mailbox.addressTo('one@acme.example', 'gone@acme.example'));

    expect([told.attempts, told.error]).toEqual([1, undefined]);
    expect(shortfalls).toEqual([
      ['not everybody got it', { channel: 'email-1', found: '1 of 2 refused (550)' }],
    ]);
  });

  it('that knows no TLS gets nothing, not even a login', async () => {
    await replace({ isStartTls: true, disabledCommands: ['STARTTLS'], hideSTARTTLS: true });

    const told = await tell();

    expect(told).toMatchObject({
      attempts: 1,
      error: expect.stringMatching(/^expected the mail server to begin TLS, got 5\d\d 5\.5\.\d$/),
    });
    expect(mailbox.steps).toEqual([]);
  });

  it.each([
    ['nobody vouches for', {}, {}, 'expected a trusted certificate, got'],
    ['is of another host', { addresses: ['127.0.0.9'] }, {}, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    [
      'is of another host, by STARTTLS',
      { addresses: ['127.0.0.9'] },
      { isStartTls: true },
      'ALTNAME_INVALID',
    ],
  ])(
    'whose certificate %s gets nothing',
    async (_title, { addresses }: { addresses?: string[] }, options, error) => {
      const stranger = certify({ name: 'Another Root', isAuthority: true });
      const purposes = { isCritical: false, oids: [SERVER_AUTH] };
      const certificate = certify({
        name: 'mail',
        issuer: stranger,
        purposes,
        addresses: addresses ?? ['127.0.0.1'],
      });
      await replace({ ...options, certificate });
      const http = addresses === undefined ? {} : { authorities: stranger.certificate.toString() };

      const told = await tell(mailbox.addressTo(), anAlert, http);

      expect([told.attempts, told.error]).toEqual([1, expect.stringContaining(error)]);
      expect(told.hint).toContain('NODE_EXTRA_CA_CERTS');
      expect(mailbox.steps).toEqual([]);
    },
  );

  it('that says nothing is given up in time, and one that is not there is told by its code', async () => {
    mailbox.fallSilent();
    expect(await tell(mailbox.addressTo(), anAlert, { wholeMs: 60 })).toMatchObject({
      attempts: 3,
      error: 'expected an answer in time, got none',
    });
    const gone = mailbox.addressTo();
    await mailbox.close();
    expect(await tell(gone)).toMatchObject({ attempts: 3, error: 'expected a connection, got ECONNREFUSED' });
  });

  it('is not waited for when the process has to stop', async () => {
    const stop = new AbortController();
    mailbox.fallSilent();
    const sent = channelAt(mailbox.addressTo(), { signal: stop.signal }).notify(anAlert);
    await expect.poll(() => mailbox.connections()).toBe(1);

    stop.abort(new InterruptedError('SIGTERM'));

    await expect(sent).rejects.toBeInstanceOf(InterruptedError);
  });

  it('is looked at with its login and without a mail', async () => {
    expect(await channelAt(mailbox.addressTo()).probe()).toBe(
      'reached over TLS, certificate trusted, login accepted; only a mail shows whether the mailboxes take it',
    );
    expect(mailbox.steps).toEqual(['auth']);
  });
});

describe('an address', () => {
  it.each([
    ['smtps://u:p@mail.example?from=a@b.example&to=c@d.example', 465, true],
    ['smtp://u:p@mail.example?to=c@d.example&from=a@b.example', 587, false],
    ['smtp://u:p@mail.example:2525/?from=a@b.example&to=c@d.example', 2525, false],
    ['smtps://[::1]?from=a@b.example&to=c%2Be@d.example', 465, true],
  ])('is taken: %s', (text, port, isTlsFromStart) => {
    expect(parseMailAddress(text, 'email-1').server).toMatchObject({ port, isTlsFromStart });
  });

  const from = 'from=evidence@secret.example';
  const to = 'to=team@secret.example';
  it.each([
    ['https', `https://u:p@secret.example?${from}&${to}`, 'smtps:// or smtp://'],
    ['no URL', 'secret.example:465', 'smtps:// or smtp://'],
    ['two lines', `smtps://u:p@secret.example?${from}&${to}\n`, 'smtps:// or smtp://'],
    ['a user alone', `smtps://secret@mail.example?${from}&${to}`, 'got one of them'],
    ['a password with a slash', `smtps://u:secret/p@mail.example?${from}&${to}`, 'smtps:// or smtp://'],
    ['a password with a percent sign', `smtps://u:secret%p@mail.example?${from}&${to}`, 'stands for nothing'],
    ['no sender', `smtps://u:p@mail.example?${to}`, 'from= to be one mail address'],
    ['no recipient', `smtps://u:p@mail.example?${from}`, 'to= to be mail addresses'],
    [
      'a name',
      `smtps://u:p@mail.example?${from}&to=Team%20<team@secret.example>`,
      'to= to be mail addresses',
    ],
    ['a line break', `smtps://u:p@mail.example?${from}&to=a@b.example%0d%0aBcc:c@d.example`, 'to= to be'],
    ['another parameter', `smtps://u:p@mail.example?${from}&${to}&requireTLS=false`, 'and nothing else'],
    ['a path', `smtps://u:p@mail.example/secret?${from}&${to}`, 'between the mail server and the question'],
    [
      '51 recipients',
      `smtps://u:p@m.example?${from}&to=${Array.from({ length: 51 }, (_, n) => `secret${n}@b.example`).join(',')}`,
      'at most 50',
    ],
  ])('is refused with words and repeated by none: %s', (_title, text, problem) => {
    let error: unknown;
    try {
      parseMailAddress(text, 'email-1');
    } catch (thrown) {
      error = thrown;
    }
    if (!(error instanceof AlertError)) throw new Error('expected it to be refused');
    expect(error.message).toContain(problem);
    expect(error.isFinal).toBe(true);
    expect(`${error.message} ${error.hint}`).not.toMatch(/secret(?! that)/);
  });
});
