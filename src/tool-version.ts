/** Which version of this program runs. */
import { createRequire } from 'node:module';

/** This package's version, as its package.json says. */
export const TOOL_VERSION: string = (
  createRequire(import.meta.url)(
    `${import.meta.dirname.endsWith('dist/src') ? '../..' : '..'}/package.json`,
  ) as {
    version: string;
  }
).version;
