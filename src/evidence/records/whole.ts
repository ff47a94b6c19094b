/** Whether all of a resource was read, so that what is not in it is not there. */

/** How reading it ended: an entry of the manifest, or a certificate. */
interface Ended {
  readonly outcome: string;
  readonly reason?: string | undefined;
}

/** Not read because there is nothing there: no gap. */
const NOTHING_THERE: ReadonlySet<string> = new Set(['feature-declared-off', 'not-offered']);

/** Whether the workspace has no such thing. */
export const isNothingThere = ({ reason }: Ended): boolean => NOTHING_THERE.has(reason ?? '');

/** Whether an answer may rest on it as on a whole population. */
export const isWhole = (ended: Ended): boolean => ended.outcome === 'complete' || isNothingThere(ended);
