/** Every row of tampering that whoever verifies may meet; the files beside this one hold them. */
import { bagRows } from './bags.ts';
import { chainRows } from './chains.ts';
import { configurationRows } from './configurations.ts';
import { contentRows } from './contents.ts';
import { continuationRows } from './continuations.ts';
import { envelopeRows } from './envelopes.ts';
import { fileRows } from './files.ts';
import { gapRows } from './gaps.ts';
import { manualRows } from './manual.ts';
import { placeRows } from './places.ts';
import { recordReceiptKeyRows } from './records-receipts-keys.ts';
import type { TamperRow } from './row.ts';
import { stampRows } from './stamps.ts';

export const tamperRows: readonly TamperRow[] = [
  ...fileRows,
  ...recordReceiptKeyRows,
  ...envelopeRows,
  ...contentRows,
  ...configurationRows,
  ...bagRows,
  ...gapRows,
  ...chainRows,
  ...continuationRows,
  ...manualRows,
  ...placeRows,
  ...stampRows,
];
