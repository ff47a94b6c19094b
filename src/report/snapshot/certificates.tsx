/** How each resource was read, and how it is known to be whole or why it is not. */
import type { JSX } from 'preact';
import type { CertificateFacts } from '../../answers/pages/certificate-facts.ts';
import type { SnapshotFacts } from '../../answers/pages/snapshot-facts.ts';
import { Badge, Digest, Instant, markOf, numberText, OUTCOME_MARKS } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import { Text } from '../page/text.tsx';
import { Numbers, type PageView } from '../page/view.tsx';
import { readingStanding } from './overview.tsx';

export function certificatesView({ certificates, run }: SnapshotFacts): PageView {
  const { reading } = run;
  return {
    id: 'certificates',
    title: 'Certificates',
    question: 'How was each resource read, and how is it known to be whole?',
    standing: readingStanding(run),
    nav: { at: 'run.reading.resources', value: reading.resources },
    body: (
      <>
        <Numbers
          numbers={[
            { label: 'Read whole', at: 'run.reading.whole', value: reading.whole },
            { label: 'Not read whole', at: 'run.reading.gaps', value: reading.gaps },
            { label: 'Left out on purpose', at: 'run.reading.leftOut', value: reading.leftOut },
            { label: 'Not in this workspace', at: 'run.reading.absent', value: reading.absent },
            { label: 'Requests', at: 'run.reading.requests', value: reading.requests },
            { label: 'Places withheld', at: 'run.reading.withheld', value: reading.withheld },
          ]}
        />
        <Table
          name="certificates"
          caption="How each resource was read"
          rows={certificates}
          columns={[
            { title: 'Resource', kind: 'text', value: ({ name }) => name },
            { title: 'Ended', kind: 'text', value: ({ outcome }) => outcome, show: Ended },
            { title: 'Records', kind: 'count', value: ({ records }) => records, show: Records },
            {
              title: 'Segment says',
              kind: 'count',
              value: ({ reportedTotal }) => reportedTotal,
              show: Reported,
            },
            { title: 'How it is known', kind: 'list', value: ({ method }) => method, show: How },
            { title: 'File', kind: 'text', value: ({ file }) => file?.sha256 ?? '', show: File },
          ]}
        />
      </>
    ),
  };
}

function Ended({ outcome, reason, isAbsent }: CertificateFacts): JSX.Element {
  return (
    <>
      <Badge {...markOf(OUTCOME_MARKS, outcome)} />
      {reason !== null && <div class="quiet">{isAbsent ? `${reason}: not there` : reason}</div>}
    </>
  );
}

/** A gap has no number. */
const Records = ({ records }: CertificateFacts) =>
  records === null ? (
    <span class="quiet">–</span>
  ) : (
    <data value={String(records)}>{numberText(records)}</data>
  );

const Reported = ({ reportedTotal }: CertificateFacts) =>
  reportedTotal === null ? (
    <span class="quiet">no total</span>
  ) : (
    <data value={String(reportedTotal)}>{numberText(reportedTotal)}</data>
  );

function How({ method, rules, parents, window, secondLook, asked }: CertificateFacts): JSX.Element {
  const failed = rules.filter(({ holds }) => !holds);
  return (
    <>
      {method !== null && <p>{sentence(method)}</p>}
      {parents !== null && (
        <p>
          Read for <data value={String(parents.read)}>{numberText(parents.read)}</data> of{' '}
          <data value={String(parents.total)}>{numberText(parents.total)}</data> that it belongs to.
        </p>
      )}
      {window !== null && (
        <p>
          From <Instant value={window.from} /> to <Instant value={window.wholeTo} />.
        </p>
      )}
      {secondLook !== null && (
        <p>
          Asked again at <Instant value={secondLook.at} />:{' '}
          {secondLook.equal === null ? 'no answer' : secondLook.equal ? 'the same' : 'it had moved'}.
        </p>
      )}
      {failed.map((rule) => (
        <p class="failed">
          <Badge tone="bad" sign="✕" word={rule.rule} />{' '}
          {rule.detail !== null && <Text value={rule.detail} />}
        </p>
      ))}
      {(rules.length > failed.length || asked.length > 0) && <Rules rules={rules} asked={asked} />}
    </>
  );
}

const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

const Rules = ({ rules, asked }: Pick<CertificateFacts, 'rules' | 'asked'>): JSX.Element => (
  <details class="more">
    <summary>rules that hold, and requests</summary>
    <ul class="items">
      {rules
        .filter(({ holds }) => holds)
        .map(({ rule, detail }) => (
          <li>
            ✓ <Text value={detail === null ? rule : `${rule}: ${detail}`} />
          </li>
        ))}
      {asked.map((request) => (
        <li>
          <code>{request}</code>
        </li>
      ))}
    </ul>
  </details>
);

function File({ file }: CertificateFacts): JSX.Element {
  if (file === null) return <span class="quiet">no file</span>;
  const { path, sha256, bytes } = file;
  return (
    <>
      <div>
        <code>{path}</code>, <data value={String(bytes)}>{numberText(bytes)}</data> bytes
      </div>
      <Digest value={sha256} />
    </>
  );
}
