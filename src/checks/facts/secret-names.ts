/** Which options hold a secret, by their names. */
import { anyPattern } from './patterns.ts';

/** Names of options that hold a secret, whatever the vendor. */
export const secretNames = () =>
  anyPattern(
    '(secret|passw|pwd|private_?key|(auth|access|refresh|bearer|security|oauth)_?token)',
    'What is in the name of an option that holds a secret.',
  );
