/** How long one address of a name is tried before the next, where a name has several. */
import { getDefaultAutoSelectFamilyAttemptTimeout, setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net';

/**
 * Node tries an address for 250 ms and then gives it up: on a line with longer round trips every address but the
 * last is given up, and the last may be one that leads nowhere. Long enough for a first packet that is lost, which
 * is sent again after a second; short enough for two dead addresses before a living one in the 5 seconds of a channel.
 */
export const FAMILY_ATTEMPT_MS = 1_500;

/** Gives as much to the connections of libraries that open their own, such as those to AWS. For entries only. */
export function allowLongRoundTrips(): void {
  const asConfigured = getDefaultAutoSelectFamilyAttemptTimeout();
  setDefaultAutoSelectFamilyAttemptTimeout(Math.max(asConfigured, FAMILY_ATTEMPT_MS));
}
