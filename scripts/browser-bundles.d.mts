/** What tests see of browser-bundles.mjs. */
import type { BuildOptions, Metafile } from 'esbuild';

export function bundleForBrowser(
  entry: string | undefined,
  options?: BuildOptions,
): Promise<{ readonly code: string; readonly metafile: Metafile }>;
