/** How a schedule is read: once, for what the configuration accepts and for what runs are due. */
import { Cron } from 'croner';

/** Last value of each field: minute, hour, day, month, weekday. */
const LAST = [59, 23, 31, 12, 6] as const;

/**
 * Returns a schedule of five fields in a time zone. @throws Error when a field means nothing
 *
 * Times without `*` and without a step are fixed: they come once each day, whatever the clocks do. Everything else
 * goes by what the clocks show.
 */
export function readSchedule(schedule: string, timezone: string): Cron {
  const fields = schedule.trim().split(/\s+/);
  const pattern = fields.map((field, place) => withWholeSteps(field, LAST[place])).join(' ');
  return new Cron(pattern, { timezone, paused: true, mode: '5-part', fixedTimeRule: 'no-wildcard' });
}

/** `5/15` is `5-59/15`, and `/15` is `*` in steps, as most crons have it; the library wants both ends of a range. */
function withWholeSteps(field: string, last: number | undefined): string {
  const parts = field.split(',').map((part) => {
    const [, first, step] = /^([^*/-]*)\/(\d+)$/.exec(part) ?? [];
    if (first === undefined || last === undefined) return part;
    return first === '' ? `*/${step}` : `${first}-${last}/${step}`;
  });
  return parts.join(',');
}
