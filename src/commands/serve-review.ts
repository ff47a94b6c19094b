/** Which page stands at which address. Names in an address are held against those that there are, and become no path. */
import { type Approvals, NO_APPROVALS, readApprovals } from '../answers/approvals/stored.ts';
import { findManual } from '../answers/manual/found.ts';
import { periodFacts } from '../answers/pages/period/period-facts.ts';
import { type ShelfFacts, shelfFacts, shelfRun, unshownShelf } from '../answers/pages/shelf-facts.ts';
import { snapshotFacts } from '../answers/pages/snapshot-facts.ts';
import { EvidenceError, StoreError, UsageError } from '../errors.ts';
import { sha256 } from '../evidence/canonical.ts';
import type { ExportPeriod } from '../export/scope.ts';
import { periodDocument } from '../report/period/page.tsx';
import { filesPage } from '../report/serve/files-page.tsx';
import { addressOf, indexPage } from '../report/serve/index-page.tsx';
import { snapshotPage } from '../report/snapshot/page.tsx';
import { keyIdOf } from '../seal/dsse.ts';
import type { Asked } from '../service/reading/asked.ts';
import { plainReply, type Reply } from '../service/reading/reply.ts';
import type { Answer } from '../service/reading/server.ts';
import type { AccessLog } from './access-log.ts';
import type { EvidencePlace } from './evidence-places.ts';
import { periodEvidence } from './period-evidence.ts';
import { ApproveForm, type FoundRun } from './serve-approve.ts';
import { checkedFile, filesOf } from './serve-files.ts';
import { askedPeriod } from './serve-period.ts';
import { Shown } from './serve-shown.ts';
import { ServedConnection } from './served-connection.ts';

export interface ReviewOptions {
  readonly places: readonly EvidencePlace[];
  /** What an auditor is limited to; null: a reviewer, who may approve. */
  readonly period: ExportPeriod | null;
  readonly log: AccessLog;
  readonly now: () => Date;
  readonly user?: string | undefined;
}

const NOT_THERE = plainReply(404, 'There is no such page.');

/** Returns what answers a reader. `formToken`: shows that a form is ours. */
export function reviewPages(options: ReviewOptions, formToken: string): Answer {
  const review = new Review(options, formToken);
  return (asked, form) => review.answer(asked, form).catch(failed);
}

/** What cannot be vouched for, or not be written down, is not shown. */
function failed(error: unknown): Reply {
  if (error instanceof UsageError) return plainReply(400, error.message);
  if (error instanceof StoreError) return plainReply(503, `Not shown: ${error.message}`);
  if (error instanceof EvidenceError) return plainReply(409, `Not shown: ${error.message}`);
  return plainReply(500, `A bug: ${error instanceof Error ? `${error.name}: ${error.message}` : 'no error'}`);
}

class Review {
  readonly #options: ReviewOptions;
  readonly #connections: readonly ServedConnection[];
  readonly #shown: Shown;
  readonly #form: ApproveForm;

  constructor(options: ReviewOptions, formToken: string) {
    const { places, period, now, user, log } = options;
    this.#options = options;
    this.#connections = places.map((place) => new ServedConnection(place, period, now));
    this.#shown = new Shown(log);
    this.#form = new ApproveForm({ shown: this.#shown, token: formToken, now, user });
  }

