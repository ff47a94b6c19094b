/** What a failure on the way to a mailbox means: of what the server said nothing but its numbers. Pure. */
import type { FailureDetails } from '../channel.ts';
import { networkFailure } from './http.ts';

/** An error of nodemailer's, as far as this program depends on it. */
interface MailError {
  readonly code?: string;
  /** Of the system or of TLS. */
  readonly originalCode?: string;
  /** What was being said when it failed: `AUTH PLAIN`, `RCPT TO`, `CONN`. */
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

interface Meaning {
  readonly expected: string;
  readonly hint: string;
}

const ADDRESS = 'in the secret that `url` names';
/** By the first word of the command. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  AUTH: {
    expected: 'the mail server to accept user and password',
    hint: `Correct the user and the password ${ADDRESS}; percent-encode what is neither letter nor digit.`,
  },
  STARTTLS: {
    expected: 'the mail server to begin TLS',
    hint: 'Use smtps:// and port 465, or a server that knows STARTTLS: nothing is sent without TLS.',
  },
  MAIL: {
    expected: 'the mail server to accept the sender',
    hint: `Check that this login may send as from= ${ADDRESS}.`,
  },
};
const OTHER: Meaning = {
  expected: 'the mail server to accept the message',
  hint: 'Look into the log of the mail server for the reason.',
};

/** Returns what a failure means. 4xx may pass by waiting, 5xx does not (RFC 5321). */
export function mailFailure(error: unknown): FailureDetails {
  const { code, originalCode, command = '', responseCode, response = '' } = (error ?? {}) as MailError;
  const { expected, hint } = MEANINGS[command.split(' ')[0] ?? ''] ?? OTHER;
  if (responseCode !== undefined && responseCode > 0) {
    return {
      problem: `expected ${expected}, got ${numbersOf(response)}`,
      hint,
      isFinal: responseCode >= 500,
    };
  }
  if (code === 'EAUTH') return { problem: `expected ${expected}, got no way to log in`, hint, isFinal: true };
  if (code === 'ETIMEDOUT') return networkDetails(new DOMException('late', 'TimeoutError'));
  return networkDetails(Object.assign(new Error(), { code: originalCode ?? code }));
}

/** Returns what a failure below the protocol means. */
export function networkDetails(error: unknown): FailureDetails {
  const details = networkFailure(error);
  // What HTTP calls a receiver is a mail server here.
  return { ...details, hint: details.hint?.replace('the receiver', 'the mail server') ?? '' };
}

/** Status and enhanced status (RFC 3463), which are numbers whoever wrote the rest. */
function numbersOf(response: string): string {
  const [, status = 'an answer that is none', enhanced] =
    /^(\d{3})[ -](\d\.\d{1,3}\.\d{1,3})?/.exec(response) ?? [];
  return enhanced === undefined ? status : `${status} ${enhanced}`;
}
