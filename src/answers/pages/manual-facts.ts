/** How the slots for manual evidence stand on the day of a page. Plain data. */
import type { ManualFound } from '../manual/found.ts';
import { fileText } from '../manual/list-answer.ts';
import { isInForce, type SlotState, slotStandings, stateWords } from '../manual/standing.ts';
import { type Standing, WHOLE } from './standing.ts';

export interface ManualFacts {
  /** The day up to whose end files count, in UTC. */
  readonly asOf: string;
  /** Unread: nothing that was attached can be counted. */
  readonly standing: Standing;
  /** null: as `standing` says. */
  readonly counts: ManualCounts | null;
  readonly slots: readonly ManualLine[];
}

export interface ManualCounts {
  readonly given: number;
  readonly missing: number;
  readonly outOfDate: number;
}

export interface ManualLine {
  readonly slot: string;
  readonly title: string;
  readonly attach: string;
  /** null: nobody can tell. */
  readonly state: SlotState | null;
  /** The state, with its day. */
  readonly words: string;
  readonly file: string | null;
}

/** `found`: undefined where nobody looked. */
export function manualFacts(found: ManualFound | undefined, day: string): ManualFacts {
  const problems = found?.problems ?? ['nobody looked at what was attached when this page was made'];
  const standings = slotStandings(found?.attached ?? [], day);
  const isKnown = problems.length === 0;
  const count = (isMeant: (standing: (typeof standings)[number]) => boolean) =>
    standings.filter(isMeant).length;
  return {
    asOf: day,
    standing: isKnown ? WHOLE : { kind: 'unread', why: problems },
    counts: isKnown
      ? {
          given: count(isInForce),
          missing: count(({ state }) => state === 'empty' || state === 'not-yet'),
          outOfDate: count(({ state }) => state === 'expired'),
        }
      : null,
    slots: standings.map((standing) => {
      const { slot, state, evidence } = standing;
      const { id, title, attach } = slot;
      return {
        slot: id,
        title,
        attach,
        state: isKnown ? state : null,
        words: isKnown ? stateWords(standing) : 'not known',
        file: evidence === undefined ? null : fileText(evidence),
      };
    }),
  };
}
