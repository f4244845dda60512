import type { SourceType } from '../api/types.ts';
import { CopyLine } from '../ui/copy-button.tsx';

interface SetupStepsProps {
  type: SourceType;
  intakeUrl: string;
  /** Known only right after the source was created. */
  secret: string | null;
}

/** The product's own settings, ready to paste. */
export function SetupSteps({ type, intakeUrl, secret }: SetupStepsProps) {
  const fill = (text: string) =>
    text
      .replaceAll('{intake_url}', intakeUrl)
      .replaceAll('{secret}', secret ?? '(the secret, shown once when the source was made)');
  return (
    <ol className="steps">
      {type.setup.map((step, place) => (
        <li key={step.title}>
          <span className="step-number" aria-hidden="true">
            {place + 1}
          </span>
          <div>
            <h3>{step.title}</h3>
            <p className="prose">{fill(step.text)}</p>
            {step.copy && (secret !== null || !step.copy.includes('{secret}')) && (
              <CopyLine text={fill(step.copy)} label={`Copy: ${step.title}`} />
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
