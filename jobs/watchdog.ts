export async function handler(_event: unknown, _context: unknown): Promise<object> {
  return { watched: true };
}
