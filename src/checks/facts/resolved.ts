/** Requests about people that somebody finished by hand. */
import * as z from 'zod';

export const resolvedByHand = () =>
  z
    .array(z.string())
    .default([])
    .describe('Ids of requests that were finished by hand, with a record of it elsewhere.');
