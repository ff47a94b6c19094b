/** What fixes the records from outside their store, and how anybody checks this page without it. */
import type { JSX } from 'preact';
import type { FixedFacts } from '../../answers/pages/period/fixed-facts.ts';
import type { PeriodFacts } from '../../answers/pages/period/period-facts.ts';
import { VerifyHere } from '../page/mark.tsx';
import { Command, Digest, Fact } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import { Numbers, type PageView } from '../page/view.tsx';

export function receiptsView({ fixed, period, connection }: PeriodFacts): PageView {
  return {
    id: 'receipts',
    title: 'Receipts and stamps',
    question: 'What outside the store shows that these records were not made anew?',
    standing: fixed.standing,
    nav: { at: 'fixed.fixed', value: fixed.fixed },
    body: (
      <>
        <Numbers
          numbers={[
            { label: 'Records of the period', at: 'fixed.records', value: fixed.records },
            { label: 'Fixed from outside', at: 'fixed.fixed', value: fixed.fixed },
            { label: 'Valid time stamps', at: 'fixed.validStamps', value: fixed.validStamps },
            { label: 'Stamps not judged', at: 'fixed.notJudged', value: fixed.notJudged },
          ]}
        />
        <Held fixed={fixed} />
        <Signers fixed={fixed} />
        <h3>Receipt of all records</h3>
        {fixed.receipt === null ? (
          <p class="empty">No receipt can be given: the chain is not whole, or no key was given.</p>
        ) : (
          <>
            <p class="quiet">
              Keep it where nobody who can write to the store reaches: whoever has it sees later whether these
              records are still the same.
            </p>
            <Command value={fixed.receipt.trim()} />
          </>
        )}
        <WithoutUs connection={connection} period={period} />
      </>
    ),
  };
}

const WithoutUs = ({ connection, period }: Pick<PeriodFacts, 'connection' | 'period'>): JSX.Element => (
  <>
    <h3>To check it without this page</h3>
    <p class="quiet">
      When this page was made, signatures, chain and sizes were checked, and the bytes of all that it shows.
      This reads every byte there is:
    </p>
    <Command
      value={[
        `segment-evidence verify STORE --key ${connection}=KEY.pub.pem --from ${period.from} --to ${period.to}`,
        `segment-evidence report --from ${period.from} --to ${period.to} --store STORE --key ${connection}=KEY.pub.pem`,
      ].join('\n')}
    />
    <p class="quiet">
      With <code>openssl</code> and a shell alone: <code>sh verify.sh KEY.pub.pem</code> in an export that was
      unpacked; docs/verify-by-hand.md says each step of it.
    </p>
    <VerifyHere />
  </>
);

const Held = ({ fixed: { receipts, stamps } }: { readonly fixed: FixedFacts }): JSX.Element => (
  <>
    <h3>Receipts that hold</h3>
    <Table
      name="receipts-held"
      caption="Receipts that were given and hold"
      none="No receipt was given when this page was made."
      rows={receipts}
      columns={[
        { title: 'Receipt', kind: 'text', value: ({ receipt }) => receipt },
        { title: 'Chain', kind: 'count', value: ({ chain }) => chain },
        { title: 'Records that it fixes', kind: 'count', value: ({ records }) => records },
      ]}
    />
    <h3>Time stamps</h3>
    <Table
      name="stamps"
      caption="What time stamps fix"
      none="No time stamp of a pinned authority fixes any of them."
      rows={stamps}
      columns={[
        { title: 'Chain', kind: 'count', value: ({ chain }) => chain },
        { title: 'From record', kind: 'count', value: ({ from }) => from },
        { title: 'To record', kind: 'count', value: ({ to }) => to },
        { title: 'There at the latest', kind: 'instant', value: ({ at }) => at },
        { title: 'Says', kind: 'text', value: ({ authority }) => authority },
      ]}
    />
  </>
);

const Signers = ({ fixed: { signed, chains } }: { readonly fixed: FixedFacts }): JSX.Element => (
  <>
    <h3>Who signed</h3>
    <Table
      name="signers"
      caption="Which key signed which records"
      rows={signed}
      columns={[
        { title: 'Chain', kind: 'count', value: ({ chain }) => chain },
        { title: 'From record', kind: 'count', value: ({ from }) => from },
        { title: 'To record', kind: 'count', value: ({ to }) => to },
        {
          title: 'Key',
          kind: 'text',
          value: ({ keyId }) => keyId,
          show: ({ keyId }) => <Digest value={keyId} />,
        },
      ]}
    />
    <ul class="notes">
      {chains.map(({ number, logId, records }, place) => (
        <li>
          Chain <Fact at={`fixed.chains.${place}.number`} value={number} />:{' '}
          <Fact at={`fixed.chains.${place}.records`} value={records} /> records, log{' '}
          {logId === null ? 'not known' : <code>{logId}</code>}
        </li>
      ))}
    </ul>
  </>
);
