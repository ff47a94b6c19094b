/**
 * Facts about the kinds of destination: what they are called and what settings they take. Ids, names and categories
 * are as Segment's published catalogue has them; descriptions are our own.
 */
import type { CatalogueStatus } from './records.ts';

/**
 * What a setting looks like when it is read back. `masked` is what Segment does with most secrets,
 * `readable` a secret it does not recognise as one, `keys` several of those.
 */
export type SettingValue =
  | 'masked'
  | 'readable'
  | 'keys'
  | 'plain'
  | 'region'
  | 'url'
  | 'flag'
  | 'number'
  | 'map';

export interface Option {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly value: SettingValue;
}

export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly categories: readonly string[];
  readonly options: readonly Option[];
  readonly mode?: 'browser' | 'cloud';
  readonly actions?: true;
  /** Settings tell of a stored login by an id, as a rule that of the destination. */
  readonly dynamicAuth?: true;
  readonly status?: CatalogueStatus;
  readonly regions?: readonly string[];
}

const plain = (name: string): Option => ({ name, type: 'string', required: true, value: 'plain' });
const masked = (name: string): Option => ({ name, type: 'string', required: true, value: 'masked' });
const readable = (name: string): Option => ({ name, type: 'string', required: false, value: 'readable' });
const keys = (name: string): Option => ({ name, type: 'array', required: false, value: 'keys' });
const region = (name: string): Option => ({ name, type: 'string', required: true, value: 'region' });
const url = (name: string): Option => ({ name, type: 'string', required: true, value: 'url' });
const flag = (name: string): Option => ({ name, type: 'boolean', required: false, value: 'flag' });
const number = (name: string): Option => ({ name, type: 'number', required: false, value: 'number' });
const map = (name: string): Option => ({ name, type: 'map', required: false, value: 'map' });

export const ENTRIES = {
  'actions-google-enhanced-conversions': {
    id: '60ae8b97dcb6cc52d5d0d5ab',
    name: 'Google Ads Conversions',
    description: 'Reports sales to the advertiser.',
    categories: ['Advertising', 'Analytics'],
    options: [plain('conversionTrackingId'), plain('customerId')],
    actions: true,
    dynamicAuth: true,
  },
  'actions-braze-cloud': {
    id: '60f9d0d048950c356be2e4da',
    name: 'Braze Cloud Mode (Actions)',
    description: 'Messages to customers.',
    categories: ['Email Marketing', 'Marketing Automation', 'SMS & Push Notifications'],
    options: [masked('api_key'), plain('app_id'), url('endpoint')],
    actions: true,
    dynamicAuth: true,
  },
  amplitude: {
    id: '54521fd525e721e32a72ee91',
    name: 'Amplitude',
    description: 'Product statistics.',
    categories: ['Analytics'],
    options: [
      masked('apiKey'),
      masked('secretKey'),
      number('eventUploadThreshold'),
      map('mapQueryParams'),
      flag('trackReferrer'),
    ],
  },
  'actions-facebook-conversions-api': {
    id: '61806e472cd47ea1104885fc',
    name: 'Facebook Conversions API (Actions)',
    description: 'Reports sales to the advertiser.',
    categories: ['Advertising'],
    options: [plain('pixelId'), plain('testEventCode')],
    actions: true,
    regions: ['us-west-2'],
  },
  intercom: {
    id: '54521fd725e721e32a72eec6',
    name: 'Intercom',
    description: 'Talks with visitors, loaded in the page.',
    categories: ['Livechat', 'Customer Success', 'Email Marketing'],
    options: [plain('appId'), masked('apiKey'), flag('collectContext')],
    mode: 'browser',
  },
  'google-tag-manager': {
    id: '54521fd625e721e32a72eeb9',
    name: 'Google Tag Manager',
    description: 'Loads other tags in the page.',
    categories: ['Tag Managers'],
    options: [plain('containerId'), flag('trackAllPages'), flag('trackNamedPages')],
    mode: 'browser',
  },
  repeater: {
    id: '5850d8b680412f644ff55df2',
    name: 'Repeater',
    description: 'Sends every event on, under other write keys.',
    categories: ['Raw Data'],
    options: [url('endpoint'), keys('repeatKeys')],
  },
  'actions-webhook': {
    id: '614a3c7d791c91c41bae7599',
    name: 'Webhooks (Actions)',
    description: 'Posts events to an address.',
    categories: ['Raw Data'],
    options: [readable('sharedSecret')],
    actions: true,
  },
  'actions-slack': {
    id: '5f7dd8e302173ff732db5cc4',
    name: 'Slack (Actions)',
    description: 'Writes chosen events into a channel.',
    categories: ['Customer Success'],
    options: [],
    actions: true,
  },
  'aws-s3': {
    id: '60be92c8dabdd561bf6c9130',
    name: 'AWS S3',
    description: 'Keeps every event as files in a bucket.',
    categories: ['Analytics', 'Raw Data'],
    options: [region('awsRegion'), plain('bucket'), plain('iamRoleArn')],
  },
  'actions-customerio': {
    id: '5f7dd78fe27ce7ff2b8bfa37',
    name: 'Customer.io (Actions)',
    description: 'Messages to customers.',
    categories: ['Email Marketing', 'Marketing Automation'],
    options: [plain('accountRegion'), masked('apiKey'), masked('siteId')],
    actions: true,
    dynamicAuth: true,
  },
  'actions-segment': {
    id: '6371eee1ae5e324869aa8b1b',
    name: 'Segment Connections',
    description: 'Sends events into a source of this or another workspace.',
    categories: ['Raw Data'],
    options: [readable('source_write_key')],
    actions: true,
  },
  'onesignal-new': {
    id: '60b6a5b69fec493efbd3c64c',
    name: 'OneSignal (New)',
    description: 'Messages to telephones.',
    categories: ['SMS & Push Notifications', 'Email Marketing', 'Marketing Automation', 'Personalization'],
    options: [masked('apiKey'), plain('appId')],
  },
  // The published catalogue has no deprecated type that we know of: this one is made up.
  'legacy-pixel': {
    id: '54521fd925e721e32a72ef00',
    name: 'Legacy Pixel',
    description: 'An advertising pixel that is no longer maintained.',
    categories: ['Advertising'],
    options: [plain('pixelId')],
    mode: 'browser',
    status: 'DEPRECATED',
    regions: ['us-west-2'],
  },
} as const satisfies Record<string, Entry>;

export type DestinationKind = keyof typeof ENTRIES;
