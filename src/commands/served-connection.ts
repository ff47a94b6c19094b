/** A connection as it is served: its verified runs, all of them, or those of the period that an auditor is limited to. */
import { inOrderOfTime } from '../answers/changes/readings.ts';
import { EvidenceError, UnverifiedError } from '../errors.ts';
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
    if (this.#period !== null) return this.#limited(this.#period);
    return opened(this.place, await historyAt(this.place, { now: this.#now() }));
  }

  /** Returns a run that is shown, by its record, of chains verified anew: what held a moment ago may have been changed since. @throws as `open` */
  async find(chain: number, seq: number): Promise<(Opened & { readonly run: Run }) | undefined> {
    const isMeant = ({ manifest }: Run) => manifest.chain.number === chain && manifest.chain.seq === seq;
    const held = await this.open();
    const run = held.runs.find(isMeant);
    return run === undefined ? undefined : { ...held, run };
  }

  async #limited(period: ExportPeriod): Promise<Opened> {
    const { whole, view } = await this.#viewOf(period).catch((error) => withoutPlaces(this.name, error));
    if (view === undefined) return { place: this.place, history: { ...whole, runs: [] }, runs: [] };
    const held = opened(view.place, await historyAt(view.place, { now: this.#now() }));
    return { ...held, runs: held.runs.filter((run) => isOfPeriod(run, period)) };
  }

  async #viewOf(period: ExportPeriod) {
    const whole = await historyAt(this.place, { now: this.#now() });
    return { whole, view: await periodView(this.place, whole, period) };
  }
}

/** What is wrong may lie outside the period, and its place would tell of it. */
function withoutPlaces(connection: string, error: unknown): never {
  if (!(error instanceof EvidenceError) || error.code === 'NO_EVIDENCE') throw error;
  throw new UnverifiedError({
    code: 'NOT_VERIFIED',
    message: `report: ${connection}: expected verified evidence, got some that is not, or that cannot be read: whoever serves it is told where by segment-evidence verify`,
    exitCode: error.exitCode,
    cause: error,
  });
}

const opened = (place: EvidencePlace, history: History): Opened => ({
  place,
  history,
  runs: inOrderOfTime(history.runs),
});
