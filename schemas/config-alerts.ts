/** Where changes of a condition are told, as the configuration file says it. */
import * as z from 'zod';
import {
  type ChannelField,
  channelFields,
  channelKinds,
  joinWords,
  kindsNeeding,
  whatIs,
} from './channel-kinds.ts';
import { severities } from './condition.ts';
import { isRecord } from './config-rules.ts';
import { ClockTime, CONFIG_DEFAULTS, SecretReference, TimeZone, wholeNumber } from './config-values.ts';

const QuietHours = z.strictObject({ from: ClockTime, to: ClockTime, timezone: TimeZone });

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
        for (const field of fields) {
          const problem = fieldProblem(field, value);
          if (problem !== undefined) add(field, problem);
        }
        const quiet = value['quietHours'];
        if (isRecord(quiet) && quiet['from'] === quiet['to'] && quiet['from'] !== undefined)
          add('quietHours', 'expected two different times of day, got the same twice; remove quietHours');
      },
      { when: () => true },
    ),
  );
export type Alert = z.infer<typeof Alert>;

const fields = Object.keys(channelFields) as readonly ChannelField[];

function fieldProblem(field: ChannelField, alert: Readonly<Record<string, unknown>>): string | undefined {
  const { only } = channelFields[field];
  const kind = kindsNeeding(field).find((each) => each === alert['channel']);
  if (kind !== undefined && !(field in alert))
    return `expected a reference to ${whatIs(field, kind)}, got nothing; add ${field}: env:NAME`;
  if (kind !== undefined || !(field in alert) || only === undefined) return undefined;
  return `expected no ${field}: only a ${joinWords(kindsNeeding(field), 'or')} ${only}; remove it`;
}

/** The rules of `Alert` that a JSON Schema can say. */
export const ALERT_RULES = {
  allOf: fields.map((field) => ({
    if: { properties: { channel: { enum: kindsNeeding(field) } }, required: ['channel'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, never a promise
    then: { required: [field] },
    ...(channelFields[field].only === undefined ? {} : { else: { properties: { [field]: false } } }),
  })),
};
