import { RichText } from '../ui/rich-text.tsx';

/** What a rule says to whoever looks into its alerts. */
export function Guidance(props: { triage: string | null; falsepositives: string[] }) {
  return (
    <>
      {props.triage !== null && (
        <section className="section" aria-label="What to do">
          <h2>What to do</h2>
          <RichText text={props.triage} />
        </section>
      )}
      {props.falsepositives.length > 0 && (
        <section className="section" aria-label="False positives">
          <h2>It may be nothing if</h2>
          <ul className="points">
            {props.falsepositives.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
