/** Who receives data: the map from sources to vendors and where these are, and each flow with what stands in between. */
import type { JSX } from 'preact';
import { type FlowFacts, OTHERS } from '../../answers/pages/flow-facts.ts';
import type { SnapshotFacts } from '../../answers/pages/snapshot-facts.ts';
import { Flow } from '../charts/flow.tsx';
import { Fact } from '../page/marks.tsx';
import { FactsTable, Table } from '../page/table.tsx';
import { Numbers, type PageView } from '../page/view.tsx';
import { countOf, totalOf } from './overview.tsx';
import { NotesOf, noneOf, Population } from './population.tsx';
import { Vendors } from './vendors.tsx';

export function flowsView({ populations, flows: map }: SnapshotFacts): PageView {
  const { 'data-flows': flows, destinations, warehouses } = populations;
  return {
    id: 'flows',
    title: 'Data flows',
    question: flows.question,
    standing: flows.standing,
    nav: { at: 'populations.data-flows.total', value: flows.total },
    body: (
      <>
        <Numbers
          numbers={[
            totalOf('Data flows', flows),
            countOf('Enabled at both ends', flows, 0),
            countOf('Enabled with nothing in between', flows, 2),
            totalOf('Destinations', destinations),
            totalOf('Warehouses', warehouses),
          ]}
        />
        {flows.total !== null && (
          <>
            {map.links.length > 0 && <FlowMap map={map} />}
            <Vendors flows={map} />
            <h3>All flows</h3>
            <FactsTable
              facts={flows}
              caption="All data flows"
              show={['source', 'receiver', 'vendor', 'receiver_enabled', 'held_back', 'filters', 'regions']}
              none={noneOf(flows)}
            />
          </>
        )}
        <NotesOf facts={flows} />
        <Population
          title="Warehouses"
          facts={warehouses}
          show={['vendor', 'enabled', 'hosts', 'databases', 'regions', 'sources']}
        />
      </>
    ),
  };
}

const FlowMap = ({ map: { links, vendors, register } }: { readonly map: FlowFacts }): JSX.Element => {
  const isOfFile = register.vendors !== null;
  return (
    <>
      <Flow
        id="flow-map"
        title={isOfFile ? 'From source to vendor to country' : 'From source to vendor to region'}
        description={`How many data flows lead from each source to each vendor, and ${isOfFile ? 'the country that the company’s vendor file names' : 'the region that the settings of the receiver name'}. Broken lines are switched off at one end.`}
        heads={['Source', 'Vendor', isOfFile ? 'Country in the vendor file' : 'Region in its settings']}
        last={OTHERS}
        ways={links.map(({ source, vendor, place, count, on }) => ({
          steps: [source, vendor, place],
          count,
          isOff: on === 0,
        }))}
        table={<VendorFlows vendors={vendors} />}
      />
      <p class="quiet">
        Vendors: <Fact at="flows.vendors.length" value={vendors.length} />. Where a vendor keeps data Segment
        does not tell: a region is known only where settings name it, a country only where the company’s own
        file does.
      </p>
    </>
  );
};

const VendorFlows = ({ vendors }: Pick<FlowFacts, 'vendors'>): JSX.Element => (
  <Table
    name="vendors"
    caption="Vendors that receive data"
    rows={vendors}
    columns={[
      { title: 'Vendor', kind: 'text', value: ({ vendor }) => vendor },
      { title: 'Flows', kind: 'count', value: ({ flows }) => flows },
      { title: 'Enabled', kind: 'count', value: ({ on }) => on },
      { title: 'Not known', kind: 'count', value: ({ notKnown }) => notKnown },
      { title: 'Regions', kind: 'list', value: ({ regions }) => regions },
      { title: 'Hosts', kind: 'list', value: ({ hosts }) => hosts },
    ]}
  />
);
