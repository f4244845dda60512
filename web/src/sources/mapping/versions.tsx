import { Menu } from '@base-ui/react/menu';
import { getJson } from '../../api/client.ts';
import type { SourceMapping } from '../../api/types.ts';
import { ago } from '../../lib/time.ts';
import type { Document } from './document.ts';
import { emptyDocument } from './document.ts';

interface VersionsProps {
  source: string;
  saved: SourceMapping;
  onTake: (document: Document) => void;
}

/** Versions that were saved: one is taken into the editor, and counts once it is saved again. */
export function Versions({ source, saved, onTake }: VersionsProps) {
  if (saved.versions.length === 0) return <span className="faint small">Not saved yet</span>;
  const take = async (version: number) => {
    const path = `/v1/sources/${encodeURIComponent(source)}/mapping/versions/${version}`;
    const kept = await getJson<{ mapping: Document | null }>(path);
    onTake(kept.mapping ?? emptyDocument);
  };
  return (
    <Menu.Root>
      <Menu.Trigger className="button">Version {saved.version}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="positioner" align="end" sideOffset={4}>
          <Menu.Popup className="popup menu">
            {saved.versions.slice(0, 20).map(({ version, created, created_by, note }) => (
              <Menu.Item key={version} className="menu-item" onClick={() => void take(version)}>
                <span className="mono">{version}</span>
                <span>
                  {ago(created, Date.now())} by {created_by}
                  {note !== '' && <span className="faint"> · {note}</span>}
                </span>
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
