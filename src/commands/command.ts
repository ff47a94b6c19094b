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
  /** In place of all of these, where an answer may be of any length. */
  readonly streamed?: Streamed;
}

/** A result that is written as it comes. The exit code is known before. */
export interface Streamed {
  json(): AsyncIterable<string>;
  text(): AsyncIterable<string | Uint8Array>;
  /** The same with everything there is to say, for `--verbose`; absent: `text` says it already. */
  verboseText?(): AsyncIterable<string | Uint8Array>;
}
