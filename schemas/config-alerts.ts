/** Where changes of a condition are told, as the configuration file says it. */
import * as z from 'zod';
import {
  type ChannelField,
  channelFields,
  channelKinds,
  isHeartbeat,
  joinWords,
  kindsNeeding,
  kindsTaking,
  whatIs,
} from './channel-kinds.ts';
import { severities } from './condition.ts';
import { isRecord } from './config-rules.ts';
import {
  ClockTime,
  CONFIG_DEFAULTS,
  ConnectionName,
  SecretReference,
  TimeZone,
  wholeNumber,
} from './config-values.ts';

const QuietHours = z.strictObject({ from: ClockTime, to: ClockTime, timezone: TimeZone });

/** What a heartbeat is called for: a run begins, it ended complete, it ended otherwise. */
export const beats = ['start', 'success', 'failure'] as const;
export type Beat = (typeof beats)[number];

/** What an address is depends on the channel; each needs one, but the one that sends by a write key. */
export const Alert = z
  .strictObject({
    channel: z.enum(channelKinds).describe('Where it goes.'),
    url: SecretReference.optional().describe(
      'Address of the channel, of sns the ARN of the topic; a secret, since knowing it is permission to post. Of pagerduty only for another service region than the US.',
    ),
    secret: SecretReference.optional().describe(
      `Standard Webhooks signing secret of a webhook, integration key of pagerduty; ${joinWords(kindsNeeding('secret'), 'and')} only.`,
    ),
    connection: ConnectionName.optional().describe(
      'Name of the write-key connection that sends; segment only.',
    ),
    beats: z
      .array(z.enum(beats))
      .min(1)
      .optional()
      .meta({
        description: 'Which calls are made; heartbeat only.',
        default: [...beats],
      }),
    minSeverity: z
      .enum(severities)
      .optional()
      .meta({ description: 'Alerts below it are not sent.', default: CONFIG_DEFAULTS.minSeverity }),
    reminderHours: wholeNumber(1, 8_760).optional().meta({
      description: 'Hours between reminders of a condition that is still open.',
      default: CONFIG_DEFAULTS.reminderHours,
    }),
    receipts: z.boolean().optional().meta({
      description: "Whether each run's receipt goes there too, and its time stamp.",
      default: CONFIG_DEFAULTS.receipts,
    }),
    quietHours: QuietHours.optional().describe(
      'Between these two times of day only critical alerts are sent; the rest wait, a day at most.',
    ),
  })
  .check(
    z.superRefine(
      (input, context) => {
        const value: unknown = input;
        if (!isRecord(value)) return;
        const add = (key: string, message: string) =>
          context.addIssue({ code: 'custom', path: [key], message });
        const isKnown = channelKinds.some((kind) => kind === value['channel']);
        for (const field of isKnown ? fields : []) {
          const problem = fieldProblem(field, value);
          if (problem !== undefined) add(field, problem);
        }
        for (const [key, message] of misplaced(value)) add(key, message);
        const quiet = value['quietHours'];
        if (isRecord(quiet) && quiet['from'] === quiet['to'] && quiet['from'] !== undefined)
          add('quietHours', 'expected two different times of day, got the same twice; remove quietHours');
      },
      { when: () => true },
    ),
  );
export type Alert = z.infer<typeof Alert>;

/** A channel as a connection has it. */
export interface ConfiguredAlert extends Alert {
  /** What a channel that names a write-key connection sends by. */
  readonly sendsBy?: { readonly writeKeyRef: string; readonly trackingUrl: string };
  /** It would tell of a connection by that connection itself. */
  readonly isLeftOut?: true;
}

const fields = Object.keys(channelFields) as readonly ChannelField[];

function fieldProblem(field: ChannelField, alert: Readonly<Record<string, unknown>>): string | undefined {
  const { example, only } = channelFields[field];
  const needing = kindsNeeding(field).find((kind) => kind === alert['channel']);
  if (needing !== undefined && !(field in alert))
    return `expected ${whatIs(field, needing)}, got nothing; add ${field}: ${example}`;
  if (!(field in alert) || kindsTaking(field).some((kind) => kind === alert['channel'])) return undefined;
  return `expected no ${field}: only a ${joinWords(kindsTaking(field), 'or')} ${only}; remove it`;
}

/** What says which alerts are told, and when. */
const ABOUT_ALERTS = ['minSeverity', 'reminderHours', 'receipts', 'quietHours'] as const;
const heartbeats = channelKinds.filter(isHeartbeat);

function misplaced(alert: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  const kind = channelKinds.find((each) => each === alert['channel']);
  if (kind === undefined) return [];
  if (!isHeartbeat(kind)) {
    const message = `expected no beats: only a ${joinWords(heartbeats, 'or')} is called when a run begins and ends; remove it`;
    return 'beats' in alert ? [['beats', message]] : [];
  }
  return ABOUT_ALERTS.filter((key) => key in alert).map((key) => [
    key,
    `expected no ${key}: ${kind} is called for each run and told no alerts; remove it`,
  ]);
}

/** The rules of `Alert` that a JSON Schema can say. */
export const ALERT_RULES = {
  allOf: [
    ...fields.flatMap((field) => {
      const kinds = kindsTaking(field);
      const doWithout = kinds.filter((kind) => !kindsNeeding(field).includes(kind));
      const needed = rule(
        kindsNeeding(field),
        { required: [field] },
        doWithout.length === 0 ? without([field]) : {},
      );
      return doWithout.length === 0 ? [needed] : [needed, rule(kinds, {}, without([field]))];
    }),
    rule(heartbeats, without(ABOUT_ALERTS), without(['beats'])),
  ],
};

function rule(kinds: readonly string[], met: object, unmet: object): object {
  if (kinds.length === 0) return unmet;
  return {
    if: { properties: { channel: { enum: kinds } }, required: ['channel'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, never a promise
    then: met,
    else: unmet,
  };
}

function without(names: readonly string[]) {
  return { properties: Object.fromEntries(names.map((name) => [name, false])) };
}
