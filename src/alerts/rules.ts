/** Which alerts a channel gets, and when. Pure. */
import { type Condition, severities } from '../../schemas/condition.ts';

export interface ChannelRules {
  readonly minSeverity: Condition['severity'];
  readonly reminderHours: number;
  readonly quietHours?: QuietHours | undefined;
}

/** Two different times of day, such as `22:00` and `07:00`; the first counts, the second no longer does. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
}

/** Longest wait for the end of quiet hours. A day less an hour: a run every night is not to the second. */
const LONGEST_HOLD_MS = 23 * 60 * 60 * 1000;

/** Whether a channel wants alerts of this severity. */
export function isWanted({ severity }: Pick<Condition, 'severity'>, { minSeverity }: ChannelRules): boolean {
  return severities.indexOf(severity) <= severities.indexOf(minSeverity);
}

/**
 * Whether an alert waits at an instant for the end of quiet hours. Never critical, and never for longer
 * than a day: where every run falls into quiet hours, waiting for one outside them would be for ever.
 */
export function isHeld(
  { severity }: Pick<Condition, 'severity'>,
  bornAt: string,
  at: Date,
  { quietHours }: ChannelRules,
): boolean {
  if (quietHours === undefined || severity === 'critical') return false;
  return isQuiet(at, quietHours) && at.getTime() - Date.parse(bornAt) < LONGEST_HOLD_MS;
}

function isQuiet(at: Date, { from, to, timezone }: QuietHours): boolean {
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
  return from < to ? time >= from && time < to : time >= from || time < to;
}
