/** A mail server on loopback: TLS with a certificate of its own authority, a login, and answers as it is told. */
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { certify, SERVER_AUTH } from './stamp-certificates.ts';

const authority = certify({ name: 'Mail Root', isAuthority: true });
const purposes = { isCritical: false, oids: [SERVER_AUTH] };
const server = certify({ name: 'mail', issuer: authority, purposes, addresses: ['127.0.0.1'] });

/** Of whom the certificate is, in PEM. */
export const MAIL_AUTHORITY = authority.certificate.toString();
export const LOGIN = { user: 'evidence@acme.example', password: 'a p%ss:w@rd/for#tests' };

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came. */
  readonly raw: string;
  readonly isEncrypted: boolean;
}

/** A status with words in place of what is usual, in turn for a step: `550 no such user`. */
export type Refusals = Partial<Record<'auth' | 'from' | 'to' | 'data', readonly (string | undefined)[]>>;

export interface Mailbox {
  readonly port: number;
  readonly received: readonly ReceivedMail[];
  /** What was tried, in order: `auth`, `from ADDRESS`, `to ADDRESS`, `data`. */
  readonly steps: readonly string[];
  /** The address of a channel. */
  addressTo(...to: readonly string[]): string;
  refuse(refusals: Refusals): void;
  /** Says no more to whoever connects, from now on. */
  fallSilent(): void;
  connections(): number;
  close(): Promise<void>;
}

export interface MailboxOptions extends Pick<SMTPServerOptions, 'hideSTARTTLS' | 'disabledCommands'> {
  /** TLS from the first byte (default), or by STARTTLS. */
  readonly isStartTls?: boolean;
  /** Called with each mail; returns a status with words where it is not to be taken. */
  readonly onMail?: (mail: ReceivedMail) => Promise<string | undefined>;
  /** What the server shows in place of its certificate. */
  readonly certificate?: typeof server;
}

export async function startMailbox({
  isStartTls = false,
  certificate = server,
  onMail,
  ...options
}: MailboxOptions = {}): Promise<Mailbox> {
  const received: ReceivedMail[] = [];
  const steps: string[] = [];
  const refusals: { [Step in keyof Refusals]: (string | undefined)[] } = {};
  let connections = 0;
  let isSilent = false;
  const answer = (step: keyof Refusals): Error | null => toError(refusals[step]?.shift());
  const smtp = new SMTPServer({
    secure: !isStartTls,
    key: String(certificate.privateKey.export({ type: 'pkcs8', format: 'pem' })),
    cert: certificate.certificate.toString(),
    disableReverseLookup: true,
    closeTimeout: 1,
    authMethods: ['PLAIN', 'LOGIN'],
    hideENHANCEDSTATUSCODES: false,
    ...options,
    onConnect: (_session, done) => {
      connections += 1;
      if (!isSilent) done();
    },
    onAuth: ({ username, password }, _session, done) => {
      steps.push('auth');
      const isKnown = username === LOGIN.user && password === LOGIN.password;
      const refused = answer('auth');
      if (refused !== null) done(refused);
      else if (isKnown) done(null, { user: username });
      else done(Object.assign(new Error('who are you'), { responseCode: 535 }));
    },
    onMailFrom: ({ address }, _session, done) => {
      steps.push(`from ${address}`);
      done(answer('from'));
    },
    onRcptTo: ({ address }, _session, done) => {
      steps.push(`to ${address}`);
      done(answer('to'));
    },
    onData: (stream, session, done) => {
      steps.push('data');
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        const to = rcptTo.map(({ address }) => address);
        const raw = Buffer.concat(chunks).toString('latin1');
        const mail = { from, to, raw, isEncrypted: session.secure };
        const refused = answer('data') ?? toError(await onMail?.(mail));
        if (refused === null) received.push(mail);
        done(refused);
      });
    },
  });
  smtp.on('error', () => undefined);
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', () => resolve()));
  const { port } = smtp.server.address() as AddressInfo;
  const login = `${encodeURIComponent(LOGIN.user)}:${encodeURIComponent(LOGIN.password)}`;
  const scheme = isStartTls ? 'smtp' : 'smtps';
  return {
    port,
    received,
    steps,
    addressTo: (...to) =>
      `${scheme}://${login}@127.0.0.1:${port}?from=evidence@acme.example&to=${to.length === 0 ? 'team@acme.example' : to.join(',')}`,
    refuse: (more) => {
      for (const [step, answers] of Object.entries(more)) refusals[step as keyof Refusals] = [...answers];
    },
    fallSilent: () => {
      isSilent = true;
    },
    connections: () => connections,
    close: () => new Promise((resolve) => smtp.close(() => resolve())),
  };
}

function toError(refusal: string | undefined): Error | null {
  if (refusal === undefined) return null;
  const [, status, words] = /^(\d{3}) (.*)$/.exec(refusal) ?? [];
  return Object.assign(new Error(words), { responseCode: Number(status) });
}
