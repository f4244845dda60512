import type { SourceType } from '../api/types.ts';
import { CopyLine } from '../ui/copy-button.tsx';

interface SetupStepsProps {
  type: SourceType;
  name: string;
  intakeUrl: string;
  /** Known only right after the source was created. */
  secret: string | null;
}

/** The product's own settings, ready to paste. */
export function SetupSteps({ type, name, intakeUrl, secret }: SetupStepsProps) {
  const { origin, hostname, port, protocol } = new URL(intakeUrl);
  const places: Record<string, string> = {
    intake_url: intakeUrl,
    secret: secret ?? 'THE_SECRET',
    name,
    url: origin,
    host: hostname,
    port: port || (protocol === 'https:' ? '443' : '80'),
    tls: protocol === 'https:' ? 'on' : 'off',
  };
  const fill = (text: string) =>
    text.replaceAll(/\{(intake_url|secret|name|url|host|port|tls)\}/g, (all, place: string) => {
      return places[place] ?? all;
    });
  return (
    <>
      {secret === null && (
        <p className="prose setup-note">
          <code>THE_SECRET</code> stands for the secret that was shown when the source was made. If
          it is lost, give the source a new one under Settings.
        </p>
      )}
      <ul className="steps">
        {type.setup.map((step) => (
          <li key={step.title}>
            <div>
              <h3>{step.title}</h3>
              <p className="prose">{fill(step.text)}</p>
              {step.copy && <CopyLine text={fill(step.copy)} label={`Copy: ${step.title}`} />}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
