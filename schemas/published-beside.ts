/** The formats of what people leave beside the evidence, as they are published. */
import { access } from './access.ts';
import { approval } from './approval.ts';
import type { PublishedFormat } from './published-format.ts';

export const besideFormats: readonly PublishedFormat[] = [
  {
    name: 'approval',
    version: 1,
    title: 'approvals/*.json',
    description:
      'That somebody approved a snapshot: who, by their own word, when, and the digests and the status of what was seen. Not signed.',
    schema: approval,
  },
  {
    name: 'access',
    version: 1,
    title: 'accesses/*.json',
    description:
      'That somebody was shown a page or a file by `report --serve`: when, which, and the digest of its bytes. Signed by nobody, evidence of nothing.',
    schema: access,
  },
];
