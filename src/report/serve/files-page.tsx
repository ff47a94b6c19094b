/** The sealed files of a run, each to be taken away as it is. */
import type { ShelfRun } from '../../answers/pages/shelf-facts.ts';
import { WHOLE } from '../../answers/pages/standing.ts';
import { documentOf } from '../page/document.tsx';
import { Digest } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import { runHead } from './run-head.tsx';

export interface ListedFile {
  readonly name: string;
  readonly mediaType: string;
  /** null: not signed of it, and told when it is taken. */
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly address: string;
}

export function filesPage(connection: string, run: ShelfRun, files: readonly ListedFile[]): string {
  return documentOf({
    ...runHead(connection, run, 'Sealed files of a run'),
    views: [
      {
        id: 'overview',
        title: 'Files',
        question: 'Which files is the run made of?',
        standing: WHOLE,
        body: (
          <>
            <p>
              Each is held against the digest that was signed of it before it is handed out. To check all of
              it without this page, take an export: <code>segment-evidence export</code>.
            </p>
            <Table
              name="files"
              caption="Files of the run"
              none="Its files are gone, since their retention has ended."
              rows={files}
              columns={[
                {
                  title: 'File',
                  kind: 'text',
                  value: ({ name }) => name,
                  show: ({ name, address }) => (
                    <a href={address} download>
                      {name}
                    </a>
                  ),
                },
                { title: 'Type', kind: 'text', value: ({ mediaType }) => mediaType },
                { title: 'Bytes', kind: 'count', value: ({ bytes }) => bytes },
                {
                  title: 'SHA-256',
                  kind: 'text',
                  value: ({ sha256 }) => sha256,
                  show: ({ sha256 }) => (sha256 === null ? undefined : <Digest value={sha256} />),
                },
              ]}
            />
          </>
        ),
      },
    ],
  });
}
