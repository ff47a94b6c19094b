/** How well it is known who decided: never better than the keys that whoever asks brought along can show. Pure. */
import type { ReviewIdentity } from '../../../schemas/review.ts';
import type { Counted } from './counted.ts';
import { plain } from './people.ts';

/** A key that whoever asks knows to be a reviewer's. */
export interface ReviewerKey {
  /** An e-mail address. */
  readonly reviewer: string;
  /** SHA-256 of the public key, SPKI DER. */
  readonly keyId: string;
}

/**
 * `asserted`: the file says so, and nobody signed it; `signed-not-pinned`: somebody signed it, and nothing tells whose key that is;
 * `signed`: the reviewer's own key did, as whoever asks knows it; `signed-by-another`: the key is not the one known to be theirs.
 */
export type Assurance = 'asserted' | 'signed-not-pinned' | 'signed' | 'signed-by-another';

/** Who decided, and how that is known. */
export interface Known {
  readonly assurance: Assurance;
  readonly keyId?: string;
}

export function knownOf(identity: ReviewIdentity, reviewer: string, pinned: readonly ReviewerKey[]): Known {
  if (identity.kind === 'asserted') return { assurance: 'asserted' };
  const { keyId } = identity;
  const isTheirs = (key: ReviewerKey) => plain(key.reviewer) === plain(reviewer);
  // A key that is known to be somebody else's is not theirs, whoever else is known or not.
  const about = pinned.filter((key) => isTheirs(key) || key.keyId === keyId);
  if (about.some((key) => isTheirs(key) && key.keyId === keyId)) return { assurance: 'signed', keyId };
  return { assurance: about.length === 0 ? 'signed-not-pinned' : 'signed-by-another', keyId };
}

/** Returns it in words, such as `signed by key 1a2b…, not pinned`. */
export function knownText({ assurance, keyId = '' }: Known): string {
  const words: Readonly<Record<Assurance, string>> = {
    asserted: 'asserted: nobody signed the file',
    'signed-not-pinned': `signed by key ${keyId}, not pinned`,
    signed: `signed by key ${keyId}, pinned`,
    'signed-by-another': `SIGNED BY ANOTHER KEY, ${keyId}, than was pinned`,
  };
  return words[assurance];
}

const IN_SHORT: Readonly<Record<Assurance, string>> = {
  signed: 'signed by a pinned key',
  'signed-not-pinned': 'signed by a key that is not pinned',
  'signed-by-another': 'signed by another key than was pinned',
  asserted: 'asserted',
};

/** Returns how many decisions are known how, for a first line: `2 signed by a pinned key, 1 asserted`. */
export function assuranceText(known: readonly Known[]): string {
  return Object.entries(IN_SHORT)
    .map(
      ([assurance, words]) => [known.filter((each) => each.assurance === assurance).length, words] as const,
    )
    .flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`]))
    .join(', ');
}

/** Returns what does not fit together of who decided, a clause each: keys of others, and signatures that are missing. */
export function assuranceGaps(
  counted: readonly Counted[],
  pinned: readonly ReviewerKey[],
): readonly string[] {
  const others = counted.filter((each) => knownIn(each, pinned).assurance === 'signed-by-another');
  const unsigned = counted.filter(
    ({ decision, from }) =>
      from.identity.kind === 'asserted' &&
      pinned.some(({ reviewer }) => plain(reviewer) === plain(decision.reviewer)),
  );
  return [
    ...byReviewer(others, 'signed by another key than was pinned for'),
    ...byReviewer(unsigned, 'asserted, and not signed by the key that was pinned for'),
    ...sharedKeys(counted),
  ];
}

export const knownIn = ({ decision, from }: Counted, pinned: readonly ReviewerKey[]): Known =>
  knownOf(from.identity, decision.reviewer, pinned);

function byReviewer(counted: readonly Counted[], words: string): readonly string[] {
  const names = new Map<string, number>();
  for (const { decision } of counted)
    names.set(plain(decision.reviewer), (names.get(plain(decision.reviewer)) ?? 0) + 1);
  return [...names].map(([name, count]) => `${count} ${words} ${name}`);
}

/** A key is one person's: who signs for two is two only in name. */
function sharedKeys(counted: readonly Counted[]): readonly string[] {
  const names = new Map<string, Set<string>>();
  for (const { decision, from } of counted) {
    if (from.identity.kind === 'asserted') continue;
    const { keyId } = from.identity;
    names.set(keyId, (names.get(keyId) ?? new Set()).add(plain(decision.reviewer)));
  }
  return [...names]
    .filter(([, { size }]) => size > 1)
    .map(([keyId, reviewers]) => `key ${keyId} signed as several reviewers: ${[...reviewers].join(', ')}`);
}
