/** The verdict: first what the evidence is of, then what fixes it from outside, then each rule, then every failure. */
import { describeOutside } from '../commands/outside-text.ts';
import { describeOrigin } from '../commands/run-text.ts';
import { EXIT } from '../errors.ts';
import { printable } from '../evidence/printable.ts';
import type { VerifyNote } from '../verify/failure.ts';
import type { Kinship } from '../verify/page-kinship.ts';
import type { JudgedConnection } from '../verify/report.ts';
import { DerivedSentence, derivedRows } from './derived.tsx';
import { Failures } from './failures.tsx';
import type { Held } from './held.ts';
import { Output } from './output.tsx';
import { Part, Sub } from './part.tsx';
import { type RuleVerdict, rulesOf } from './rules.ts';
import type { Judged } from './verify-given.ts';

interface ResultProps {
  readonly judged: Judged;
  readonly held: readonly Held[];
  readonly isStampJudged: boolean;
}

const isKeptElsewhere = ({ kind }: Held) => kind === 'receipts' || kind === 'stamp';

const VERDICTS = {
  intact: {
    tone: 'good',
    sign: '✓',
    word: 'INTACT',
    says: 'Everything that was looked at is as it was signed.',
  },
  failed: {
    tone: 'bad',
    sign: '✗',
    word: 'NOT INTACT',
    says: 'This is not, or not all of, what was signed.',
  },
  'cannot-judge': {
    tone: 'unknown',
    sign: '?',
    word: 'CANNOT JUDGE',
    says: 'Nothing speaks for the evidence as long as this is so.',
  },
} as const;

export function Result({ judged: { report, output, kinship }, held, isStampJudged }: ResultProps) {
  const { tone, sign, word, says } = VERDICTS[report.verdict];
  return (
    <Part heading="verdict" title="Verdict" id="result">
      <div class={`banner ${tone}`} role="status" data-exit={output.exitCode} data-verdict={report.verdict}>
        <span class="badge">
          <span class="sign" aria-hidden="true">
            {sign}
          </span>{' '}
          {word}
        </span>
        <div>
          <p>{says}</p>
          <DerivedSentence connections={report.connections} />
          <p class="note-line">
            What <code>segment-evidence verify</code> ends with: exit code {output.exitCode}
            {output.exitCode === EXIT.done ? '' : `, ${report.failures.length} failures`}.
          </p>
        </div>
      </div>
      {kinship !== undefined && <WhoseEvidence kinship={kinship} isIntact={report.verdict === 'intact'} />}
      {report.connections.map((connection) => (
        <Connection connection={connection} />
      ))}
      <Keys held={held} pinned={report.pinnedKeys} />
      <Rules rules={rulesOf(report, { isStampJudged, isKeptElsewhere: held.some(isKeptElsewhere) })} />
      <Failures report={report} />
      <Notes notes={report.notes} />
      <Output output={output} />
    </Part>
  );
}

const KINSHIPS = {
  same: { tone: 'good', sign: '✓', word: 'this page’s evidence' },
  other: { tone: 'bad', sign: '✗', word: 'other evidence' },
  absent: { tone: 'unknown', sign: '?', word: 'not this page’s evidence' },
} as const;

/** A page and a verdict side by side are taken for one another’s. */
interface WhoseProps {
  readonly kinship: Kinship;
  readonly isIntact: boolean;
}

function WhoseEvidence({ kinship: { kind, words }, isIntact }: WhoseProps) {
  const { tone, sign, word } = KINSHIPS[kind];
  return (
    <div class={`banner ${tone}`} role="status" data-kinship={kind}>
      <span class="badge">
        <span class="sign" aria-hidden="true">
          {sign}
        </span>{' '}
        {word}
      </span>
      <div>
        <p>
          <bdi>{printable(words)}</bdi>
          {kind === 'same' && !isIntact && ' What is wrong with the evidence is wrong with the page, too.'}
        </p>
        <p class="note-line">
          Whether the page tells it rightly, <code>segment-evidence verify --page FILE</code> says: it makes
          the page again.
        </p>
      </div>
    </div>
  );
}

