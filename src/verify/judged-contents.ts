/**
 * What was found inside files of this verification, by digest. Most files are the same day after day: each is hashed every
 * time, and looked into once. Only what its own bytes decide is kept; what a manifest says of it is asked each time.
 */
import type { ContentFacts, ContentRules } from './content-check.ts';

/** A year of fifty files a day that are all different; each takes some hundred bytes. */
const MOST_CONTENTS = 20_000;

export class JudgedContents {
  readonly #facts = new Map<string, ContentFacts>();
  readonly #most: number;

  constructor(most = MOST_CONTENTS) {
    this.#most = most;
  }

  /** Returns what the bytes with this digest count to, when they were judged before by the same rules. */
  recall(rules: ContentRules, sha256: string): ContentFacts | undefined {
    const key = keyOf(rules, sha256);
    const facts = this.#facts.get(key);
    // What was met last is forgotten last.
    if (facts !== undefined) this.#keep(key, facts);
    return facts;
  }

  /**
   * Keeps what was found in bytes whose digest was found too. What has problems, or a value, is judged again when it
   * comes again: it may be of any size.
   */
  keep(rules: ContentRules, sha256: string, facts: ContentFacts): void {
    if (facts.problems.length === 0 && facts.value === undefined) this.#keep(keyOf(rules, sha256), facts);
  }

  #keep(key: string, facts: ContentFacts): void {
    this.#facts.delete(key);
    this.#facts.set(key, facts);
    const [oldest] = this.#facts.keys();
    if (this.#facts.size > this.#most && oldest !== undefined) this.#facts.delete(oldest);
  }
}

const keyOf = (rules: ContentRules, sha256: string) => `${rules} ${sha256}`;
