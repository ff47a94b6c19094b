/**
 * The second engine, where its binary can be loaded: rows of a statement, with paths relative to a folder.
 * Undefined where it cannot, with the reason on stderr: what needs it is skipped, and not in silence.
 */
export async function openDuckDb() {
  try {
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    return async (statement, folder) => {
      await connection.run(`SET file_search_path='${folder}'`);
      const reader = await connection.runAndReadAll(statement);
      return { columns: reader.columnNames(), rows: reader.getRowsJson() };
    };
  } catch (error) {
    process.stderr.write(
      `\nSKIPPED: no DuckDB here, so nothing was held against a second engine: ${error}\n`,
    );
    return undefined;
  }
}
