/**
 * The kinds of source the fictional company uses, as catalogue entries. Ids, names, categories and whether a kind is a
 * cloud event source are as Segment's published catalogue has them; descriptions and options are our own.
 */
import type { CatalogueOption, CatalogueStatus, Logos, SourceMetadata } from './records.ts';

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly categories: readonly string[];
  readonly options?: readonly [name: string, type: string, required: boolean][];
  /** A vendor's servers send events to Segment. */
  readonly isCloudEventSource?: true;
  /** The set-up page of a cloud event source tells of a write key. */
  readonly tellsOfKey?: true;
  readonly status?: CatalogueStatus;
}

const ENTRIES = {
  javascript: {
    id: 'IqDTy1TpoU',
    name: 'Javascript',
    description: 'Events from web pages, sent by a script in the page.',
    categories: ['Website'],
    options: [['website_url', 'string', false]],
  },
  apple: {
    id: 'dZeHygTSD4',
    name: 'Apple',
    description: 'Events from apps on Apple devices.',
    categories: ['Mobile'],
  },
  'kotlin-android': {
    id: '9EMcTqiKok',
    name: 'Kotlin (Android)',
    description: 'Events from Android apps.',
    categories: ['Mobile'],
  },
  xamarin: {
    id: 'wcssVcPJrc',
    name: 'Xamarin',
    description: 'Events from apps made with Xamarin.',
    categories: ['Mobile'],
  },
  roku: {
    id: 'BbupS2SB0b',
    name: 'Roku (alpha)',
    description: 'Events from apps on television sets.',
    categories: ['Ott'],
  },
  'node-js': {
    id: 'U9mT0bPcI6',
    name: 'Node.js',
    description: 'Events from servers written for Node.js.',
    categories: ['Server'],
  },
  'http-api': {
    id: 'iUM16Md8P2',
    name: 'HTTP API',
    description: 'Events posted by any program.',
    categories: ['Server'],
  },
  aircall: {
    id: 'p1Kv6YKjE3',
    name: 'Aircall',
    description: 'Events about telephone calls, sent by Aircall.',
    categories: ['CRM', 'Helpdesk', 'Customer Success'],
    isCloudEventSource: true,
    tellsOfKey: true,
  },
  klaviyo: {
    id: 'EfKbe2yt0J',
    name: 'Klaviyo',
    description: 'Events about campaigns, sent by Klaviyo.',
    categories: ['Email Marketing'],
    isCloudEventSource: true,
    tellsOfKey: true,
  },
  autopilothq: {
    id: 'R7eWaTLYUs',
    name: 'AutopilotHQ',
    description: 'Events about campaigns, sent by AutopilotHQ.',
    categories: ['Email Marketing'],
    isCloudEventSource: true,
  },
  stripe: {
    id: '1bow82lmk',
    name: 'Stripe',
    description: 'Charges, refunds and customers copied from Stripe.',
    categories: ['Payments'],
    options: [
      ['accountId', 'string', true],
      ['apiKey', 'string', true],
    ],
  },
  zendesk: {
    id: '3hbak7a9',
    name: 'Zendesk',
    description: 'Tickets and their people copied from Zendesk.',
    categories: ['Helpdesk'],
    options: [
      ['subdomain', 'string', true],
      ['username', 'string', true],
      ['apiToken', 'string', true],
    ],
  },
  salesforce: {
    id: '2baks93n',
    name: 'Salesforce',
    description: 'Accounts and contacts copied from Salesforce.',
    categories: ['CRM', 'Object Destination'],
    options: [
      ['salesforce-environment', 'string', true],
      ['instance-url', 'string', true],
      ['refreshToken', 'string', true],
    ],
  },
  hubspot: {
    id: '2baks93o',
    name: 'HubSpot',
    description: 'Contacts and deals copied from HubSpot.',
    categories: ['CRM', 'Object Destination'],
  },
  snowflake: {
    id: 'BQp3zGUgjV',
    name: 'Snowflake',
    description: 'Rows read back out of Snowflake by a query.',
    categories: ['Warehouse'],
    options: [
      ['account', 'string', true],
      ['database', 'string', true],
      ['username', 'string', true],
      ['warehouse', 'string', true],
      ['credentials', 'string', false],
    ],
  },
} as const satisfies Record<string, Entry>;

export type SourceKind = keyof typeof ENTRIES;

/** Every kind of source. */
export const SOURCE_KINDS = Object.keys(ENTRIES) as readonly SourceKind[];

/** Returns the logos of a catalogue entry. */
export function logosOf(slug: string): Logos {
  return {
    default: `https://logos.example/${slug}.svg`,
    mark: `https://logos.example/${slug}-mark.svg`,
    alt: null,
  };
}

/** Returns catalogue options from triples of name, type and whether it is required. */
export function optionsOf(
  triples: readonly (readonly [name: string, type: string, required: boolean])[],
): CatalogueOption[] {
  return triples.map(([name, type, required]) => ({ name, type, required, label: name }));
}

/** Returns the catalogue entry of a kind of source. */
export function sourceMetadata(kind: SourceKind): SourceMetadata {
  const entry: Entry = ENTRIES[kind];
  return {
    id: entry.id,
    name: entry.name,
    slug: kind,
    description: entry.description,
    logos: logosOf(kind),
    options: optionsOf(entry.options ?? []),
    categories: [...entry.categories],
    isCloudEventSource: entry.isCloudEventSource === true,
    status: entry.status ?? 'PUBLIC',
    partnerOwned: false,
  };
}

const LIBRARIES = new Set(['Website', 'Mobile', 'Server', 'Ott']);

type Kind = Pick<SourceMetadata, 'categories' | 'isCloudEventSource'>;

/** Returns whether a source of this kind gets events: all others are copied from, or read by queries. */
export function isEventSource({ categories, isCloudEventSource }: Kind): boolean {
  return isCloudEventSource || categories.some((category) => LIBRARIES.has(category));
}

/** Returns whether sources of this kind have write keys: libraries have, and cloud event sources that tell of one. */
export function hasWriteKeys(kind: SourceKind): boolean {
  const entry: Entry = ENTRIES[kind];
  return entry.isCloudEventSource === true
    ? entry.tellsOfKey === true
    : entry.categories.some((category) => LIBRARIES.has(category));
}
