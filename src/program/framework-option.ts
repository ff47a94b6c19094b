/** The option `--framework`: names as people type them. */
import { InvalidArgumentError, Option } from 'commander';
import { type Controls, frameworkNames } from '../../schemas/check-results.ts';
import { frameworkNamed } from '../checks/framework-labels.ts';

export function frameworkOption(description: string): Option {
  const option = new Option('--framework <name>', description).choices([...frameworkNames]);
  return option.argParser((text): keyof Controls => {
    const found = frameworkNamed(text);
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`Allowed choices are ${frameworkNames.join(', ')}.`);
  });
}
