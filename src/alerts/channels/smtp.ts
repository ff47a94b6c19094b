/**
 * One mail to one server: connect, TLS, log in, send, hang up. The protocol is nodemailer's, the connection this program's
 * own, so that waits and names behave as everywhere. Never without TLS, and never through the proxy for HTTPS.
 */
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { AlertError } from '../../errors.ts';
import { connectOnce, createConnector } from '../../net/connect.ts';
import { channelError } from '../channel.ts';
import type { MailServer } from './email-address.ts';
import type { HttpSettings } from './http.ts';
import { mailFailure, networkDetails } from './smtp-failure.ts';

export interface Post {
  readonly from: string;
  readonly to: readonly string[];
  readonly message: Buffer;
}

/** Who took a mail, and who did not, each with the status of the refusal. */
export interface Posted {
  readonly accepted: readonly string[];
  readonly refused: readonly { readonly address: string; readonly status: number }[];
}

/** Hands over a mail, and returns which mailboxes took it; it may be none. @throws AlertError */
export function postMail(
  channel: string,
  server: MailServer,
  { from, to, message }: Post,
  http: HttpSettings,
): Promise<Posted> {
  return withSession(channel, server, http, async (session) => {
    const { accepted, rejectedErrors = [] } = await new Promise<Sent>((resolve, reject) => {
      session.send({ from, to: [...to] }, message, (error, info) => {
        if (isSent(info)) resolve(info);
        else if (isSent(error)) resolve({ accepted: [], rejectedErrors: error.rejectedErrors });
        else reject(error);
      });
    });
    const refused = rejectedErrors.map(({ recipient = '', responseCode = 0 }) => ({
      address: recipient,
      status: responseCode,
    }));
    return { accepted, refused };
  });
}

/** What nodemailer says of a mail that was taken; of one that no mailbox took, the second half. */
interface Sent {
  readonly accepted: readonly string[];
  readonly rejectedErrors?: readonly { readonly recipient?: string; readonly responseCode?: number }[];
}

function isSent(said: unknown): said is Sent & Required<Pick<Sent, 'rejectedErrors'>> {
  return typeof said === 'object' && said !== null && ('accepted' in said || 'rejectedErrors' in said);
}

/** Connects, proves who the server is, logs in where there is a login, and hangs up. @throws AlertError */
export function greet(channel: string, server: MailServer, http: HttpSettings): Promise<void> {
  return withSession(channel, server, http, async () => undefined);
}

async function withSession<Result>(
  channel: string,
  server: MailServer,
  http: HttpSettings,
  use: (session: SMTPConnection) => Promise<Result>,
): Promise<Result> {
  const signal = AbortSignal.any([http.signal, AbortSignal.timeout(http.wholeMs)]);
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  stopped.catch(() => undefined);
  let session: SMTPConnection | undefined;
  try {
    session = await Promise.race([open(server, http, signal), stopped]);
    const { failed, ready } = begin(session, server);
    await Promise.race([ready(), failed, stopped]);
    const result = await Promise.race([use(session), failed, stopped]);
    session.quit();
    return result;
  } catch (error) {
    http.signal.throwIfAborted();
    if (error instanceof AlertError) throw error;
    const details = signal.aborted ? networkDetails(signal.reason) : mailFailure(error);
    throw channelError(channel, { ...details, cause: error });
  } finally {
    session?.close();
  }
}

/** A connection of our own; TLS comes on top of it, be it now or by STARTTLS. */
async function open(
  { host, port, isTlsFromStart }: MailServer,
  { connectMs, wholeMs, lookup, authorities }: HttpSettings,
  signal: AbortSignal,
): Promise<SMTPConnection> {
  const name = host.includes(':') ? `[${host}]` : host;
  const connection = await connectOnce(
    createConnector({ connectMs, lookup }),
    new URL(`tcp://${name}:${port}`),
  );
  if (signal.aborted) connection.destroy();
  return new SMTPConnection({
    connection,
    host,
    port,
    secure: isTlsFromStart,
    requireTLS: true,
    tls: { minVersion: 'TLSv1.2', ...(authorities === undefined ? {} : { ca: authorities }) },
    connectionTimeout: wholeMs,
    greetingTimeout: wholeMs,
    socketTimeout: wholeMs,
    socketCloseTimeout: 1_000,
  });
}

/** Whatever breaks, whenever it does, is heard once: by whoever waits for the step that is under way. */
function begin(session: SMTPConnection, { login }: MailServer) {
  const failed = new Promise<never>((_, reject) => {
    session.on('error', reject);
    session.once('end', () => reject(Object.assign(new Error('closed'), { code: 'ECONNECTION' })));
  });
  failed.catch(() => undefined);
  const step = (take: (done: (error?: Error | null) => void) => void) =>
    new Promise<void>((resolve, reject) => take((error) => (error ? reject(error) : resolve())));
  const ready = async () => {
    await step((done) => session.connect(done));
    if (login === undefined) return;
    const credentials = { user: login.user, pass: login.password };
    await step((done) => session.login({ credentials }, done));
  };
  return { failed, ready };
}
