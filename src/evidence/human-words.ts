/** What may not stand in words that people write and that are kept as they stand. Never repeats them. */
import { withholdAddresses } from './addresses.ts';
import { scanForSecrets } from './secret-scan.ts';

/** Returns what of a secret is in a text, for whoever wrote it; undefined where nothing is. */
export const secretIn = (text: string): string | undefined =>
  Object.keys(scanForSecrets(text).counts).length > 0
    ? 'what looks like a secret; take it out, and consider it known'
    : undefined;

/** Returns what of a person is in a text; undefined where nothing is. */
export const addressIn = (text: string): string | undefined =>
  withholdAddresses(text, () => '') === text
    ? undefined
    : 'an e-mail address; write a role or a name of no person';
