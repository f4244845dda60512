import type { LoggedEvent } from '../../api/types.ts';
import { ASSURANCE_WORDS, AssuranceDots, kindIcon, levelOf } from '../list/actor-mark.tsx';
import { Icon } from '../../ui/icon.tsx';
import { nameOf } from '../names.ts';
import type { FieldRow } from './event-fields.ts';
import { FieldTable } from './field-table.tsx';

interface IdentityProps {
  event: LoggedEvent;
  onTerm: (field: string, value: string, excluded: boolean) => void;
}

/**
 * Who it was, and how well that is known: the level reached, what it means, what would be better.
 */
export function IdentityPanel({ event, onTerm }: IdentityProps) {
  const { actor } = event;
  if (!actor) return null;
  const assurance = actor.assurance ?? 'claimed';
  const words = ASSURANCE_WORDS[assurance];
  return (
    <div className="identity">
      <div className="identity-card">
        <span className="identity-glyph">
          <Icon name={kindIcon(actor.type)} />
        </span>
        <div>
          <p>
            <strong>{nameOf(actor)}</strong> <span className="faint">{actor.type}</span>
          </p>
          <p className="identity-level">
            <AssuranceDots assurance={assurance} />
            <span>{words.name}</span>
            <span className="faint">{levelOf(assurance)} of 5</span>
          </p>
          <p className="small soft">{words.about}</p>
        </div>
      </div>
      <FieldTable title="Who" rows={actorRows(event)} onTerm={onTerm} />
    </div>
  );
}

function actorRows({ actor }: LoggedEvent): FieldRow[] {
  const behalf = actor?.on_behalf_of;
  const entries: [string, string | null, string | undefined, boolean?][] = [
    ['Id', 'actor.id', actor?.id, true],
    ['E-mail', 'email', actor?.email],
    ['Credential', 'credential', credentialText(actor?.credential), true],
    ['Acted for', null, behalf && nameOf(behalf)],
    ['Person', 'person', actor?.person, true],
    ['Accountable', 'accountable', actor?.accountable, true],
  ];
  const rows = entries.flatMap(([label, field, value, mono]): FieldRow[] =>
    value ? [{ label, field, value, ...(mono ? { mono } : {}) }] : [],
  );
  const roles = (actor?.roles ?? []).map((value): FieldRow => ({
    label: 'Role',
    field: 'actor.roles',
    value,
  }));
  return [...rows, ...roles];
}

function credentialText(credential: { type: string; id?: string | undefined } | undefined) {
  return credential?.id ?? credential?.type;
}
