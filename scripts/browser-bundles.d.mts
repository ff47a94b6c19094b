/** What tests see of browser-bundles.mjs. */
import type { BuildOptions, Metafile } from 'esbuild';
import type { Plugin } from 'vitest/config';

export const withVerifyScriptInTests: Plugin;

export function bundleForBrowser(
  entry: string | undefined,
  options?: BuildOptions,
): Promise<{ readonly code: string; readonly metafile: Metafile }>;
