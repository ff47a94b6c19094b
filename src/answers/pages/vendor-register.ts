/**
 * What the company's own file of vendors says of who receives data: which are in it, in which country, under which contract.
 * The file is sealed with the run, so that this is what was known when it was collected. Plain data.
 */
import type { InputEntry } from '../../../schemas/input-entry.ts';
import type { StoredRecord } from '../../../schemas/lines.ts';
import { INPUT_FILE } from '../../checks/facts/inputs.ts';
import { type Receiver, readVendors, type Vendor } from '../../checks/facts/vendors.ts';
import { flagAt, textAt } from '../../evidence/records/fields.ts';
import type { RecordReader } from '../../evidence/records/reader.ts';
import { inputPath } from '../../store/layout.ts';
import type { Run } from '../../verify/read-history.ts';

export type RegisterState = 'given' | 'in part' | 'not read' | 'not given';

export interface RegisteredVendor {
  readonly name: string;
  /** null: the file does not say. */
  readonly country: string | null;
  readonly role: string | null;
  readonly contract: string | null;
  readonly reviewedOn: string | null;
  readonly personalData: boolean | null;
}

export interface VendorRegister {
  readonly state: RegisterState;
  /** How many vendors are in the file; null: none was read. */
  readonly vendors: number | null;
  /** Returns the vendor in the file that a receiver is of, by its name and hosts; undefined where none is. */
  of(receiver: Omit<Receiver, 'slug'>): RegisteredVendor | undefined;
}

const NAME = 'vendors';

/** @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED */
export async function readRegister(run: Run, reader: Pick<RecordReader, 'records'>): Promise<VendorRegister> {
  const entry = run.manifest.inputs?.find(({ name }) => name === NAME);
  const state = run.isExpired && entry !== undefined ? 'not read' : stateOf(entry);
  if (state === 'not given' || state === 'not read') return { state, vendors: null, of: () => undefined };
  let vendors = 0;
  const found = await readVendors({
    records: async function* () {
      for await (const line of run.lines(inputPath(NAME)) as AsyncGenerator<StoredRecord>) {
        if (line.id !== INPUT_FILE) vendors += 1;
        yield line;
      }
    },
  });
  const slugs = await slugsOf(reader);
  return {
    state,
    vendors,
    of: ({ vendor, hosts }) => {
      const own = found.of({ vendor, hosts, slug: slugs.get(vendor ?? '') ?? null });
      return own === undefined ? undefined : registered(own);
    },
  };
}

function stateOf(entry: InputEntry | undefined): RegisterState {
  if (entry === undefined) return 'not given';
  if (entry.records === null) return 'not read';
  return entry.outcome === 'complete' ? 'given' : 'in part';
}

/** The file may name vendors by the slug of the catalogue. */
async function slugsOf({ records }: Pick<RecordReader, 'records'>): Promise<ReadonlyMap<string, string>> {
  const slugs = new Map<string, string>();
  for (const resource of ['destinations', 'warehouses', 'audience-destinations', 'profiles-warehouses'])
    for await (const { data } of records(resource)) {
      const [name, slug] = [textAt(data, 'metadata.name'), textAt(data, 'metadata.slug')];
      if (name !== null && slug !== null) slugs.set(name, slug);
    }
  return slugs;
}

const registered = ({ called, data }: Vendor): RegisteredVendor => ({
  name: called,
  country: said(textAt(data, 'country')),
  role: said(textAt(data, 'role')),
  contract: said(textAt(data, 'contract')),
  reviewedOn: said(textAt(data, 'reviewedOn')),
  personalData: flagAt(data, 'personalData'),
});

const said = (text: string | null) => (text === null || text.trim() === '' ? null : text);
