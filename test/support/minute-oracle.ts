/**
 * Which minutes a schedule asks for, found the slow way: minute after minute, by what a clock on the wall of the
 * zone shows. Knows no cron library, and reads the fields of a schedule by itself.
 */

const MINUTE_MS = 60_000;
const MONTHS = ['', 'JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** A minute, and the time of day that the clock shows in it: minutes since midnight. */
type Minute = readonly [atMs: number, time: number];

/** The minutes that a calendar's day has, in the order in which they come. */
export interface WalkedDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly minutes: readonly Minute[];
}

/** Returns the days from one instant to another, by every minute of them; the first and the last are in part. */
export function walkDays(timeZone: string, fromMs: number, toMs: number): readonly WalkedDay[] {
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const days = new Map<string, WalkedDay & { readonly minutes: Minute[] }>();
  for (let atMs = fromMs; atMs <= toMs; atMs += MINUTE_MS) {
    // Such as `3/29/2026, 03:00`.
    const [date = '', time = ''] = clock.format(atMs).split(', ');
    const [month = 0, day = 0, year = 0] = date.split('/').map(Number);
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    const walked = days.get(date) ?? { year, month, day, minutes: [] };
    days.set(date, walked);
    walked.minutes.push([atMs, hour * 60 + minute]);
  }
  return [...days.values()];
}

/** Returns the instants after one and up to another for which a schedule asks. The days are some before and after. */
export function slotsByWalking(
  schedule: string,
  days: readonly WalkedDay[],
  fromMs: number,
  toMs: number,
): readonly number[] {
  const [minuteField = '', hourField = '', ...dayFields] = schedule.split(' ');
  const minutes = valuesOf(minuteField, 0, 59);
  const times = [...valuesOf(hourField, 0, 23)].flatMap((hour) =>
    [...minutes].map((minute) => hour * 60 + minute),
  );
  const isFixed = !/[*/]/.test(minuteField + hourField);
  const slots = new Set<number>();
  for (const walked of days.filter((day) => asksForDay(dayFields, day))) {
    const found = isFixed ? firstOf(walked, times) : allOf(walked, new Set(times));
    for (const atMs of found) if (atMs > fromMs && atMs <= toMs) slots.add(atMs);
  }
  return [...slots].sort((a, b) => a - b);
}

/** Whenever the clock shows one of the times: as often as it does. */
function allOf({ minutes }: WalkedDay, times: ReadonlySet<number>): readonly number[] {
  return minutes.filter(([, time]) => times.has(time)).map(([atMs]) => atMs);
}

/** As soon as the clock of the day shows a time or more: once, and after a gap right at its end. */
function firstOf({ minutes }: WalkedDay, times: readonly number[]): readonly number[] {
  return times.flatMap((wanted) => minutes.find(([, time]) => time >= wanted)?.[0] ?? []);
}

function asksForDay(
  [dayField = '', monthField = '', weekdayField = '']: readonly string[],
  walked: WalkedDay,
): boolean {
  const { year, month, day } = walked;
  if (!valuesOf(monthField, 1, 12, MONTHS).has(month)) return false;
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  const isDay = dayField
    .split(',')
    .some((part) => (part === 'L' ? day === daysInMonth : valuesOf(part, 1, 31).has(day)));
  const isWeekday = weekdayField.split(',').some((part) => {
    const [, name, nth] = /^(\w+?)(L|#\d)$/.exec(part) ?? [];
    const asked = valuesOf(name ?? part, 0, 6, WEEKDAYS);
    if (!asked.has(weekday) && !(weekday === 0 && asked.has(7))) return false;
    return (
      nth === undefined || (nth === 'L' ? day + 7 > daysInMonth : Math.ceil(day / 7) === Number(nth.slice(1)))
    );
  });
  return dayField === '*' || weekdayField === '*' ? isDay && isWeekday : isDay || isWeekday;
}

/** Reads values, ranges and steps, of which a step may begin at a value. */
function valuesOf(
  field: string,
  least: number,
  most: number,
  names: readonly string[] = [],
): ReadonlySet<number> {
  const numberOf = (text: string) => (names.includes(text) ? names.indexOf(text) : Number(text));
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', step] = part.split('/');
    const [from, to] = range === '*' ? [least, most] : range.split('-').map(numberOf);
    if (from === undefined) throw new Error(`expected a range, got ${part}`);
    const last = to ?? (step === undefined ? from : most);
    for (let value = from; value <= last; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}
