/**
 * Since when each artifact's bytes have been equal, as the chain itself shows it, to hold
 * `unchangedSinceSeq` against. A run that lacks an artifact says nothing about it: its bytes may be
 * called unchanged across such a run, or only since it.
 */
import type { ArtifactEntry } from '../../schemas/manifest.ts';
import type { Problem } from './failure.ts';

interface Stretch {
  readonly sha256: string;
  /** The last record known to have had other bytes; -1: none. */
  readonly differsAt: number;
  /** The records since which one may rightly call the bytes equal. */
  readonly starts: Set<number>;
  lastSeq: number;
}

/** What is known of one chain's artifacts, record by record. */
export class ArtifactHistory {
  readonly #stretches = new Map<string, Stretch>();
  readonly #unknown: { readonly from: number; readonly to: number }[] = [];

  /** Records that could not be read: what they held is not known. */
  skip(from: number, to: number): void {
    this.#unknown.push({ from, to });
  }

  /** Takes the artifacts of the chain's next record. Returns what they say wrongly. */
  take(seq: number, artifacts: readonly ArtifactEntry[]): readonly Problem[] {
    return artifacts.flatMap(({ path, sha256, unchangedSinceSeq: claimed }) => {
      const stretch = this.#extend(path, sha256, seq);
      if (claimed === undefined || this.#isTrue(claimed, stretch)) return [];
      const since = Math.min(...stretch.starts);
      const what = `check unchangedSinceSeq of ${JSON.stringify(path)}`;
      return [{ what, expected: `${since}, as the chain shows`, found: String(claimed) }];
    });
  }

  #extend(path: string, sha256: string, seq: number): Stretch {
    const before = this.#stretches.get(path);
    if (before?.sha256 !== sha256) {
      const differsAt = before?.lastSeq ?? -1;
      const stretch = { sha256, differsAt, starts: new Set([seq]), lastSeq: seq };
      this.#stretches.set(path, stretch);
      return stretch;
    }
    if (before.lastSeq < seq - 1) before.starts.add(seq);
    before.lastSeq = seq;
    return before;
  }

  #isTrue(claimed: number, { starts, differsAt }: Stretch): boolean {
    if (starts.has(claimed)) return true;
    return claimed > differsAt && this.#unknown.some(({ from, to }) => claimed >= from && claimed <= to);
  }
}
