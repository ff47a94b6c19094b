/** From where something was read, in words: what is no evidence of a real workspace, or no original, says so. */
import type { Predicate } from '../../schemas/chain.ts';

export type ReadFrom = Pick<Predicate, 'origin' | 'derived'>;

export const COPY = 'a pseudonymised copy, and not the original evidence';

/** Whether nothing has to be said of it: Segment itself was read, and this is what was signed then. */
export const isPlainOriginal = ({ origin, derived }: ReadFrom): boolean =>
  origin.kind === 'segment' && derived === undefined;

export function readFromWords({ origin, derived }: ReadFrom): string {
  const from =
    origin.kind === 'segment' ? origin.host : `${origin.host}, not Segment itself (${origin.kind})`;
  return derived === undefined ? from : `${from}; this is ${COPY}`;
}
