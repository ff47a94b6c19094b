/** Whether the API has ever offered a resource to this workspace, by what earlier records say of it. */
import type { ResourceEntry } from '../../schemas/manifest.ts';
import { hasRecords } from '../../schemas/outcome.ts';
import type { Records } from '../commit/history.ts';
import { type Archive, findInRecords } from './earlier-records.ts';

/**
 * Returns those of some resources that were offered once, or may have been: what cannot be looked up counts as offered.
 */
export type EverOffered = (names: readonly string[]) => Promise<ReadonlySet<string>>;

/**
 * Returns who says it. The newest record that tells decides: one in which something was read of the resource, or one
 * that found it never offered, which had looked at all before it.
 */
export function everOfferedIn(deps: Archive, history: Records): EverOffered {
  return async (names) => {
    if (history.lastOfAnyKey === undefined || names.length === 0) return new Set();
    const open = new Map(names.map((name) => [name, new Sightings()]));
    let isAtBeginning = false;
    await findInRecords(
      deps,
      history,
      ({ resources, chain }) => {
        for (const entry of resources) open.get(entry.name)?.note(entry);
        isAtBeginning = chain.number === 1 && chain.seq === 0;
        return [...open.values()].every(({ verdict }) => verdict !== undefined) ? true : undefined;
      },
      'anybody',
    );
    const wasOffered = ({ verdict, isGap }: Sightings) => verdict ?? (isGap && !isAtBeginning);
    return new Set(names.filter((name) => wasOffered(open.get(name) ?? new Sightings())));
  };
}

/** What records say of one resource, newest first. */
class Sightings {
  /** Whether it was offered; undefined: none has told yet. */
  verdict: boolean | undefined;
  /** It was missed, and why it was is not known until the search has come to its end. */
  isGap = false;

  note(entry: ResourceEntry): void {
    if (this.verdict !== undefined) return;
    if (wasAnswered(entry)) this.verdict = true;
    else if (entry.reason === 'not-offered') this.verdict = false;
    else this.isGap ||= entry.outcome === 'unavailable';
  }
}

/** Nothing under no parent is whole too, and shows nothing. */
function wasAnswered({ outcome, pages, records }: ResourceEntry): boolean {
  return hasRecords(outcome) && (pages > 0 || (records ?? 0) > 0);
}
