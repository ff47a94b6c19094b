/** One thing that a store should do or be, and what was found when it was tried. */
import type { storeProperties } from '../../schemas/commands/doctor.ts';
import { LARGEST_SKEW_MS } from '../../schemas/manifest.ts';

export type Property = (typeof storeProperties)[number];

export interface Probe {
  readonly property: Property;
  /** `could-not-look` is no pass: no one knows. */
  readonly verdict: 'ok' | 'missing' | 'could-not-look';
  readonly detail: string;
  /** What to change. */
  readonly hint?: string;
}

export const ok = (property: Property, detail: string): Probe => ({ property, verdict: 'ok', detail });
export const missing = (property: Property, detail: string, hint: string): Probe => ({
  property,
  verdict: 'missing',
  detail,
  hint,
});
export const unknownProbe = (property: Property, detail: string, hint: string): Probe => ({
  property,
  verdict: 'could-not-look',
  detail,
  hint,
});

/** As many write under one name at once, as many times: one race alone says little. */
const RACERS = 8;
const RACES = 5;

/** What a writer among many was told. */
export type RaceEnd = 'first' | 'refused' | 'failed';

/** Lets many write at once, and returns whether each time exactly one was told that it was first. */
export async function probeAtOnce(write: (race: number, own: string) => Promise<RaceEnd>): Promise<Probe> {
  const property = 'create-only-at-once';
  for (let race = 0; race < RACES; race += 1) {
    const ends = await Promise.all(Array.from({ length: RACERS }, (_, own) => write(race, String(own))));
    const first = ends.filter((end) => end === 'first').length;
    if (first > 1) {
      const hint =
        'Let only one run write here at a time, runs by hand included; or use a store that decides, such as Amazon S3.';
      return missing(property, `${first} of ${RACERS} writers at once were told that they were first`, hint);
    }
    if (first === 0 || ends.includes('failed')) {
      const hint = 'Try again; check the store if it happens again.';
      return unknownProbe(
        property,
        `of ${RACERS} writers at once not one was first, or some got an error`,
        hint,
      );
    }
  }
  return ok(
    property,
    `${RACES} times, of ${RACERS} writers at once one was first and the others were refused`,
  );
}

function describeSkew(seconds: number): string {
  if (seconds === 0) return 'less than a second off';
  return seconds > 0 ? `${seconds} seconds ahead of` : `${-seconds} seconds behind`;
}

/** Returns whether this machine's clock agrees with a server's `Date`. */
export function probeClock(serverDate: string | undefined, now: Date, whose: string): Probe {
  const serverMs = Date.parse(serverDate ?? '');
  if (Number.isNaN(serverMs)) {
    const hint = 'Check the clock yourself, or name a server that sends a Date.';
    return unknownProbe('clock', `${whose} did not say what time it is`, hint);
  }
  const seconds = Math.round((now.getTime() - serverMs) / 1000);
  const detail = `${describeSkew(seconds)} ${whose}`;
  if (Math.abs(now.getTime() - serverMs) <= LARGEST_SKEW_MS) return ok('clock', detail);
  return missing('clock', detail, "Set this machine's clock, and keep it synchronised.");
}
