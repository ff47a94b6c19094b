/** The kinds of source the fictional company uses, as catalogue entries. Descriptions are our own. */
import { hexId } from '../random.ts';
import type { CatalogueOption, CatalogueStatus, Logos, SourceMetadata } from './records.ts';

interface Entry {
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly options?: readonly [name: string, type: string, required: boolean][];
  readonly cloud?: true;
  readonly status?: CatalogueStatus;
}

const ENTRIES = {
  javascript: {
    name: 'JavaScript',
    description: 'Events from web pages, sent by a script in the page.',
    category: 'Website',
    options: [['website_url', 'string', false]],
  },
  swift: { name: 'Swift', description: 'Events from apps on Apple devices.', category: 'Mobile' },
  'kotlin-android': { name: 'Kotlin Android', description: 'Events from Android apps.', category: 'Mobile' },
  'ios-classic': {
    name: 'iOS Classic',
    description: 'The older library for apps on Apple devices, no longer maintained.',
    category: 'Mobile',
    status: 'DEPRECATED',
  },
  'node.js': { name: 'Node.js', description: 'Events from servers written for Node.js.', category: 'Server' },
  'http-api': { name: 'HTTP API', description: 'Events posted by any program.', category: 'Server' },
  stripe: {
    name: 'Stripe',
    description: 'Charges, refunds and customers copied from Stripe.',
    category: 'Payments',
    cloud: true,
    options: [
      ['accountId', 'string', true],
      ['apiKey', 'string', true],
    ],
  },
  zendesk: {
    name: 'Zendesk',
    description: 'Tickets and their people copied from Zendesk.',
    category: 'Helpdesk',
    cloud: true,
    options: [
      ['subdomain', 'string', true],
      ['username', 'string', true],
      ['apiToken', 'string', true],
    ],
  },
  salesforce: {
    name: 'Salesforce',
    description: 'Accounts and contacts copied from Salesforce.',
    category: 'CRM',
    cloud: true,
    options: [
      ['instanceUrl', 'string', true],
      ['refreshToken', 'string', true],
    ],
  },
  'snowflake-reverse-etl': {
    name: 'Snowflake (Reverse ETL)',
    description: 'Rows read back out of Snowflake by a query.',
    category: 'Reverse ETL',
    cloud: true,
    options: [
      ['accountIdentifier', 'string', true],
      ['warehouse', 'string', true],
      ['database', 'string', true],
      ['username', 'string', true],
      ['password', 'password', true],
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
    id: hexId('source-metadata', kind),
    name: entry.name,
    slug: kind,
    description: entry.description,
    logos: logosOf(kind),
    options: optionsOf(entry.options ?? []),
    categories: [entry.category],
    isCloudEventSource: entry.cloud === true,
    status: entry.status ?? 'PUBLIC',
    partnerOwned: false,
  };
}

/** Returns whether sources of this kind have write keys; cloud applications are pulled, so they have none. */
export function hasWriteKeys(kind: SourceKind): boolean {
  const entry: Entry = ENTRIES[kind];
  return entry.cloud !== true;
}
