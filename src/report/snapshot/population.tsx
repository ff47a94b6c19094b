/** A population within a view: its rows, or why there are none to show. */
import type { JSX } from 'preact';
import type { PopulationFacts } from '../../answers/pages/population-facts.ts';
import { Said } from '../page/said.tsx';
import { FactsTable } from '../page/table.tsx';
import { StandingNote } from '../page/view.tsx';

interface PopulationProps {
  readonly title: string;
  readonly facts: PopulationFacts;
  readonly show: readonly string[];
}

export const Population = ({ title, facts, show }: PopulationProps): JSX.Element => (
  <>
    <h3>{title}</h3>
    <StandingNote standing={facts.standing} />
    {facts.total !== null && <FactsTable facts={facts} caption={title} show={show} none={noneOf(facts)} />}
    <NotesOf facts={facts} />
  </>
);

/** Only where all was read may it be said that there is none. */
export const noneOf = ({ standing, noun: [, many] }: PopulationFacts): string =>
  standing.kind === 'whole'
    ? `There are no ${many}: all was read, and none was listed.`
    : `No ${many} were read.`;

export const NotesOf = ({ facts: { notes } }: Pick<PopulationProps, 'facts'>): JSX.Element | null =>
  notes.length === 0 ? null : (
    <ul class="notes">
      {notes.map((note) => (
        <li>
          <Said value={note} />
        </li>
      ))}
    </ul>
  );
