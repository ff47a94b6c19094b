/** `population RESOURCE`: all records of a kind at an instant, with names in place of ids, and their certificate. */
import { population } from '../answers/population.ts';
import { populationNames, viewOf } from '../answers/views/index.ts';
import { UsageError } from '../errors.ts';
import { answerOutput, assertOutput, type OutputFlags } from './answer-output.ts';
import type { CommandOutput } from './command.ts';
import type { PlaceFlags, Surveyor } from './evidence-places.ts';
import { readInstant } from './given-files.ts';
import { historyOf } from './history-of.ts';

export interface PopulationFlags extends PlaceFlags, OutputFlags {
  /** An instant, or a day in UTC: what was there at its end. */
  readonly at?: string;
  readonly connection?: string;
}

/**
 * Returns the population. Exit 4: it rests on something incomplete; 7: nothing is there.
 * @throws UsageError; UnverifiedError
 */
export async function populationCommand(
  name: string,
  flags: PopulationFlags,
  surveyor: Surveyor,
): Promise<CommandOutput> {
  const view = viewOf(name);
  if (view === undefined) {
    throw new UsageError({
      message: `population: expected the name of a population, got ${JSON.stringify(name)}`,
      hint: `One of: ${populationNames.join(', ')}.`,
    });
  }
  assertOutput('population', flags);
  const at = flags.at === undefined ? undefined : readInstant('population', '--at', flags.at, 'end');
  const history = await historyOf('population', flags, surveyor);
  return answerOutput('population', await population(history, { view, at }), flags, surveyor.cwd);
}
