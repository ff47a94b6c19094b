/** The form by which a reviewer approves: it knows which page of a run they opened here. */
import type { Approvals } from '../answers/approvals/stored.ts';
import { shelfRun } from '../answers/pages/shelf-facts.ts';
import { UsageError } from '../errors.ts';
import { approvePage } from '../report/serve/approve-page.tsx';
import { addressOf } from '../report/serve/index-page.tsx';
import { goTo, type Reply } from '../service/reading/reply.ts';
import type { Run } from '../verify/read-history.ts';
import { keepApproval, saidApproval } from './approval-store.ts';
import type { EvidencePlace } from './evidence-places.ts';
import type { Shown } from './serve-shown.ts';
import type { Opened } from './served-connection.ts';

/** A run that somebody asks for. */
export interface FoundRun extends Opened {
  readonly run: Run;
  readonly approvals: Approvals;
  /** Where what is kept of it goes. */
  readonly own: EvidencePlace;
}

interface FormOptions {
  readonly shown: Shown;
  readonly token: string;
  readonly now: () => Date;
  readonly user: string | undefined;
}

export class ApproveForm {
  readonly #options: FormOptions;
  readonly #seen = new Map<string, string>();

  constructor(options: FormOptions) {
    this.#options = options;
  }

  /** Remembers the page of a run that was shown last. */
  hasSeen({ run }: Pick<FoundRun, 'run'>, page: string): void {
    this.#seen.set(run.recordSha256, page);
  }

  /** Returns the form, or where to go once the approval is kept. @throws UnverifiedError; StoreError */
  async answer(found: FoundRun, form: URLSearchParams | undefined): Promise<Reply> {
    if (form === undefined) return this.#page(found);
    const { now, user } = this.#options;
    const typed = { name: form.get('name') ?? '', comment: form.get('comment') ?? '' };
    const page = this.#seen.get(found.run.recordSha256) ?? null;
    const refuse = (why: string) => this.#page(found, { why, ...typed });
    // What is kept is what the form said would be.
    if (form.get('page') !== (page ?? ''))
      return refuse('another page of this run was opened since; look at what is said here again');
    try {
      const said = saidApproval({ by: typed.name, comment: typed.comment, page });
      await keepApproval(found.own, found.run, said, { now: now(), user });
    } catch (error) {
      if (error instanceof UsageError) return refuse(error.message);
      throw error;
    }
    return goTo(addressIn(found));
  }

  #page(found: FoundRun, refused?: { why: string; name: string; comment: string }): Promise<Reply> {
    const { run, own, approvals } = found;
    const html = approvePage({
      connection: own.connection,
      run: shelfRun(run, approvals),
      recordSha256: run.recordSha256,
      page: this.#seen.get(run.recordSha256) ?? null,
      token: this.#options.token,
      ...(refused === undefined ? {} : { refused: withoutSecret(refused) }),
    });
    const what = { kind: 'approve', name: addressIn(found) } as const;
    return this.#options.shown.page([own], what, html, refused === undefined ? 200 : 400);
  }
}

/** What looks like a secret is not repeated. */
function withoutSecret(refused: { why: string; name: string; comment: string }) {
  return /looks like a secret/.test(refused.why) ? { ...refused, name: '', comment: '' } : refused;
}

const addressIn = ({ own, run: { manifest } }: FoundRun) =>
  `${addressOf(own.connection, { chain: manifest.chain.number, seq: manifest.chain.seq })}/approve`;
