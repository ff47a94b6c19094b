/** Every request that the run made. */
import type { OperationFacts } from '../../answers/pages/log-facts.ts';
import type { SnapshotFacts } from '../../answers/pages/snapshot-facts.ts';
import { WHOLE } from '../../answers/pages/standing.ts';
import { FactsTable, Table } from '../page/table.tsx';
import { Numbers, type PageView } from '../page/view.tsx';

export function logView({ log, run }: SnapshotFacts): PageView {
  const gone = { kind: 'unread', why: ['its files are gone, since their retention has ended'] } as const;
  return {
    id: 'log',
    title: 'Request log',
    question: 'What was asked of Segment, and what did it answer?',
    standing: run.isExpired ? gone : WHOLE,
    nav: { at: 'log.attempts', value: run.isExpired ? null : log.attempts },
    body: run.isExpired ? null : (
      <>
        <Numbers
          numbers={[
            { label: 'Requests sent', at: 'log.attempts', value: log.attempts },
            { label: 'Of these, tried again', at: 'log.again', value: log.again },
            { label: 'Bytes read', at: 'log.bytes', value: log.bytes },
          ]}
        />
        <h3>By operation</h3>
        <Table
          name="operations"
          caption="Requests by operation"
          rows={log.operations}
          columns={[
            { title: 'Operation', kind: 'text', value: ({ operationId }) => operationId },
            { title: 'Requests', kind: 'count', value: ({ attempts }) => attempts },
            { title: 'Again', kind: 'count', value: ({ again }) => again },
            { title: 'Answers by status', kind: 'list', value: statusTexts },
            { title: 'Records', kind: 'count', value: ({ records }) => records },
            { title: 'Bytes', kind: 'count', value: ({ bytes }) => bytes },
          ]}
        />
        <div class="not-on-paper">
          <h3>Each request</h3>
          <p class="quiet">Only GET is ever sent. No body and no header of a request is kept.</p>
          <FactsTable
            facts={log.lines}
            caption="Each request in order"
            show={['at', 'request', 'status', 'attempt', 'records', 'total', 'duration', 'error']}
            where="The file data/collection-log.jsonl beside the evidence has all of them."
          />
        </div>
      </>
    ),
  };
}

const statusTexts = ({ statuses }: OperationFacts) =>
  statuses.map(({ status, count }) => `${status}: ${count}`);
