/** The documents of `--json`, by the name in their `schema` member. The explicit list, nothing else. */
import type * as z from 'zod';
import { approveDocument } from './approve.ts';
import { calendarDocument } from './calendar.ts';
import { canaryDocument } from './canary.ts';
import { changesDocument } from './changes.ts';
import { checkDocument, checkFrameworkDocument } from './check.ts';
import { collectDocument } from './collect.ts';
import { configShowDocument, configValidateDocument } from './config.ts';
import { demoDocument } from './demo.ts';
import { doctorDocument } from './doctor.ts';
import { errorDocument } from './error.ts';
import { exportDocument } from './export.ts';
import { initDocument } from './init.ts';
import { completionDocument, fingerprintDocument, keygenDocument, rotateKeyDocument } from './keys.ts';
import { manualAttachDocument, manualListDocument } from './manual.ts';
import { mcpDocument } from './mcp.ts';
import { populationDocument, populationSqlDocument } from './population.ts';
import { readOnlyProofDocument } from './read-only-proof.ts';
import { reperformDocument } from './reperform.ts';
import { reportDocument } from './report.ts';
import { reportServeDocument } from './report-serve.ts';
import { reviewImportDocument, reviewStartDocument, reviewStatusDocument } from './review.ts';
import { scheduleDocument } from './schedule.ts';
import { statusDocument } from './status.ts';
import { testDocument } from './test.ts';
import { verifyDocument } from './verify.ts';

export const commandDocuments = {
  approve: approveDocument,
  calendar: calendarDocument,
  canary: canaryDocument,
  changes: changesDocument,
  check: checkDocument,
  'check-framework': checkFrameworkDocument,
  collect: collectDocument,
  completion: completionDocument,
  'config-show': configShowDocument,
  'config-validate': configValidateDocument,
  demo: demoDocument,
  doctor: doctorDocument,
  error: errorDocument,
  export: exportDocument,
  fingerprint: fingerprintDocument,
  init: initDocument,
  keygen: keygenDocument,
  'manual-attach': manualAttachDocument,
  'manual-list': manualListDocument,
  mcp: mcpDocument,
  population: populationDocument,
  'read-only-proof': readOnlyProofDocument,
  'population-sql': populationSqlDocument,
  reperform: reperformDocument,
  report: reportDocument,
  'report-serve': reportServeDocument,
  'review-import': reviewImportDocument,
  'review-start': reviewStartDocument,
  'review-status': reviewStatusDocument,
  'rotate-key': rotateKeyDocument,
  schedule: scheduleDocument,
  status: statusDocument,
  test: testDocument,
  verify: verifyDocument,
} as const satisfies Readonly<Record<string, z.ZodType>>;
