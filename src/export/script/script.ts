/**
 * `verify.sh`: checks an export with openssl, sha256sum and a shell alone, and comes to the verdict that `verify` comes to. In
 * TypeScript, so that it is in the one file that runs.
 */
import { BAG } from './bag.ts';
import { BEGINNING } from './beginning.ts';
import { BESIDES } from './besides.ts';
import { CHAIN } from './chain.ts';
import { END } from './end.ts';
import { RECORD } from './record.ts';
import { STAMPS } from './stamps.ts';

export const VERIFY_SCRIPT = [BEGINNING, BAG, RECORD, CHAIN, STAMPS, BESIDES, END].join('');
