/** Whether a message that its source has received went on, and where it stopped. Pure. */
import type { Canary, CanaryFinding } from '../../schemas/commands/canary.ts';
import { CLICK } from './click-paths.ts';

/** One finding in words. */
export interface Judged {
  readonly finding: CanaryFinding;
  readonly summary: string;
  /** What to do, with the click path where there is one. */
  readonly hint: string;
}

/** What was seen of the message at one destination. */
export type DestinationFacts = Pick<Canary['destinations'][number], 'name' | 'state'>;

interface Question {
  readonly destinations: readonly DestinationFacts[] | { readonly unread: string };
  readonly isSourceOnly: boolean;
  readonly waitMinutes: number;
}

/** Returns the finding of a message that was seen in its source. */
export function judgeDelivery({ destinations, isSourceOnly, waitMinutes }: Question, source: string): Judged {
  const seen = `seen in source ${source}`;
  if (isSourceOnly) return done(`${seen}; it was meant for no destination`);
  if (!isList(destinations)) {
    return {
      finding: 'not-proven',
      summary: `${seen}, but its destinations cannot be read (${destinations.unread})`,
      hint: 'Give the token of the connection that looks the role Workspace Owner.',
    };
  }
  if (destinations.length === 0) return done(`${seen}; it has no destination`);
  const named = (...states: DestinationFacts['state'][]) =>
    destinations.filter(({ state }) => states.includes(state)).map(({ name }) => name);
  const delivered = named('delivered');
  if (delivered.length > 0) {
    const rest = named('nothing', 'unread', 'filtered', 'failed', 'not-asked');
    const others = rest.length === 0 ? '' : `; not seen at ${listed(rest)} so far`;
    return done(`${seen}, and delivered to ${listed(delivered)}${others}`);
  }
  return notDelivered(seen, named, waitMinutes);
}

function notDelivered(
  seen: string,
  named: (...states: DestinationFacts['state'][]) => readonly string[],
  waitMinutes: number,
): Judged {
  const finding = 'not-delivered';
  const [filtered] = named('filtered');
  if (filtered !== undefined) {
    const summary = `${seen}, and filtered on the way to ${listed(named('filtered'))}`;
    return { finding, summary, hint: `Look at what drops it: ${CLICK.filters(filtered)}.` };
  }
  const [failed] = named('failed');
  if (failed !== undefined) {
    const summary = `${seen}, and ${listed(named('failed'))} did not take it`;
    return { finding, summary, hint: `Look at the error: ${CLICK.delivery(failed)}.` };
  }
  const [silent] = named('nothing');
  if (silent !== undefined) {
    const hint = `Look there: ${CLICK.delivery(silent)}, and at its mappings and filters: ${CLICK.filters(silent)}. Metrics may be late: wait longer with --wait. Where no destination shows deliveries, as storage does not, send with --source-only.`;
    return {
      finding,
      summary: `${seen}, and not delivered to any destination within ${waitMinutes} minutes; asked: ${listed(named('nothing'))}`,
      hint,
    };
  }
  const unknown = named('unread', 'not-asked');
  if (unknown.length > 0) {
    return {
      finding: 'not-proven',
      summary: `${seen}; whether it went on cannot be seen at ${listed(unknown)}`,
      hint: 'Send with --source-only where no destination shows deliveries; otherwise give the token that looks the role Workspace Owner.',
    };
  }
  const off = named('off');
  return {
    finding,
    summary: `${seen}, and goes nowhere: ${listed(off)} is turned off`,
    hint: `Turn it on: ${CLICK.destination(off[0] ?? 'NAME')}.`,
  };
}

const done = (summary: string): Judged => ({ finding: 'delivered', summary, hint: 'No action needed.' });

const isList = (value: Question['destinations']): value is readonly DestinationFacts[] =>
  Array.isArray(value);

const MOST_NAMED = 3;

/** Returns the first names, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length > MOST_NAMED ? [`${names.length - MOST_NAMED} more`] : [];
  return [...names.slice(0, MOST_NAMED), ...more].join(', ');
}
