/** A file of the company's own, as a run is given it: without its path, and read when it is asked for. */
import type { InputName } from '../../schemas/input-entry.ts';

export interface InputSource {
  readonly name: InputName;
  read(): Promise<InputReading>;
}

export type InputReading =
  | { readonly kind: 'unread'; readonly isMissing: boolean; readonly why: string }
  | {
      readonly kind: 'read';
      /** Day, `2026-11-22`. */
      readonly asOf: string;
      readonly asOfFrom: 'configuration' | 'file-time';
      /** Of its bytes. */
      readonly sha256: string;
      /** Yields its records in no order. A file that has a problem is none. */
      records(): AsyncIterable<InputRecord | { readonly kind: 'problem'; readonly why: string }>;
    };

/** A record of a file. Of a person there is the address in place of an id, from which a fingerprint is made and nothing else. */
export type InputRecord = {
  readonly kind: 'record';
  readonly data: Readonly<Record<string, unknown>>;
  /** How many rows it was made of. */
  readonly rows: number;
} & ({ readonly id: string } | { readonly email: string });
