/** The form by which somebody approves a run: what will be kept of it is said before. */
import type { JSX } from 'preact';
import type { ShelfRun } from '../../answers/pages/shelf-facts.ts';
import { WHOLE } from '../../answers/pages/standing.ts';
import { ApprovalBadge, approvalColumns, NobodySigned } from '../page/approvals.tsx';
import { documentOf } from '../page/document.tsx';
import { Digest, Pairs } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import { Text } from '../page/text.tsx';
import { addressOf } from './index-page.tsx';
import { runHead } from './run-head.tsx';
import { FORM_STYLE } from './style.ts';

export interface ApproveFacts {
  readonly connection: string;
  readonly run: ShelfRun;
  readonly recordSha256: string;
  /** Hex SHA-256 of the page of the run that was opened here last; null: none was. */
  readonly page: string | null;
  /** Shows that the form is ours. */
  readonly token: string;
  /** Why it was not kept; and what was typed, so that it need not be typed again. */
  readonly refused?: { readonly why: string; readonly name: string; readonly comment: string };
}

export function approvePage(facts: ApproveFacts): string {
  const { connection, run } = facts;
  return documentOf({
    ...runHead(connection, run, 'Approval of a run'),
    views: [
      {
        id: 'overview',
        title: 'Approve',
        question: 'Who approves this run, and what did they see?',
        standing: WHOLE,
        body: <Approve facts={facts} />,
      },
      {
        id: 'approvals',
        title: 'Approvals so far',
        question: 'Who has approved it?',
        standing: WHOLE,
        body: <SoFar run={run} />,
      },
    ],
    form: { style: FORM_STYLE },
  });
}

const Approve = ({ facts }: { readonly facts: ApproveFacts }): JSX.Element => {
  const { connection, run, recordSha256, page, refused } = facts;
  return (
    <>
      <NobodySigned />
      <Pairs
        pairs={[
          ['Digest that it binds', <Digest value={recordSha256} />],
          [
            'Page that you opened here',
            page === null ? 'none: the approval will say so' : <Digest value={page} />,
          ],
          [
            'Checks that fail',
            run.failingChecks === null ? 'none were sealed with it' : String(run.failingChecks),
          ],
          ['Missing, as it will be kept', run.missing.length === 0 ? 'nothing' : run.missing.join('; ')],
        ]}
      />
      {page === null && (
        <p>
          <a href={addressOf(connection, run)}>Open the page of this run</a> first.
        </p>
      )}
      {refused !== undefined && (
        <p class="problem" role="alert">
          Not approved: <Text value={refused.why} />
        </p>
      )}
      <Form facts={facts} />
    </>
  );
};

const Form = ({ facts }: { readonly facts: ApproveFacts }): JSX.Element => {
  const { connection, run, page, token, refused } = facts;
  return (
    <form class="say" method="post" action={`${addressOf(connection, run)}/approve`}>
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="page" value={page ?? ''} />
      <label>
        Your name, as it will be kept
        <input
          type="text"
          name="name"
          required
          maxLength={200}
          autocomplete="name"
          value={refused?.name ?? ''}
        />
      </label>
      <label>
        Comment: what you looked at
        <textarea name="comment" rows={3} maxLength={1000} value={refused?.comment ?? ''} />
      </label>
      <button type="submit">{run.missing.length === 0 ? 'Approve' : 'Approve as not complete'}</button>
    </form>
  );
};

const SoFar = ({ run: { approvals } }: Pick<ApproveFacts, 'run'>): JSX.Element => (
  <>
    <p>
      <ApprovalBadge lines={approvals} />
    </p>
    <Table
      name="approvals"
      caption="Approvals of this run"
      none="Nobody has approved it."
      rows={approvals}
      columns={approvalColumns<(typeof approvals)[number]>((line) => line)}
    />
  </>
);
