/** What is said of a condition that ends because nobody asks for its resource any more. Pure. */
import type { Predicate } from '../../schemas/chain.ts';
import type { Cause } from './causes.ts';
import { isLeftOut } from './observed.ts';

/** Returns those of the resources of what has ended that the configuration leaves out now. */
export function leftOutOf({ resources }: Pick<Cause, 'resources'>, current: Pick<Predicate, 'resources'>) {
  const out = new Set(current.resources.filter(isLeftOut).map(({ name }) => name));
  return resources.filter((name) => out.has(name));
}

/** Returns why nobody knows whether it is mended, as a sentence. */
export function unwatched(names: readonly string[]): string {
  return `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} no longer collected by configuration.`;
}

/** Returns what there is to do at the end of a condition. */
export function endedRemediation({
  leftOut,
  accepted,
}: {
  readonly leftOut: readonly string[];
  readonly accepted: readonly string[];
}): string {
  if (accepted.length > 0) return 'Mend it before the last day of the waiver: from then on it fails again.';
  if (leftOut.length === 0) return 'No action needed.';
  return 'No action needed if that is intended; otherwise correct `collect` and `features` of this connection.';
}
