/** Takes note of which ways the API went where nobody has said which (`schemas/assumptions.ts`). Pure. */
import type { AssumptionId, MetWays, Way } from '../../schemas/assumptions.ts';

/** Lives for one run. */
export class MetBook {
  readonly #ways = new Map<AssumptionId, Set<string>>();

  note(signs: readonly Way[]): void {
    for (const [id, way] of signs) {
      const known = this.#ways.get(id);
      if (known === undefined) this.#ways.set(id, new Set([way]));
      else known.add(way);
    }
  }

  /** Returns what was met, and these besides, without `except`. */
  with(others: readonly Way[], except: readonly AssumptionId[] = []): MetWays {
    const all = new MetBook();
    for (const [id, ways] of this.#ways) if (!except.includes(id)) all.#ways.set(id, new Set(ways));
    all.note(others);
    return Object.fromEntries([...all.#ways].map(([id, ways]) => [id, [...ways].sort()]));
  }
}
