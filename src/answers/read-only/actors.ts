/** Who is who in the audit trail: the people who can log in, and the collector, as each run sealed it. */
import { artifactPath } from '../../store/layout.ts';
import type { Run } from '../../verify/read-history.ts';
import { isReadable } from '../certificate.ts';

/** Who could log in when a run worked, by the newest list up to it. Equal lists are read once. */
export class People {
  readonly #runs: readonly Run[];
  readonly #bySha256 = new Map<string, ReadonlySet<string>>();

  constructor(runs: readonly Run[]) {
    this.#runs = runs;
  }

  async at(run: Run): Promise<ReadonlySet<string>> {
    const until = this.#runs.slice(0, this.#runs.indexOf(run) + 1);
    const listed = until.findLast((each) => isReadable(each, 'users'));
    if (listed === undefined) return new Set();
    const path = artifactPath('users');
    const sha256 = listed.manifest.artifacts.find((artifact) => artifact.path === path)?.sha256 ?? '';
    const known = this.#bySha256.get(sha256);
    if (known !== undefined) return known;
    const ids = new Set<string>();
    for await (const { id } of listed.records('users')) ids.add(id);
    this.#bySha256.set(sha256, ids);
    return ids;
  }
}

/** The actor that the configuration of a run names. */
export class Actors {
  readonly #bySha256 = new Map<string, string | undefined>();

  async of(run: Run): Promise<string | undefined> {
    const { sha256 } = run.manifest.config;
    // Of those that expired another run with the same file may tell.
    if (!run.isExpired && !this.#bySha256.has(sha256))
      this.#bySha256.set(sha256, (await run.configuration())?.collectorActor);
    return this.#bySha256.get(sha256);
  }
}
