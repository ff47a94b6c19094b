/** How to check all of this without this page, and without us. */
import type { JSX } from 'preact';
import type { ProofFacts } from '../../answers/pages/proof-facts.ts';
import type { SnapshotFacts } from '../../answers/pages/snapshot-facts.ts';
import { WHOLE } from '../../answers/pages/standing.ts';
import { VerifyHere } from '../page/mark.tsx';
import { Command, Digest, Fact, Pairs } from '../page/marks.tsx';
import type { PageView } from '../page/view.tsx';

export function proofView({ proof }: SnapshotFacts): PageView {
  return {
    id: 'verify',
    title: 'Verify yourself',
    question: 'How can somebody who doubts this page check the evidence without it?',
    standing: WHOLE,
    body: <Proof proof={proof} />,
  };
}

function Proof({ proof }: { readonly proof: ProofFacts }): JSX.Element {
  const { keyIds, manifestSha256, manifestFile, checkpoint, catalogSha256, toolDigest, seq, chain } = proof;
  return (
    <>
      <p class="lead">
        Get the public key and its key id from the owner of the evidence, not from this page and not from the
        store: whoever could rewrite these could rewrite both. Keep the receipt of a run where the store’s
        writer cannot reach it.
      </p>
      <Pairs
        pairs={[
          ['Key that was trusted here', <Keys keyIds={keyIds} />],
          [`SHA-256 of ${manifestFile}`, <Digest value={manifestSha256} />],
          [
            'Record',
            <>
              <Fact at="proof.seq" value={seq} /> of chain <Fact at="proof.chain" value={chain} />
            </>,
          ],
          ['Root over the records before it', <Digest value={checkpoint.root} />],
          [
            'Catalogue of the checks',
            catalogSha256 === null ? 'none sealed' : <Digest value={catalogSha256} />,
          ],
          [
            'Program that wrote it',
            toolDigest === null ? 'ran from several files' : <Digest value={toolDigest} />,
          ],
        ]}
      />
      <h3>With segment-evidence</h3>
      <Command value={`segment-evidence verify . --key ${proof.connection}=owner.pub.pem`} />
      <h3>With openssl and sha256sum alone, in the root of the store</h3>
      <Command value={shellOf(proof)} />
      <p class="quiet">
        It says <code>Verified OK</code>, and <code>OK</code> for every file. docs/verify-by-hand.md goes on
        from there: further files, the chain, receipts and time stamps.
      </p>
      <VerifyHere />
    </>
  );
}

const Keys = ({ keyIds }: Pick<ProofFacts, 'keyIds'>): JSX.Element =>
  keyIds.length === 0 ? (
    <span class="unknown">not said</span>
  ) : (
    <div>
      {keyIds.map((id) => (
        <div>
          <Digest value={id} />
        </div>
      ))}
    </div>
  );

/** Names of connections and snapshots are of letters, digits and hyphens: nothing has to be quoted. */
function shellOf({ record, folder, manifestSha256, manifestFile }: ProofFacts): string {
  return `KEY=owner.pub.pem
openssl pkey -pubin -in "$KEY" -outform DER | sha256sum    # must be the key id from the owner
RECORD=${record}
grep -o '"payload":"[^"]*"' "$RECORD" | cut -d '"' -f 4 | base64 -d > payload
grep -o '"sig":"[^"]*"' "$RECORD" | cut -d '"' -f 4 | base64 -d > signature
{ printf 'DSSEv1 28 application/vnd.in-toto+json %s ' "$(wc -c < payload | tr -d ' ')"; cat payload; } > signed
openssl dgst -sha256 -verify "$KEY" -signature signature signed
grep -o '{"digest":{"sha256":"[0-9a-f]*"},"name":"[^"]*"}' payload |
  sed 's/.*"sha256":"\\([0-9a-f]*\\)"},"name":"\\([^"]*\\)".*/\\1  \\2/' > subjects
SUBJECTS=$PWD/subjects
(cd ${folder} && sha256sum -c "$SUBJECTS")
echo '${manifestSha256}  ${folder}${manifestFile}' | sha256sum -c`;
}
