/** What every command returns. Commands never print: `cli.ts` does, once, either the text or the JSON. */

import type { ExitCode } from '../errors.ts';

export interface CommandOutput {
  readonly exitCode: ExitCode;
  /** The one document of `--json`. */
  readonly json: { readonly schema: string } & Record<string, unknown>;
  /** What a person reads; lines ended by LF, except the last. */
  readonly text: string;
  /** The same with everything there is to say, for `--verbose`; absent: `text` says it already. */
  readonly verboseText?: string;
}
