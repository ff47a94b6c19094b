/** The kinds of destination the fictional company uses, as catalogue entries. Descriptions are our own. */
import { hexId } from '../random.ts';
import { type DestinationKind, ENTRIES, type Entry } from './destination-entries.ts';
import type { DestinationAction, DestinationActionField, DestinationMetadata } from './records.ts';
import { logosOf } from './source-catalogue.ts';

export type { DestinationKind } from './destination-entries.ts';

/** Every kind of destination. */
export const DESTINATION_KINDS = Object.keys(ENTRIES) as readonly DestinationKind[];

const ACTIONS = [
  { slug: 'trackEvent', name: 'Track event', trigger: 'type = "track"', fields: ['event', 'properties'] },
  {
    slug: 'updateProfile',
    name: 'Update profile',
    trigger: 'type = "identify"',
    fields: ['userId', 'traits'],
  },
] as const;

/** Returns the entry a kind was made from. */
export function destinationEntry(kind: DestinationKind): Entry {
  return ENTRIES[kind];
}

/** Returns the actions of a kind; empty for destinations of the older sort. */
export function actionsOf(kind: DestinationKind): DestinationAction[] {
  if (destinationEntry(kind).actions !== true) return [];
  return ACTIONS.map((action) => ({
    id: hexId('action', kind, action.slug),
    slug: action.slug,
    name: action.name,
    description: `${action.name} in ${destinationEntry(kind).name}.`,
    platform: 'CLOUD',
    hidden: false,
    defaultTrigger: action.trigger,
    fields: action.fields.map((fieldKey, sortOrder) => actionField(kind, action.slug, fieldKey, sortOrder)),
  }));
}

function actionField(
  kind: DestinationKind,
  action: string,
  fieldKey: string,
  sortOrder: number,
): DestinationActionField {
  const isObject = fieldKey === 'properties' || fieldKey === 'traits';
  return {
    id: hexId('action-field', kind, action, fieldKey),
    sortOrder,
    fieldKey,
    label: fieldKey,
    type: isObject ? 'OBJECT' : 'STRING',
    description: `Filled from ${fieldKey} of the event.`,
    required: !isObject,
    multiple: false,
    dynamic: false,
    allowNull: isObject,
  };
}

/** Returns the catalogue entry of a kind of destination. */
export function destinationMetadata(kind: DestinationKind): DestinationMetadata {
  const entry = destinationEntry(kind);
  const isBrowser = entry.mode === 'browser';
  const actions = actionsOf(kind);
  return {
    id: entry.id,
    name: entry.name,
    description: entry.description,
    slug: kind,
    logos: logosOf(kind),
    options: entry.options.map(({ name, type, required }) => ({ name, type, required, label: name })),
    status: entry.status ?? 'PUBLIC',
    previousNames: [entry.name],
    categories: [...entry.categories],
    website: `https://${kind}.example`,
    components: [
      { type: isBrowser ? 'BROWSER' : 'SERVER', code: `https://code.example/${kind}`, owner: 'SEGMENT' },
    ],
    supportedFeatures: {
      cloudModeInstances: isBrowser ? '0' : 'MULTIPLE',
      deviceModeInstances: isBrowser ? '1' : '0',
      replay: !isBrowser,
      browserUnbundling: true,
      browserUnbundlingPublic: true,
    },
    supportedMethods: { pageview: isBrowser, identify: true, alias: false, track: true, group: false },
    supportedPlatforms: { browser: true, server: !isBrowser, mobile: !isBrowser, warehouse: false },
    actions,
    presets: actions.slice(0, 1).map((action) => ({
      actionId: action.id,
      name: `${action.name} (preset)`,
      fields: { event: { '@path': '$.event' } },
      trigger: action.defaultTrigger ?? 'type = "track"',
    })),
    contacts: [
      { name: 'Partner support', email: `support@${kind}.example`, role: 'support', isPrimary: true },
    ],
    partnerOwned: false,
    supportedRegions: [...(entry.regions ?? ['us-west-2', 'eu-west-1'])],
    regionEndpoints: (entry.regions ?? ['us-west-2', 'eu-west-1']).map((region) =>
      region.slice(0, 2).toUpperCase(),
    ),
  };
}
