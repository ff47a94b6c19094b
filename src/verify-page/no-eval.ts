/** Before any schema is made: zod would otherwise try whether the page lets it write code, which its policy forbids. */
import * as z from 'zod';

z.config({ jitless: true });
