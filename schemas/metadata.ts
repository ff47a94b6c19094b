/** The vendor's catalogue entry that Segment embeds in sources, destinations and warehouses. */
import { z } from 'zod';
import { catalogue, openEnum, setOf } from './policy.ts';

/** Kept: what identifies the vendor and says where it may be used. The rest is catalogue text. */
export const sourceMetadata = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  status: openEnum(
    'DEPRECATED',
    'PRIVATE_BETA',
    'PRIVATE_BUILDING',
    'PRIVATE_SUBMITTED',
    'PUBLIC',
    'PUBLIC_BETA',
    'UNAVAILABLE',
  ),
  categories: setOf(z.string()),
  description: catalogue().optional(),
  logos: catalogue().optional(),
  options: catalogue().optional(),
  isCloudEventSource: catalogue().optional(),
  partnerOwned: catalogue().optional(),
});
