/** Who approved the snapshot. That nobody did is said, and is no gap of the evidence. */
import type { JSX } from 'preact';
import type { ApprovalFacts } from '../../answers/pages/approval-facts.ts';
import type { SnapshotFacts } from '../../answers/pages/snapshot-facts.ts';
import { WHOLE } from '../../answers/pages/standing.ts';
import { ApprovalBadge, approvalColumns, NobodySigned } from '../page/approvals.tsx';
import { Command, Digest, Pairs } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import type { PageView } from '../page/view.tsx';

export function approvalsView({ approvals, run, proof }: SnapshotFacts): PageView {
  return {
    id: 'approvals',
    title: 'Approvals',
    question: 'Who has looked at this snapshot and approved it, and what did they see?',
    standing: approvals?.standing ?? WHOLE,
    nav: { at: 'approvals.count', value: approvals?.count ?? null },
    body: (
      <>
        {approvals === null ? (
          <p class="empty">Nobody looked for approvals when this page was made.</p>
        ) : (
          <Found approvals={approvals} />
        )}
        <NobodySigned />
        <h3>To approve it</h3>
        <Command
          value={`segment-evidence approve ${run.snapshot.chain}/${run.snapshot.seq} --connection ${proof.connection} --by "NAME" --comment "WHAT WAS LOOKED AT"`}
        />
      </>
    ),
  };
}

const Found = ({
  approvals: { lines, recordSha256 },
}: {
  readonly approvals: ApprovalFacts;
}): JSX.Element => (
  <>
    <p>
      <ApprovalBadge lines={lines} />{' '}
      {lines.length === 0 && 'No approval of it lay beside the evidence when this page was made.'}
    </p>
    {lines.length > 0 && (
      <Table
        name="approvals"
        caption="Approvals of this snapshot, in the order in which they were given"
        rows={lines}
        columns={[
          ...approvalColumns<(typeof lines)[number]>((line) => line),
          { title: 'Lies in', kind: 'text', value: ({ file }) => file },
        ]}
      />
    )}
    <Pairs pairs={[['SHA-256 that they bind: of the signed payload', <Digest value={recordSha256} />]]} />
  </>
);
