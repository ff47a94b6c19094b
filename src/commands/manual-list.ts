/** `manual list`: which manual evidence there is, and which is missing. */
import type { Controls } from '../../schemas/check-results.ts';
import type { Answer } from '../answers/answer.ts';
import { manualListAnswer } from '../answers/manual/list-answer.ts';
import { assertAttached, listManual } from '../answers/manual/stored.ts';
import { answerOutput, assertOutput, type OutputFlags } from './answer-output.ts';
import type { CommandOutput } from './command.ts';
import { evidencePlace, type PlaceFlags, type Surveyor } from './evidence-places.ts';
import { readPast } from './given-files.ts';

export interface ManualListFlags extends PlaceFlags, OutputFlags {
  readonly connection?: string;
  readonly framework?: keyof Controls;
  /** A day in UTC or an instant. */
  readonly at?: string;
}

const COMMAND = 'manual list';

/**
 * Returns the slots. Exit 4: one is empty or has expired; 6: a file is not the one that was attached.
 * @throws UsageError; UnverifiedError; StoreError
 */
export async function manualList(flags: ManualListFlags, surveyor: Surveyor): Promise<CommandOutput> {
  assertOutput(COMMAND, flags);
  const { now, cwd } = surveyor;
  const at =
    flags.at === undefined ? now.toISOString() : readPast(COMMAND, '--at', flags.at, { edge: 'start', now });
  const { connection, store } = await evidencePlace(COMMAND, flags, flags.connection, surveyor);
  const attached = await listManual(store, connection);
  for (const record of attached) await assertAttached(store, record);
  const answer = manualListAnswer({ connection, attached, day: at.slice(0, 10), framework: flags.framework });
  return answerOutput(COMMAND, answer as Answer, flags, cwd);
}
