/** `policy.files`: which files of the company's own the configuration names. */
import { resolve } from 'node:path';
import { ConfigFile } from '../../../schemas/config.ts';
import { inputNames } from '../../../schemas/input-entry.ts';
import type { ConfigDocument } from '../document.ts';
import type { ConfiguredInput } from '../effective.ts';

/** Returns the files that the policy of a main file names, which fits its schema. */
export function namedInputs({ folder, placeOf, value }: ConfigDocument): readonly ConfiguredInput[] {
  const { files = {} } = ConfigFile.shape.policy.parse(value['policy']) ?? {};
  return inputNames.flatMap((name) => {
    const written = files[name];
    if (written === undefined) return [];
    const { path, asOf = undefined } = typeof written === 'string' ? { path: written } : written;
    const place = placeOf(['policy', 'files', name]);
    const named = { name, path: resolve(folder, path), shown: path, place };
    return [asOf === undefined ? named : { ...named, asOf }];
  });
}