  async answer({ method, path, query }: Asked, form: URLSearchParams | undefined): Promise<Reply> {
    const [room, name, ...rest] = path;
    const isForm = rest.length === 3 && rest[2] === 'approve';
    if (method === 'POST' && !(room === 'snapshots' && isForm && this.#options.period === null))
      return this.#options.period === null
        ? plainReply(405, 'Nothing is sent here.', { allow: 'GET, HEAD' })
        : NOT_THERE;
    if (room === '' && path.length === 1) return this.#index();
    const connection = this.#connections.find((each) => each.name === name);
    if (connection === undefined) return NOT_THERE;
    if (room === 'periods' && rest.length === 0) return this.#period(connection, query);
    if (room !== 'snapshots') return NOT_THERE;
    const [chain = '', seq = '', part, ...file] = rest;
    if (!/^\d{1,3}$/.test(chain) || !/^\d{1,12}$/.test(seq)) return NOT_THERE;
    const held = await connection.find(Number(chain), Number(seq));
    if (held === undefined) return NOT_THERE;
    const approvals = await readApprovals(held.place.store, held.history, this.#options.now());
    const found: FoundRun = { ...held, approvals, own: connection.place };
    if (part === undefined) return this.#snapshot(found, method);
    if (part === 'files') return this.#files(found, file);
    if (isForm && this.#options.period === null) return this.#form.answer(found, form);
    return NOT_THERE;
  }

  async #index(): Promise<Reply> {
    const shelves: ShelfFacts[] = [];
    const shown: EvidencePlace[] = [];
    for (const connection of this.#connections) {
      const shelf = await this.#shelf(connection);
      shelves.push(shelf);
      if (shelf.runs.length > 0) shown.push(connection.place);
    }
    const html = indexPage({ shelves, period: this.#options.period });
    return this.#shown.page(shown, { kind: 'index', name: '/' }, html);
  }

  /** What is wrong with one connection hides no other. */
  async #shelf(connection: ServedConnection): Promise<ShelfFacts> {
    try {
      const { place, history, runs } = await connection.open();
      const approvals: Approvals =
        runs.length === 0 ? NO_APPROVALS : await readApprovals(place.store, history, this.#options.now());
      return shelfFacts(connection.name, runs, approvals);
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error;
      return unshownShelf(connection.name, error.message);
    }
  }

  async #snapshot(found: FoundRun, method: Asked['method']): Promise<Reply> {
    const { place, history, run, approvals, own } = found;
    const name = addressOf(place.connection, nameOf(run));
    const keyIds = (await place.keys()).map(keyIdOf);
    const beside = { approvals, manual: await findManual(place.store, place.connection) };
    // Made anew each time: a page that is kept would still be shown when its evidence no longer holds.
    const html = snapshotPage(await snapshotFacts(history, run, keyIds, beside));
    const reply = await this.#shown.page([own], { kind: 'snapshot', name }, html);
    // Of a page whose head alone was asked for nobody has seen anything.
    if (method === 'GET') this.#form.hasSeen(found, sha256(html));
    return reply;
  }

  async #files({ place, run, approvals, own }: FoundRun, path: readonly string[]): Promise<Reply> {
    const address = `${addressOf(place.connection, nameOf(run))}/files`;
    const files = filesOf(run);
    if (path.length === 0) {
      const listed = files.map(({ key: _, ...file }) => ({ ...file, address: `${address}/${file.name}` }));
      const html = filesPage(place.connection, shelfRun(run, approvals), listed);
      return this.#shown.page([own], { kind: 'files', name: address }, html);
    }
    const file = files.find((each) => each.name === path.join('/'));
    if (file === undefined) return NOT_THERE;
    const checked = await checkedFile(place.store, run, file);
    return this.#shown.file(own, `${address}/${file.name}`, file, checked);
  }

  async #period(connection: ServedConnection, query: URLSearchParams): Promise<Reply> {
    const now = this.#options.now();
    const period = askedPeriod(query, this.#options.period, now);
    if (period === undefined) return NOT_THERE;
    const { place, runs } = await connection.open();
    if (runs.length === 0) return NOT_THERE;
    const html = periodDocument(await periodFacts(await periodEvidence(place, { ...period, now }), period));
    const name = `/periods/${connection.name}?from=${period.from}&to=${period.to}`;
    return this.#shown.page([connection.place], { kind: 'period', name }, html);
  }
}

const nameOf = ({ manifest: { chain } }: FoundRun['run']) => ({ chain: chain.number, seq: chain.seq });
