/** The vendor's catalogue entry that Segment embeds in sources, destinations and warehouses. */
import * as z from 'zod';
import { catalogue, identifier, openEnum, setOf } from './policy.ts';

// Older bodies leave it out.
const status = openEnum(
  'DEPRECATED',
  'PRIVATE_BETA',
  'PRIVATE_BUILDING',
  'PRIVATE_SUBMITTED',
  'PUBLIC',
  'PUBLIC_BETA',
  'UNAVAILABLE',
).optional();

/** Kept: what identifies the vendor and says where it may be used. The rest is catalogue text. */
const identity = {
  id: identifier(),
  name: z.string(),
  slug: identifier(),
  description: catalogue().optional(),
  logos: catalogue().optional(),
  options: catalogue().optional(),
};

export const sourceMetadata = z.object({
  ...identity,
  status,
  categories: setOf(identifier()),
  // Kept: whether a source must have a write key hangs on it.
  isCloudEventSource: z.boolean().optional(),
  partnerOwned: catalogue().optional(),
});

export const destinationMetadata = z.object({
  ...identity,
  status,
  categories: setOf(identifier()),
  supportedRegions: setOf(identifier()).optional(),
  previousNames: catalogue().optional(),
  website: catalogue().optional(),
  components: catalogue().optional(),
  supportedFeatures: catalogue().optional(),
  supportedMethods: catalogue().optional(),
  supportedPlatforms: catalogue().optional(),
  actions: catalogue().optional(),
  presets: catalogue().optional(),
  contacts: catalogue().optional(),
  partnerOwned: catalogue().optional(),
  regionEndpoints: catalogue().optional(),
  multiInstanceSupportedVersion: catalogue().optional(),
});

export const warehouseMetadata = z.object(identity);
