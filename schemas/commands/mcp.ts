/** What `mcp --json` prints: what agents may ask, in place of serving them. */
import * as z from 'zod';

export const mcpDocument = z.strictObject({
  schema: z.literal('segment-evidence/mcp/v1'),
  connections: z.array(z.string()),
  tools: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string(),
      description: z.string(),
      inputSchema: z.record(z.string(), z.unknown()).describe('JSON Schema of the arguments.'),
    }),
  ),
});
