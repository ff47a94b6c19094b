/**
 * Where mail goes, as one secret says it:
 *
 *     smtps://USER:PASSWORD@smtp.example:465?from=evidence@acme.example&to=team@acme.example,second@acme.example
 *     smtp://USER:PASSWORD@smtp.example:587?…      TLS by STARTTLS before anything else is said
 *
 * Pure. Nothing of it is repeated in an error.
 */
import { channelError } from '../channel.ts';

/** A mail server, and how to log in there. */
export interface MailServer {
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise by STARTTLS. There is no third way. */
  readonly isTlsFromStart: boolean;
  /** Absent: the server lets this machine send as it is. */
  readonly login?: { readonly user: string; readonly password: string } | undefined;
}

export interface MailAddress {
  readonly server: MailServer;
  readonly from: string;
  readonly to: readonly string[];
}

const PORTS: Readonly<Record<string, number>> = { 'smtps:': 465, 'smtp:': 587 };
const MOST_RECIPIENTS = 50;
/** Plain mailboxes: no names, no quotes, no letters beyond ASCII. */
const MAILBOX = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?$/;

/** Such an address has its host as it was written: nothing is translated in it. */
const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-f:.]+\])$/i;

const SHAPE =
  'Store smtps://USER:PASSWORD@HOST:465?from=ADDRESS&to=ADDRESS,ADDRESS where `url` points, with user and password percent-encoded.';

/** Returns the address in its parts. @throws AlertError that repeats nothing of it */
export function parseMailAddress(text: string, channel: string): MailAddress {
  const refuse = (problem: string) => channelError(channel, { problem, hint: SHAPE, isFinal: true });
  if (/[\p{Cc}\s]/u.test(text) || !URL.canParse(text))
    throw refuse('expected `url` to name an address that begins with smtps:// or smtp://');
  const { protocol, hostname, port, pathname, hash, search, username, password } = new URL(text);
  const usualPort = PORTS[protocol];
  if (usualPort === undefined)
    throw refuse('expected `url` to name an address that begins with smtps:// or smtp://');
  if (!HOST.test(hostname))
    throw refuse('expected the name of a mail server: letters, digits, dots and hyphens');
  if (hash !== '' || !['', '/'].includes(pathname))
    throw refuse('expected nothing between the mail server and the question mark');
  if ((username === '') !== (password === ''))
    throw refuse('expected a user and a password, or neither, got one of them');
  const { from, to } = parameters(search, refuse);
  const [user, word] = [decoded(username), decoded(password)];
  if (user === undefined || word === undefined)
    throw refuse('expected user and password percent-encoded, got a % that stands for nothing');
  return {
    server: {
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? usualPort : Number(port),
      isTlsFromStart: protocol === 'smtps:',
      login: user === '' ? undefined : { user, password: word },
    },
    from,
    to,
  };
}

/** By hand: in what `URLSearchParams` reads a plus is a blank, and `team+audit@acme.example` another mailbox. */
function parameters(search: string, refuse: (problem: string) => Error): Pick<MailAddress, 'from' | 'to'> {
  const found = new Map<string, string>();
  for (const part of search.slice(1).split('&')) {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(part) ?? [];
    if (!['from', 'to'].includes(name) || found.has(name))
      throw refuse('expected from= and to= behind the question mark, each once, and nothing else');
    found.set(name, decoded(value) ?? '');
  }
  const from = found.get('from') ?? '';
  const to = (found.get('to') ?? '').split(',');
  if (!MAILBOX.test(from)) throw refuse('expected from= to be one mail address, without a name');
  if (!to.every((each) => MAILBOX.test(each)))
    throw refuse('expected to= to be mail addresses with commas between them, without names and blanks');
  if (to.length > MOST_RECIPIENTS)
    throw refuse(`expected at most ${MOST_RECIPIENTS} addresses in to=, got ${to.length}`);
  return { from, to: [...new Set(to)] };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
