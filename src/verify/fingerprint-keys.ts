/** Where the key of the fingerprints changed: from there on nothing can be compared with what was before. */
import type { Statement } from '../../schemas/chain.ts';
import type { Findings } from './failure.ts';

/** Takes the records of one connection in their order. */
export class FingerprintKeys {
  readonly #findings: Findings;
  #keyId: string | undefined;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  take({ predicate: { fingerprint } }: Statement, key: string): void {
    const before = this.#keyId;
    this.#keyId = fingerprint.keyId;
    if (before === undefined || before === fingerprint.keyId) return;
    const message = `the fingerprint key changed from ${before} to ${fingerprint.keyId}: no fingerprint from here on can be compared with one before, and a token or secret that was exchanged at the same time does not show`;
    this.#findings.note('fingerprint-key-changed', key, message);
  }
}
