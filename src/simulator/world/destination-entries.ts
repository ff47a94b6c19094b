/** Facts about the kinds of destination: what they are called and what settings they take. */
import type { CatalogueStatus } from './records.ts';

/**
 * What a setting looks like when it is read back. `masked` is what Segment does with most secrets,
 * `readable` a secret it does not recognise as one.
 */
export type SettingValue = 'masked' | 'readable' | 'plain' | 'url' | 'flag' | 'number' | 'map';

export interface Option {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly value: SettingValue;
}

export interface Entry {
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly options: readonly Option[];
  readonly mode?: 'browser' | 'cloud';
  readonly actions?: true;
  readonly status?: CatalogueStatus;
  readonly regions?: readonly string[];
}

const plain = (name: string): Option => ({ name, type: 'string', required: true, value: 'plain' });
const masked = (name: string): Option => ({ name, type: 'string', required: true, value: 'masked' });
const readable = (name: string): Option => ({ name, type: 'string', required: false, value: 'readable' });
const url = (name: string): Option => ({ name, type: 'string', required: true, value: 'url' });
const flag = (name: string): Option => ({ name, type: 'boolean', required: false, value: 'flag' });
const number = (name: string): Option => ({ name, type: 'number', required: false, value: 'number' });
const map = (name: string): Option => ({ name, type: 'map', required: false, value: 'map' });

export const ENTRIES = {
  'google-analytics-4': {
    name: 'Google Analytics 4',
    description: 'Web and app statistics.',
    category: 'Analytics',
    options: [plain('measurementId'), masked('apiSecret'), flag('anonymizeIp')],
    actions: true,
  },
  braze: {
    name: 'Braze',
    description: 'Messages to customers.',
    category: 'Marketing',
    options: [masked('apiKey'), url('restEndpoint'), plain('appId'), flag('updateExistingOnly')],
    actions: true,
  },
  amplitude: {
    name: 'Amplitude',
    description: 'Product statistics.',
    category: 'Analytics',
    options: [masked('apiKey'), masked('secretKey'), map('traitsToIncrement')],
    actions: true,
  },
  'facebook-conversions': {
    name: 'Facebook Conversions',
    description: 'Reports sales to the advertiser.',
    category: 'Advertising',
    options: [plain('pixelId'), masked('token'), flag('sendHashedEmail')],
    actions: true,
    regions: ['us-west-2'],
  },
  hotjar: {
    name: 'Hotjar',
    description: 'Recordings of visits, loaded in the page.',
    category: 'Session recording',
    options: [plain('siteId'), flag('placeHolder')],
    mode: 'browser',
  },
  'google-ads': {
    name: 'Google Ads',
    description: 'Reports sales to the advertiser.',
    category: 'Advertising',
    options: [plain('conversionId'), map('eventMappings')],
    mode: 'browser',
  },
  webhooks: {
    name: 'Webhooks',
    description: 'Posts every event to an address.',
    category: 'Raw data',
    options: [url('globalHook'), readable('sharedSecret')],
  },
  slack: {
    name: 'Slack',
    description: 'Writes chosen events into a channel.',
    category: 'Chat',
    options: [readable('webhookUrl'), map('templates')],
  },
  'amazon-s3': {
    name: 'Object Storage',
    description: 'Keeps every event as files in a bucket.',
    category: 'Raw data',
    options: [plain('bucket'), plain('region'), plain('accessRole'), flag('useServerSideEncryption')],
  },
  'customer-io': {
    name: 'Customer.io',
    description: 'Messages to customers.',
    category: 'Marketing',
    options: [plain('siteId'), masked('apiKey'), number('timeoutSeconds')],
  },
  mixpanel: {
    name: 'Mixpanel',
    description: 'Product statistics.',
    category: 'Analytics',
    options: [masked('projectToken'), masked('apiSecret'), flag('people')],
  },
  'legacy-pixel': {
    name: 'Legacy Pixel',
    description: 'An advertising pixel that is no longer maintained.',
    category: 'Advertising',
    options: [plain('pixelId')],
    mode: 'browser',
    status: 'DEPRECATED',
    regions: ['us-west-2'],
  },
} as const satisfies Record<string, Entry>;

export type DestinationKind = keyof typeof ENTRIES;