function Notes({ notes }: { readonly notes: readonly VerifyNote[] }) {
  if (notes.length === 0) return null;
  return (
    <details class="more">
      <summary>{notes.length} notes: no failures, and to be known by whoever relies on the evidence</summary>
      <ul>
        {notes.map(({ kind, where, message }) => (
          <li>
            <strong>{kind}</strong> <bdi>{printable(message)}</bdi> <code>{printable(where)}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Connection({ connection }: { readonly connection: JudgedConnection }) {
  const { origins, workspaces, period, statuses, lastCompleteAt, snapshots, artifacts, artifactBytesRead } =
    connection;
  const [workspace = null, ...others] = workspaces;
  const counts = Object.entries(statuses).filter(([, count]) => count > 0);
  const of = [
    ...origins.map((origin) => describeOrigin({ origin, workspace })),
    ...others.map(
      ({ slug, id, records }) => `also workspace ${printable(slug)} (${printable(id)}), ${records} records`,
    ),
  ];
  const rows: readonly (readonly [string, string])[] = [
    ...derivedRows(connection),
    ...of.map((text) => ['Evidence of', text] as const),
    ['Period', period === null ? 'nothing was checked' : `${period.from} to ${period.to}`],
    [
      'Status',
      `${counts.map(([status, count]) => `${count} ${status}`).join(', ') || 'nothing was checked'}; last complete: ${lastCompleteAt ?? 'none'}`,
    ],
    ...describeOutside(connection).map(([name, text]) => [name === '' ? '' : capital(name), text] as const),
    [
      'Checked',
      `${snapshots} ${snapshots === 1 ? 'snapshot' : 'snapshots'}, ${artifacts} files, ${artifactBytesRead.toLocaleString('en')} bytes`,
    ],
  ];
  return (
    <>
      <Sub>
        Connection <bdi>{printable(connection.connection)}</bdi>
      </Sub>
      <dl class="facts">
        {rows.map(([name, text]) => (
          <div>
            <dt>{name}</dt>
            <dd>
              <bdi>{text}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

function Keys({ held, pinned }: { readonly held: readonly Held[]; readonly pinned: readonly string[] }) {
  const keys = held.flatMap((each) => (each.kind === 'key' ? [each] : []));
  return (
    <>
      <Sub>Keys</Sub>
      {keys.length === 0 && <p>None was given: no signature can be judged.</p>}
      <ul class="held">
        {keys.map(({ name, keyId }) => (
          <li>
            <bdi>{name}</bdi> <code class="fingerprint">{keyId}</code>{' '}
            {pinned.includes(keyId) ? '' : '(counts for nothing here)'}
          </li>
        ))}
      </ul>
      <p class="note-line">
        Compare this fingerprint with one that you got in another way. That a signature is right says nothing
        of whose the key is: trust in a key comes from elsewhere, not from the folder’s <code>keys/</code>.
      </p>
    </>
  );
}

const STANDINGS = {
  holds: { tone: 'good', sign: '✓', word: 'holds' },
  fails: { tone: 'bad', sign: '✗', word: 'fails' },
  'not-judged': { tone: 'unknown', sign: '?', word: 'not judged' },
} as const;

function Rules({ rules }: { readonly rules: readonly RuleVerdict[] }) {
  return (
    <>
      <Sub>Rules</Sub>
      <section class="scroll" aria-label="What was asked of the evidence, and the answer" tabindex={0}>
        <table class="rows asked">
          <caption>What was asked of the evidence, and the answer</caption>
          <thead>
            <tr>
              <th scope="col">Rule, and the codes of what breaks it</th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {rules.map(({ question, standing, detail, codes }) => (
              <tr>
                <td class="l">
                  {question}{' '}
                  {codes.map((code) => (
                    <>
                      <code>{code}</code>{' '}
                    </>
                  ))}
                </td>
                <td>
                  <span class={`badge ${STANDINGS[standing].tone}`}>
                    <span class="sign" aria-hidden="true">
                      {STANDINGS[standing].sign}
                    </span>{' '}
                    {STANDINGS[standing].word}
                  </span>{' '}
                  {detail}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
