import { ApiError } from '../../api/client.ts';
import type { SourceType } from '../../api/types.ts';
import { Icon } from '../../ui/icon.tsx';
import { ErrorNote } from '../../ui/states.tsx';

const PLACE = '/settings/';

/** What is wrong with a setting, by the title that its field has; any other error as always. */
export function SettingError({ error, type }: { error: unknown; type: SourceType }) {
  const [wrong] = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  const name = wrong?.path.startsWith(PLACE) ? wrong.path.slice(PLACE.length) : null;
  const setting = type.settings.find((each) => each.name === name);
  if (wrong === undefined || setting === undefined) return <ErrorNote error={error} />;
  return (
    <div className="note bad" role="alert">
      <Icon name="warning" />
      <p>
        <strong>{setting.title}</strong> {wrong.message}.
      </p>
    </div>
  );
}
