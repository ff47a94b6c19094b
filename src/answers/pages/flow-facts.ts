/** The data flows as a map: from sources to vendors, and where these say they are. Plain data. */
import type { Cell } from '../table.ts';
import type { PopulationFacts } from './population-facts.ts';
import { cellOf } from './table-facts.ts';

export interface FlowFacts {
  /** The widest first; what is beyond is joined into one of its side. */
  readonly links: readonly FlowLink[];
  readonly vendors: readonly VendorFacts[];
}

export interface FlowLink {
  /** null: joined, or not known. */
  readonly source: string;
  readonly vendor: string;
  readonly region: string;
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
}

/** So many of each side are drawn by name. */
const DRAWN = 12;
export const OTHERS = 'others';
export const UNKNOWN_REGION = 'region not known';

export function flowFacts(flows: PopulationFacts): FlowFacts {
  const each = flows.rows.map((row) => flowOf(flows, row));
  const [sources, vendors] = [keep(each.map(({ source }) => source)), keep(each.map(({ vendor }) => vendor))];
  const links = new Map<string, FlowLink>();
  for (const { source, vendor, regions, isOn } of each) {
    const link = {
      source: sources.has(source) ? source : OTHERS,
      vendor: vendors.has(vendor) ? vendor : OTHERS,
      region: regions.length === 0 ? UNKNOWN_REGION : regions.join(', '),
    };
    const key = JSON.stringify(link);
    const { count, on } = links.get(key) ?? { count: 0, on: 0 };
    links.set(key, { ...link, count: count + 1, on: on + (isOn === true ? 1 : 0) });
  }
  return {
    links: [...links.values()].sort((one, other) => other.count - one.count),
    vendors: vendorsOf(each),
  };
}

interface Way {
  readonly source: string;
  readonly vendor: string;
  readonly regions: readonly string[];
  readonly hosts: readonly string[];
  readonly isOn: boolean | null;
}

function flowOf(flows: PopulationFacts, row: readonly Cell[]): Way {
  const cell = (key: string) => cellOf(flows, row, key);
  const ends = [cell('source_enabled'), cell('receiver_enabled')];
  return {
    source: textOf(cell('source')),
    vendor: textOf(cell('vendor') ?? cell('receiver')),
    regions: listOf(cell('regions')),
    hosts: listOf(cell('hosts')),
    isOn: ends.includes(false) ? false : ends.includes(null) ? null : true,
  };
}

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
    }))
    .sort((one, other) => other.flows - one.flows || (one.vendor < other.vendor ? -1 : 1));
}
