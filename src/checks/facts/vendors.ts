/** Which vendors a company has looked at: its own file, joined to what Segment calls them. */
import { type Data, listAt, textAt } from '../../evidence/records/fields.ts';
import type { RecordReader } from '../../evidence/records/reader.ts';
import { INPUT_FILE } from './inputs.ts';

export interface Vendor {
  /** Of the record. */
  readonly id: string;
  readonly called: string;
  readonly data: Data;
}

/** What is known of who receives data. */
export interface Receiver {
  /** As in the catalogue. */
  readonly slug: string | null;
  readonly vendor: string | null;
  /** In its settings. */
  readonly hosts: readonly string[];
}

export interface Vendors {
  /** Returns the vendor that a receiver is of: by slug or name, else by its hosts, if each is of a vendor in the file. */
  of(receiver: Receiver): Vendor | undefined;
  ofHost(host: string): Vendor | undefined;
}

/** Reads the file of vendors; none where it is not given. */
export async function readVendors(run: Pick<RecordReader, 'records'>): Promise<Vendors> {
  const byName = new Map<string, Vendor>();
  const byHost = new Map<string, Vendor>();
  for await (const { id, data } of run.records('input:vendors')) {
    if (id === INPUT_FILE) continue;
    const vendor = { id, called: textAt(data, 'vendor') ?? id, data };
    for (const name of textsAt(data, 'slugs')) byName.set(name.toLowerCase(), vendor);
    for (const host of textsAt(data, 'hosts')) byHost.set(host.toLowerCase(), vendor);
  }
  const ofHost = (host: string) => {
    const labels = host.toLowerCase().split('.');
    return labels.map((_, at) => byHost.get(labels.slice(at).join('.'))).find((each) => each !== undefined);
  };
  const of = ({ slug, vendor, hosts }: Receiver) => {
    const named = byName.get(slug?.toLowerCase() ?? '') ?? byName.get(vendor?.toLowerCase() ?? '');
    if (named !== undefined || hosts.length === 0) return named;
    return hosts.every((host) => ofHost(host) !== undefined) ? ofHost(hosts[0] ?? '') : undefined;
  };
  return { of, ofHost };
}

const textsAt = (data: Data, path: string) =>
  (listAt(data, path) ?? []).filter((each) => typeof each === 'string' && each !== '') as readonly string[];
