/**
 * A service of PagerDuty, by its Events API v2. What is told of one cause has one `dedup_key`: it opens one
 * incident, which a reminder does not open again and the end closes. A receipt is a change event, which pages nobody.
 * @see https://developer.pagerduty.com/docs/send-alert-event for the format and its limits
 */
import type { AlertDocument } from '../../../schemas/alert.ts';
import { type Condition, conditionKey } from '../../../schemas/condition.ts';
import type { ReceiptMessage } from '../../../schemas/receipt-message.ts';
import { printable } from '../../evidence/printable.ts';
import { causeIdOf } from '../changes.ts';
import { channelError, type FailureDetails } from '../channel.ts';
import { KEEP_RECEIPT, receiptFactsOf, receiptTitleOf } from '../receipt-message.ts';
import { cutAt, factsOf, titleOf, unlinked } from '../render.ts';
import { parseAddress } from './address.ts';
import { shakeHands } from './handshake.ts';
import { type Answer, isSuccess, post, statusFailure } from './http.ts';
import type { Sender, SenderOptions } from './sender.ts';

/** Of the service region that most accounts are in. */
export const PAGERDUTY_ADDRESS = 'https://events.pagerduty.com/v2/enqueue';

/** PagerDuty's limits, in characters and bytes; of a detail there is none, so it is ours. */
export const PAGERDUTY_LIMITS = { summary: 1024, dedupKey: 255, event: 512 * 1024, detail: 4000 } as const;

const SEVERITIES: Readonly<Record<Condition['severity'], 'critical' | 'error' | 'warning' | 'info'>> = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
  info: 'info',
};

/** Returns the sender. @throws AlertError when the key or the address cannot be used */
export function openPagerDuty({ name, address, secret = '', http }: SenderOptions): Sender {
  const url = parseAddress(address === '' ? PAGERDUTY_ADDRESS : address, name);
  const key = checkedKey(secret, name);
  const tell = (to: URL, event: Readonly<Record<string, unknown>>) => {
    const body = JSON.stringify({ routing_key: key, ...event });
    return post(name, to, { headers: {}, body, wantsAnswer: true, failureOf }, http);
  };
  return {
    send: async (alert) => {
      await tell(url, pagerDutyEvent(alert, http.now()));
      // Whoever is on call hears of a test, and has nothing to close.
      if (alert.test === true) await tell(url, pagerDutyEvent({ ...alert, state: 'resolved' }, http.now()));
    },
    sendReceipt: (message) => tell(new URL('change/enqueue', url), pagerDutyReceipt(message)),
    probe: async () => {
      await shakeHands(name, url, http);
      const reached = url.protocol === 'https:' ? 'reached, certificate trusted' : 'reached on loopback';
      return `${reached}; only an alert shows whether the integration key is known`;
    },
  };
}

/** Returns what is sent of an alert, but for the key. */
export function pagerDutyEvent(alert: AlertDocument, at: Date): Readonly<Record<string, unknown>> {
  const { id, condition, state, severity, connection, workspace, resource, check, since, runId } = alert;
  const component = resource ?? check;
  const details = [...factsOf(alert), ['Run', runId], ['Alert', id]] as const;
  return {
    event_action: state === 'resolved' ? 'resolve' : 'trigger',
    dedup_key: alert.causeId ?? causeIdOf(connection, conditionKey(alert)),
    client: 'segment-evidence',
    payload: {
      summary: plain(`${titleOf(alert)}. ${alert.summary}`, PAGERDUTY_LIMITS.summary),
      severity: SEVERITIES[severity],
      source: plain(connection),
      timestamp: state === 'opened' ? since : at.toISOString(),
      class: condition,
      ...(component === undefined ? {} : { component: plain(component) }),
      ...(workspace === null ? {} : { group: plain(workspace.slug) }),
      custom_details: {
        'What happened': plain(alert.summary),
        'What to do': plain(alert.remediation),
        ...Object.fromEntries(details.map(([fact, value]) => [fact, plain(value)])),
      },
    },
  };
}

/** Returns what is sent of a receipt, but for the key: a change event. */
export function pagerDutyReceipt(message: ReceiptMessage): Readonly<Record<string, unknown>> {
  const facts = receiptFactsOf(message).map(([fact, value]) => [fact, plain(value)] as const);
  return {
    payload: {
      summary: plain(receiptTitleOf(message), PAGERDUTY_LIMITS.summary),
      source: plain(message.connection),
      timestamp: message.recordedAt,
      custom_details: {
        // Our own five lines, without anything that a stranger named.
        Receipt: message.receipt,
        'What to do': KEEP_RECEIPT,
        ...Object.fromEntries(facts),
        ...(message.stamp === undefined ? {} : { 'Time stamp response, base64': message.stamp.tsr }),
      },
    },
  };
}

const plain = (text: string, limit: number = PAGERDUTY_LIMITS.detail) =>
  cutAt(unlinked(printable(text)), limit);

function checkedKey(key: string, channel: string): string {
  if (/^[!-~]{32}$/.test(key)) return key;
  throw channelError(channel, {
    problem: 'expected `secret` to name an integration key of 32 characters',
    hint: KEY_HINT,
    isFinal: true,
  });
}

const KEY_HINT =
  'Store the Integration Key of an Events API V2 integration of the service where `secret` points; an account of the EU service region needs `url` too.';

/**
 * PagerDuty takes an event with a 202. Another status of success beside another answer is of somebody in between, such
 * as a portal: nobody would ever hear of the alert.
 */
function isTaken({ status, body }: Answer): boolean {
  return status === 202 || /"status"\s*:\s*"success"/.test(body.toString('utf8'));
}

/** Of what PagerDuty says about a 4xx only what it is about is kept: its words may repeat what was sent. */
function failureOf(answer: Answer, now: Date): FailureDetails | undefined {
  if (isSuccess(answer.status)) {
    if (isTaken(answer)) return undefined;
    const problem = `expected PagerDuty to take it, got status ${answer.status} and an answer that is not its own`;
    const hint = 'Check `url`, and that no proxy or portal answers in place of PagerDuty.';
    return { problem, hint, isFinal: false };
  }
  const usual = statusFailure(answer, now);
  if (!usual.isFinal || answer.status < 400) return usual;
  const said = answer.body.toString('utf8');
  const { problem } = usual;
  if (/routing.?key|integration.?key/i.test(said) || answer.status === 401 || answer.status === 403)
    return { ...usual, problem: `${problem}: the integration key is not known there`, hint: KEY_HINT };
  if (answer.status === 400 || answer.status === 413) {
    const hint = 'Update this program; if that does not help, report the version and this message.';
    return { ...usual, problem: `${problem}: the event is not as PagerDuty wants it`, hint };
  }
  return {
    ...usual,
    hint: "Check that `url` names PagerDuty's address for events (https://events.eu.pagerduty.com/v2/enqueue in the EU), or remove it.",
  };
}
