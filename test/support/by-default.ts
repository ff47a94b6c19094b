/** The resources that a run reads where `collect.include` names none. */
import { resources } from '../../schemas/resources/index.ts';

export const byDefault = resources.filter(({ optIn }) => optIn === undefined);
