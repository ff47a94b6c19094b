/** Who receives data, held against the company's own file of vendors: the ones that are not in it first. */
import type { JSX } from 'preact';
import type { FlowFacts, VendorFacts } from '../../answers/pages/flow-facts.ts';
import type { RegisteredVendor, RegisterState } from '../../answers/pages/vendor-register.ts';
import { Badge, Fact, type Mark } from '../page/marks.tsx';
import { type PageColumn, Table } from '../page/table.tsx';
import { Text } from '../page/text.tsx';

interface FlowsProps {
  readonly flows: FlowFacts;
}

export const Vendors = ({ flows }: FlowsProps): JSX.Element => (
  <>
    <h3>Vendors</h3>
    {flows.register.vendors === null ? <NoFile state={flows.register.state} /> : <Register flows={flows} />}
  </>
);

const NoFile = ({ state }: { readonly state: RegisterState }): JSX.Element =>
  state === 'not given' ? (
    <p class="empty">
      No file of vendors was given, so country, contract and role of none of them are known here. Name the
      company’s file in <code>policy.files.vendors</code>.
    </p>
  ) : (
    <p class="standing unknown" role="note">
      A file of vendors was named, and could not be read when this was collected: nothing is known from it of
      any vendor.
    </p>
  );

const Register = ({ flows: { vendors, register } }: FlowsProps): JSX.Element => (
  <>
    <p class="quiet">
      As the company’s own file has them, sealed with this run:{' '}
      <Fact at="flows.register.vendors" value={register.vendors} /> vendors. Vendors that receive data and are
      not in it: <Fact at="flows.register.unregistered" value={register.unregistered} />.
    </p>
    {register.state === 'in part' && (
      <p class="standing warn" role="note">
        Only a part of the file could be read: who seems to be missing may be in the rest.
      </p>
    )}
    <Table
      name="vendor-register"
      caption="Vendors that receive data, and what the company’s file says of them"
      none="No vendor receives data, as far as was read."
      rows={vendors.toSorted((one, other) => rankOf(one) - rankOf(other))}
      columns={[
        { title: 'Vendor', kind: 'text', value: ({ vendor }) => vendor },
        {
          title: 'In the vendor file',
          kind: 'text',
          value: (vendor) => markOfVendor(vendor).word,
          show: (vendor) => <Badge {...markOfVendor(vendor)} />,
        },
        said('Country', ({ country }) => country),
        said('Role', ({ role }) => role),
        said('Contract', ({ contract }) => contract),
        said('Last reviewed', ({ reviewedOn }) => reviewedOn),
        said('Gets personal data', ({ personalData }) =>
          personalData === null ? null : personalData ? 'yes' : 'no',
        ),
        { title: 'Flows', kind: 'count', value: ({ flows }) => flows },
        { title: 'Enabled', kind: 'count', value: ({ on }) => on },
      ]}
    />
  </>
);

const rankOf = ({ unregistered, flows }: VendorFacts) =>
  unregistered === flows ? 0 : unregistered > 0 ? 1 : 2;

function markOfVendor({ unregistered, flows }: VendorFacts): Mark {
  if (unregistered === 0) return { tone: 'good', sign: '✓', word: 'yes' };
  return unregistered === flows
    ? { tone: 'bad', sign: '✕', word: 'no' }
    : { tone: 'warn', sign: '◐', word: 'not for all hosts' };
}

/** What the file says of each vendor that stands behind the name; nothing is made up where it says nothing. */
const said = (title: string, of: (vendor: RegisteredVendor) => string | null): PageColumn<VendorFacts> => ({
  title,
  kind: 'text',
  value: ({ registered }) => registered.map((each) => of(each) ?? '').join(', '),
  show: ({ registered }) =>
    registered.length === 0 ? (
      <span class="quiet">–</span>
    ) : (
      registered.map((each) => (
        <div>
          {of(each) === null ? <span class="unknown">not said</span> : <Text value={of(each) ?? ''} />}
        </div>
      ))
    ),
});
