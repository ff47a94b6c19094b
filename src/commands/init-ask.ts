/** Asks on a terminal. The only file that knows the library of the wizard, which hangs where there is no terminal. */
import type { Readable, Writable } from 'node:stream';
import { confirm, isCancel, select, text } from '@clack/prompts';
import { InterruptedError } from '../errors.ts';
import type { Ask } from './init.ts';

/** Returns how to ask on these streams; stdout is left to the result. */
export function askOn(input: Readable, output: Writable): Ask {
  const streams = { input, output };
  return {
    text: async ({ ask, initial, choices, hintOf }, problem) => {
      const answer =
        choices === undefined
          ? await text({
              ...streams,
              message: ask,
              ...(initial === undefined ? {} : { placeholder: initial, defaultValue: initial }),
              validate: (value) => problem(value === undefined || value === '' ? initial : value),
            })
          : await select({
              ...streams,
              message: ask,
              options: choices.map((value) => {
                const hint = hintOf?.(value);
                return { value, label: value, ...(hint === undefined ? {} : { hint }) };
              }),
            });
      return given<string>(answer);
    },
    confirm: async (message) => given<boolean>(await confirm({ ...streams, message })),
  };
}

function given<T extends string | boolean>(answer: T | symbol): T {
  if (isCancel(answer)) throw new InterruptedError('SIGINT');
  return answer as T;
}
