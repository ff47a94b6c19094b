/** Filters that hold data back from a destination. */
import * as z from 'zod';
import { type Data, flagAt, listAt, textAt } from '../../evidence/records/fields.ts';

export const minimisingActionNames = () =>
  z
    .array(z.string())
    .default(['DROP', 'DROP_PROPERTIES', 'ALLOW_PROPERTIES'])
    .describe('Actions of a filter that hold data back. Sampling is none: it does not spare any one person.');

/** Whether a filter is on and holds something back. */
export function isGuarding(filter: Data, minimisingActions: readonly string[]): boolean {
  return (
    flagAt(filter, 'enabled') === true &&
    (listAt(filter, 'actions') ?? []).some((action) =>
      minimisingActions.includes(textAt(action, 'type') ?? ''),
    )
  );
}
