/**
 * Time stamps: what an authority outside said of a record's signature, and when. A stamp fixes its record and all
 * before it; without one, "when" is the word of the machine that collected.
 */

/** A time stamp that someone kept, with where it came from. */
export interface GivenStamp {
  readonly where: string;
  /** The DER of the authority's answer. */
  readonly bytes: Uint8Array;
}
