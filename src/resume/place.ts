/** Where a resume point is and what it is encrypted and signed with. */
import type { Signer } from '../seal/signer.ts';
import { resumeSlotPrefix } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import type { ResumeCipher } from './cipher.ts';

export interface ResumePlace {
  readonly store: Store;
  readonly connection: string;
  /** Instant, ISO 8601 UTC. */
  readonly slot: string;
  readonly cipher: ResumeCipher;
  readonly signer: Signer;
}

/** Key of a file of the slot's points. */
export function keyOf({ connection, slot }: ResumePlace, path: string): string {
  return `${resumeSlotPrefix(connection, slot)}${path}`;
}

/** What a file is for, in the words that its tag covers. */
export function purposeOf({ connection, slot }: ResumePlace, path: string): string {
  return `${connection}\n${slot}\n${path}`;
}
