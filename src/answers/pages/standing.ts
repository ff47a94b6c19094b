/** How far a part of a page can be relied on. Every number of the part hangs on it: a gap has no number. */
import type { Certificate } from '../certificate.ts';

/**
 * `whole`: all of it was read. `partial`: there is more, or may be, than was read. `unread`: nothing of it was read, and
 * nobody can say how many there are. `absent`: the workspace has no such thing.
 */
export type StandingKind = 'whole' | 'partial' | 'unread' | 'absent';

export interface Standing {
  readonly kind: StandingKind;
  /** Why it is not whole, a sentence each without its full stop; empty where it is. */
  readonly why: readonly string[];
}

export const WHOLE: Standing = { kind: 'whole', why: [] };

/** Returns the standing of what rests on nothing but these reasons. */
export const standingFrom = (why: readonly string[]): Standing =>
  why.length === 0 ? WHOLE : { kind: 'partial', why };

/** Returns how reading ended, with its reason: `denied (scope)`. */
export const endedText = ({
  outcome,
  reason,
}: Pick<Certificate, 'outcome'> & { readonly reason?: Certificate['reason'] | undefined }): string =>
  reason === undefined ? outcome : `${outcome} (${reason})`;

/** Returns what was not read whole, what ended alike in one line: `users, groups: denied (scope)`. */
export function endingsText(
  gaps: readonly { readonly resource: string; readonly ended: string }[],
): readonly string[] {
  const alike = new Map<string, string[]>();
  for (const { resource, ended } of gaps) alike.set(ended, [...(alike.get(ended) ?? []), resource]);
  return [...alike].map(([ended, resources]) => `${resources.join(', ')}: ${ended}`);
}
