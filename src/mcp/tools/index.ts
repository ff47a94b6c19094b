/** The questions that an agent may ask. The explicit list. */
import type { Tool } from '../tool.ts';
import { calendar } from './calendar.ts';
import { certificate } from './certificate.ts';
import { changes } from './changes.ts';
import { check } from './check.ts';
import { connections } from './connections.ts';
import { population } from './population.ts';
import { readOnlyProof } from './read-only-proof.ts';
import { record } from './record.ts';
import { reviewStatus } from './review-status.ts';
import { verify } from './verify.ts';

export const tools: readonly Tool[] = [
  connections,
  calendar,
  population,
  record,
  changes,
  readOnlyProof,
  reviewStatus,
  check,
  certificate,
  verify,
];
