/** The formats of exports, as they are published. */
import { crosswalk } from './crosswalk.ts';
import { exportFacts } from './export-facts.ts';
import { exportTrace } from './export-trace.ts';
import type { PublishedFormat } from './published-format.ts';

export const exportFormats: readonly PublishedFormat[] = [
  {
    name: 'crosswalk',
    version: 1,
    title: 'export --crosswalk',
    description:
      'Who stands behind each pseudonym of one export. Written apart from it, only where it is asked for; signed by nobody.',
    schema: crosswalk,
  },
  {
    name: 'export-bag',
    version: 1,
    title: 'export.json',
    description:
      'What an export says of itself: of which period it is, and which records of which chains are in it. Signed by nobody, and held against the records.',
    schema: exportFacts,
  },
  {
    name: 'export-trace',
    version: 1,
    title: 'exports/*.json',
    description:
      'That somebody exported a period: who, which, and the digest of the file. Signed by nobody, evidence of nothing.',
    schema: exportTrace,
  },
];
