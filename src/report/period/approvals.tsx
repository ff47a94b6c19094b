/** Which runs of the period were approved, by whom and when. That one was not is said, and is no gap of the evidence. */
import type { ApprovalLine, ApprovedRun } from '../../answers/pages/approval-facts.ts';
import type { PeriodFacts } from '../../answers/pages/period/period-facts.ts';
import { approvalColumns, approvalMark, NobodySigned } from '../page/approvals.tsx';
import { Badge, markOf, STATUS_MARKS } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import { Numbers, type PageView } from '../page/view.tsx';

export function approvalsView({ approvals }: PeriodFacts): PageView {
  const { standing, approved, notApproved, notWhole, runs } = approvals;
  return {
    id: 'approvals',
    title: 'Approvals',
    question: 'Which runs did somebody look at and approve?',
    standing,
    nav: { at: 'approvals.approved', value: approved },
    body: (
      <>
        <Numbers
          numbers={[
            { label: 'Runs approved', at: 'approvals.approved', value: approved },
            { label: 'Of these, not complete', at: 'approvals.notWhole', value: notWhole },
            { label: 'Runs not approved', at: 'approvals.notApproved', value: notApproved },
          ]}
        />
        <Table
          name="approvals"
          caption="Each run of the period, and each approval of it"
          none="The period has no run."
          rows={runs.flatMap(rowsOf)}
          columns={[
            { title: 'Run', kind: 'instant', value: ({ run }) => run.startedAt },
            { title: 'Chain', kind: 'count', value: ({ run }) => run.chain },
            { title: 'Record', kind: 'count', value: ({ run }) => run.seq },
            {
              title: 'Run is',
              kind: 'text',
              value: ({ run }) => run.status,
              show: ({ run }) => <Badge {...markOf(STATUS_MARKS, run.status)} />,
            },
            {
              title: 'Approval',
              kind: 'text',
              value: ({ line }) => approvalMark(line === undefined ? [] : [line]).word,
              show: ({ line }) => <Badge {...approvalMark(line === undefined ? [] : [line])} />,
            },
            ...approvalColumns<Row>(({ line }) => line),
          ]}
        />
        <NobodySigned />
      </>
    ),
  };
}

interface Row {
  readonly run: ApprovedRun;
  readonly line?: ApprovalLine;
}

const rowsOf = (run: ApprovedRun): readonly Row[] =>
  run.lines.length === 0 ? [{ run }] : run.lines.map((line) => ({ run, line }));
