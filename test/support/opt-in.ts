/** What a run reads only where `collect.include` names it. */
import { resources } from '../../schemas/resources/index.ts';

export const optIn: readonly string[] = resources
  .filter(({ optIn: reason, detail }) => reason !== undefined || detail?.optIn !== undefined)
  .map(({ name }) => name);
