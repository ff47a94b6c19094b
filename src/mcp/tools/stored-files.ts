/** Whether stored files are read for an answer, or only what was signed of them. */
import * as z from 'zod';

export const bytes = z.boolean().default(false).describe('Read and check the stored files as well.');

/** Whoever asked for less must not read it as the whole. */
export const unread = (isRead: boolean): readonly string[] =>
  isRead ? [] : ['chain and signatures are intact, but stored files were not read'];
