/** The data flows as a map: from sources to vendors, and where these say they are, or where the company's own file says. Plain data. */
import type { Cell } from '../table.ts';
import type { PopulationFacts } from './population-facts.ts';
import { cellOf } from './table-facts.ts';
import type { RegisteredVendor, RegisterState, VendorRegister } from './vendor-register.ts';

export interface FlowFacts {
  /** The widest first; what is beyond is joined into one of its side. */
  readonly links: readonly FlowLink[];
  readonly vendors: readonly VendorFacts[];
  readonly register: {
    readonly state: RegisterState;
    /** In the file; null: none was read. */
    readonly vendors: number | null;
    /** Of the vendors that receive data, none of whose flows is of a vendor in the file; null: as `vendors`. */
    readonly unregistered: number | null;
  };
}

export interface FlowLink {
  readonly source: string;
  readonly vendor: string;
  /** The country where the company's file names one, else the region in the settings. */
  readonly place: string;
  readonly count: number;
  /** Of these, enabled at both ends. */
  readonly on: number;
}

export interface VendorFacts {
  readonly vendor: string;
  readonly flows: number;
  /** Enabled at both ends; where one end is not known it is not counted. */
  readonly on: number;
  readonly notKnown: number;
  readonly regions: readonly string[];
  readonly hosts: readonly string[];
  /** As the company's file has it. */
  readonly registered: readonly RegisteredVendor[];
  /** How many of its flows are of no vendor in that file. */
  readonly unregistered: number;
}

/** So many of each side are drawn by name. */
const DRAWN = 12;
export const OTHERS = 'others';
const UNKNOWN_REGION = 'region not known';
const UNREGISTERED = 'not in the vendor file';
const UNSAID = 'country not said';

export function flowFacts(flows: PopulationFacts, register: VendorRegister): FlowFacts {
  const each = flows.rows.map((row) => flowOf(flows, row, register));
  const isRead = register.vendors !== null;
  const [sources, vendors] = [keep(each.map(({ source }) => source)), keep(each.map(({ vendor }) => vendor))];
  const links = new Map<string, FlowLink>();
  for (const way of each) {
    const { source, vendor, isOn } = way;
    const link = {
      source: sources.has(source) ? source : OTHERS,
      vendor: vendors.has(vendor) ? vendor : OTHERS,
      place: isRead ? countryOf(way) : regionOf(way),
    };
    const key = JSON.stringify(link);
    const { count, on } = links.get(key) ?? { count: 0, on: 0 };
    links.set(key, { ...link, count: count + 1, on: on + (isOn === true ? 1 : 0) });
  }
  const all = vendorsOf(each);
  return {
    links: [...links.values()].sort((one, other) => other.count - one.count),
    vendors: all,
    register: {
      state: register.state,
      vendors: register.vendors,
      unregistered: isRead ? all.filter(({ registered }) => registered.length === 0).length : null,
    },
  };
}

interface Way {
  readonly source: string;
  readonly vendor: string;
  readonly regions: readonly string[];
  readonly hosts: readonly string[];
  readonly isOn: boolean | null;
  readonly registered: RegisteredVendor | undefined;
}

function flowOf(flows: PopulationFacts, row: readonly Cell[], register: VendorRegister): Way {
  const cell = (key: string) => cellOf(flows, row, key);
  const ends = [cell('source_enabled'), cell('receiver_enabled')];
  const [vendor, hosts] = [cell('vendor'), listOf(cell('hosts'))];
  return {
    source: textOf(cell('source')),
    vendor: textOf(vendor ?? cell('receiver')),
    regions: listOf(cell('regions')),
    hosts,
    isOn: ends.includes(false) ? false : ends.includes(null) ? null : true,
    registered: register.of({ vendor: vendor === null ? null : String(vendor), hosts }),
  };
}

const regionOf = ({ regions }: Way) => (regions.length === 0 ? UNKNOWN_REGION : regions.join(', '));
const countryOf = ({ registered }: Way) =>
  registered === undefined ? UNREGISTERED : (registered.country ?? UNSAID);

const textOf = (cell: Cell) => (cell === null ? 'not known' : String(cell));
const listOf = (cell: Cell) => (Array.isArray(cell) ? (cell as readonly string[]) : []);

/** The most frequent ones. */
function keep(names: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const ordered = [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
  // One alone is not joined into others.
  const drawn = ordered.length <= DRAWN + 1 ? ordered : ordered.slice(0, DRAWN);
  return new Set(drawn.map(([name]) => name));
}

/** By name: a vendor may be matched by several of its receivers. */
const once = (vendors: readonly RegisteredVendor[]) => [
  ...new Map(vendors.map((vendor) => [vendor.name, vendor])).values(),
];

function vendorsOf(ways: readonly Way[]): readonly VendorFacts[] {
  const byVendor = new Map<string, Way[]>();
  for (const way of ways) byVendor.set(way.vendor, [...(byVendor.get(way.vendor) ?? []), way]);
  return [...byVendor]
    .map(([vendor, own]) => ({
      vendor,
      flows: own.length,
      on: own.filter(({ isOn }) => isOn === true).length,
      notKnown: own.filter(({ isOn }) => isOn === null).length,
      regions: [...new Set(own.flatMap(({ regions }) => regions))].sort(),
      hosts: [...new Set(own.flatMap(({ hosts }) => hosts))].sort(),
      registered: once(own.flatMap(({ registered }) => registered ?? [])),
      unregistered: own.filter(({ registered }) => registered === undefined).length,
    }))
    .sort((one, other) => other.flows - one.flows || (one.vendor < other.vendor ? -1 : 1));
}
