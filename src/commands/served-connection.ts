/** A connection as it is served: its verified runs, all of them, or those of the period that an auditor is limited to. */
import { inOrderOfTime } from '../answers/changes/readings.ts';
import { type ExportPeriod, isOfPeriod } from '../export/scope.ts';
import type { History, Run } from '../verify/read-history.ts';
import type { EvidencePlace } from './evidence-places.ts';
import { historyAt } from './history-of.ts';
import { periodView } from './period-view.ts';

export interface Opened {
  /** What is read from: an auditor's has what an export of the period has, and nothing else. */
  readonly place: EvidencePlace;
  readonly history: History;
  /** Those that are shown, oldest first. */
  readonly runs: readonly Run[];
}

export class ServedConnection {
  readonly place: EvidencePlace;
  readonly #period: ExportPeriod | null;
  readonly #now: () => Date;

  constructor(place: EvidencePlace, period: ExportPeriod | null, now: () => Date) {
    this.place = place;
    this.#period = period;
    this.#now = now;
  }

  get name(): string {
    return this.place.connection;
  }

  /** Verifies its chains anew. @throws UnverifiedError; StoreError */
  async open(): Promise<Opened> {
    const whole = await historyAt(this.place, { now: this.#now() });
    return this.#period === null ? opened(this.place, whole) : this.#limited(whole, this.#period);
  }

  /** Returns a run that is shown, by its record, of chains verified anew: what held a moment ago may have been changed since. @throws as `open` */
  async find(chain: number, seq: number): Promise<(Opened & { readonly run: Run }) | undefined> {
    const isMeant = ({ manifest }: Run) => manifest.chain.number === chain && manifest.chain.seq === seq;
    const held = await this.open();
    const run = held.runs.find(isMeant);
    return run === undefined ? undefined : { ...held, run };
  }

  async #limited(whole: History, period: ExportPeriod): Promise<Opened> {
    const view = await periodView(this.place, whole, period);
    if (view === undefined) return { place: this.place, history: { ...whole, runs: [] }, runs: [] };
    const held = opened(view.place, await historyAt(view.place, { now: this.#now() }));
    return { ...held, runs: held.runs.filter((run) => isOfPeriod(run, period)) };
  }
}

const opened = (place: EvidencePlace, history: History): Opened => ({
  place,
  history,
  runs: inOrderOfTime(history.runs),
});
