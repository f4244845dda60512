import type { Integrity } from '../api/types.ts';
import { ago } from '../lib/time.ts';
import { count } from '../lib/numbers.ts';
import { CopyLine } from '../ui/copy-button.tsx';

/** What a verifier needs: the log's key lines, and who else cosigns. */
export function LogKeys({ integrity }: { integrity: Integrity }) {
  return (
    <section className="section" aria-label="Keys">
      <h2>Keys and witnesses</h2>
      <p className="prose keys-about">
        Give this key to everybody who will verify, by another way than this server: in a
        repository, in a contract, on paper. A proof is worth as much as the way in which its key
        came to you.
      </p>
      {integrity.vkeys.map((vkey) => (
        <CopyLine key={vkey} text={vkey} label="Copy the verifier key" />
      ))}
      {integrity.witnesses.length > 0 && (
        <table className="table witnesses">
          <thead>
            <tr>
              <th>Witness</th>
              <th className="number">Cosigned at size</th>
              <th>When</th>
            </tr>
          </thead>
          <tbody>
            {integrity.witnesses.map((witness) => (
              <tr key={witness.name}>
                <td>{witness.name}</td>
                <td className="number">
                  {witness.cosigned_size === null ? '—' : count(witness.cosigned_size)}
                </td>
                <td>{witness.time ? ago(witness.time, Date.now()) : 'never'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
