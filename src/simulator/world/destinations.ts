/** Destinations: where the data goes, with settings as they are read back. The first twenty are written by hand. */
import { createRandom, hexId, secretText } from '../random.ts';
import {
  DESTINATION_KINDS,
  type DestinationKind,
  destinationEntry,
  destinationMetadata,
} from './destination-catalogue.ts';
import type { Option } from './destination-entries.ts';
import type { Destination, Source } from './records.ts';

interface DestinationPlan {
  readonly source: number;
  readonly kind: DestinationKind;
  readonly name?: string;
  readonly isDisabled?: true;
  /** Index of the destination it was copied from, whose login it continues using. */
  readonly copyOf?: number;
  /** Settings that are not what their option's kind would give. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

const CRAFTED: readonly DestinationPlan[] = [
  { source: 0, kind: 'actions-google-enhanced-conversions' },
  { source: 0, kind: 'actions-braze-cloud' },
  { source: 0, kind: 'amplitude' },
  { source: 0, kind: 'actions-facebook-conversions-api' },
  { source: 0, kind: 'intercom' },
  { source: 0, kind: 'google-tag-manager' },
  {
    source: 1,
    kind: 'actions-google-enhanced-conversions',
    name: 'Google Ads Conversions (test)',
    copyOf: 0,
  },
  // Rehearsals that reach real customers.
  { source: 1, kind: 'actions-braze-cloud', name: 'Braze' },
  {
    source: 2,
    kind: 'repeater',
    name: 'Developer inbox',
    settings: { endpoint: 'http://inbox.dev.example/hook' },
  },
  { source: 3, kind: 'amplitude' },
  { source: 3, kind: 'actions-braze-cloud' },
  { source: 4, kind: 'amplitude' },
  { source: 4, kind: 'actions-braze-cloud' },
  { source: 5, kind: 'actions-slack', name: 'Large orders to #sales' },
  { source: 5, kind: 'aws-s3', name: 'Event archive' },
  { source: 5, kind: 'actions-customerio' },
  { source: 7, kind: 'actions-webhook', name: 'Loyalty programme' },
  { source: 10, kind: 'actions-braze-cloud', name: 'Braze (segments from the warehouse)' },
  { source: 0, kind: 'legacy-pixel', isDisabled: true },
  { source: 11, kind: 'onesignal-new', isDisabled: true },
];

/** Returns the plan of a destination; after the crafted ones, any kind on any source. */
function destinationPlan(seed: number, index: number, sources: number): DestinationPlan {
  const crafted = CRAFTED[index];
  if (crafted !== undefined) return crafted;
  const random = createRandom(seed, 'destination-plan', index);
  const kind = random.pick(DESTINATION_KINDS);
  return {
    source: random.below(sources),
    kind,
    name: `${destinationEntry(kind).name} ${index + 1}`,
    ...(random.chance(10) ? { isDisabled: true as const } : {}),
    ...(random.chance(19) ? { copyOf: random.below(index) } : {}),
  };
}

/** Ten bullets and the last four characters: how Segment shows a secret it knows to be one. */
export function maskSecret(secret: string): string {
  return `${'•'.repeat(10)}${secret.slice(-4)}`;
}

function settingOf(option: Option, seed: number, index: number): unknown {
  const secret = secretText(32, seed, 'destination', index, option.name);
  const random = createRandom(seed, 'destination-setting', index, option.name);
  switch (option.value) {
    case 'masked':
      return maskSecret(secret);
    case 'readable':
      return secret;
    case 'keys':
      return [1, 2].map((at) => secretText(32, seed, 'destination', index, option.name, at));
    case 'region':
      return random.pick(['eu-west-1', 'us-west-2']);
    case 'plain':
      return `${option.name.toLowerCase()}-${random.between(10_000, 99_999)}`;
    case 'url':
      return `https://${option.name.toLowerCase()}-${random.between(1, 9)}.partner.example/v2`;
    case 'flag':
      return random.chance(60);
    case 'number':
      return random.between(1, 30);
    case 'map':
      return { 'Order Completed': 'purchase' };
  }
}

/** Returns the id of the destination at an index. */
export function destinationId(seed: number, index: number): string {
  return hexId(seed, 'destination', index);
}

/** What settings say of the stored login; it has the id of the destination that it was made for. */
function loginOf({ kind, copyOf }: DestinationPlan, seed: number, index: number): Record<string, unknown> {
  if (destinationEntry(kind).dynamicAuth !== true) return {};
  const configId = destinationId(seed, copyOf ?? index);
  const oauth = index % 2 === 0 ? { oauth: { type: 'noAuth' } } : {};
  return { dynamicAuthSettings: { configId, ...oauth } };
}

/** Returns `count` destinations of the given sources. */
export function buildDestinations(input: {
  seed: number;
  count: number;
  sources: readonly Source[];
}): Destination[] {
  const { seed, count, sources } = input;
  return Array.from({ length: count }, (_, index) => {
    const plan = destinationPlan(seed, index, sources.length);
    const settings: Record<string, unknown> = {};
    for (const option of destinationEntry(plan.kind).options)
      settings[option.name] = settingOf(option, seed, index);
    return {
      id: destinationId(seed, index),
      name: plan.name ?? destinationEntry(plan.kind).name,
      enabled: plan.isDisabled !== true,
      metadata: destinationMetadata(plan.kind),
      sourceId: sources[plan.source]?.id ?? '',
      settings: { ...settings, ...plan.settings, ...loginOf(plan, seed, index) },
    };
  });
}
