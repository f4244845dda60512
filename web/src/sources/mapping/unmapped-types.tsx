import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Source, SourceMapping, UnmappedType } from '../../api/types.ts';
import { termText } from '../../events/query/terms.ts';
import { count } from '../../lib/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Modal } from '../../ui/modal.tsx';
import { ErrorNote, SkeletonLines } from '../../ui/states.tsx';
import type { Document } from './document.ts';
import { Suggestions } from './field-row.tsx';
import { catalogueQuery, mappingQuery, samplesQuery, unmappedQuery } from './queries.ts';
import { SaveDialog } from './save-dialog.tsx';
import { Table } from '../../ui/table.tsx';
import './mapping.css';

/** Types of the product that have no action yet, each with a way to give it one. */
export function UnmappedTypes({ source }: { source: Source }) {
  const unmapped = useQuery(unmappedQuery(source.name));
  const [asked, setAsked] = useState<string | null>(null);
  const items = unmapped.data?.items ?? [];
  const isGeneric = source.type === 'generic';
  return (
    <section className="section" aria-label="Unmapped types">
      <div className="panel-head">
        <h2>Unmapped types</h2>
        {isGeneric && (
          <Link to="/sources/$name/mapping" params={{ name: source.name }} className="button">
            Open the mapping
          </Link>
        )}
      </div>
      {unmapped.isError && <ErrorNote error={unmapped.error} />}
      {unmapped.isPending && <SkeletonLines lines={2} label="Reading the unmapped types" />}
      {unmapped.data && items.length === 0 && (
        <p className="prose">
          None: every type that came has an action of the catalogue. What has none is kept whole and
          listed here.
        </p>
      )}
      {items.length > 0 && (
        <Table
          label="Types without an action"
          columns={['Type of the product', { number: 'Events' }]}
          actions
        >
          {items.map((item) => (
            <TypeRow
              key={item.native}
              source={source}
              item={item}
              onAsk={() => setAsked(item.native)}
            />
          ))}
        </Table>
      )}
      {(unmapped.data?.other ?? 0) > 0 && (
        <p className="faint small">And {count(unmapped.data!.other)} events of further types.</p>
      )}
      {asked !== null && <MapThis source={source} native={asked} onClose={() => setAsked(null)} />}
    </section>
  );
}

function TypeRow(props: { source: Source; item: UnmappedType; onAsk: () => void }) {
  const { source, item, onAsk } = props;
  const q = `${termText('source', source.name, false)} ${termText('native', item.native, false)}`;
  return (
    <tr>
      <td className="mono">{item.native}</td>
      <td className="number">
        <Link to="/events" search={{ q, range: 'all' }} className="link">
          {count(item.events)}
        </Link>
      </td>
      <td>
        <div className="row-actions">
          {source.type === 'generic' ? (
            <Link
              to="/sources/$name/mapping"
              params={{ name: source.name }}
              search={{ native: item.native }}
              className="button"
            >
              Map this
            </Link>
          ) : (
            <Button onClick={onAsk} aria-label={`Map this: ${item.native}`}>
              Map this
            </Button>
          )}
        </div>
      </td>
    </tr>
  );
}

function MapThis(props: { source: Source; native: string; onClose: () => void }) {
  const { source, native, onClose } = props;
  const [action, setAction] = useState('');
  const [saving, setSaving] = useState(false);
  const saved = useQuery(mappingQuery(source.name));
  const samples = useQuery(samplesQuery(source.name, native));
  const catalogue = useQuery(catalogueQuery());
  const actions = catalogue.data?.actions ?? [];
  const known = actions.find((one) => one.action === action);
  const [sample] = samples.data?.items ?? [];
  if (saving && saved.data) {
    return (
      <SaveDialog
        source={source.name}
        documents={{ overrides: withType(saved.data, native, action) }}
        base={saved.data.version}
        onClose={() => setSaving(false)}
        onSaved={onClose}
      />
    );
  }
  return (
    <Modal
      open
      onClose={onClose}
      title={`Map ${native}`}
      about="Records of this type get this action from now on. Should a later version of Acta know the type itself, that one counts."
      className="wide"
    >
      <Suggestions paths={[]} actions={actions.map((one) => one.action)} />
      <div className="field map-this">
        <label htmlFor="map-action">Action of the catalogue</label>
        <input
          id="map-action"
          className="input mono"
          list="mapping-actions"
          value={action}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setAction(event.target.value)}
        />
        <p className="hint">
          {known
            ? `“${known.sentence}” · ${known.category} · ${known.severity}`
            : 'Such as repository.archived'}
        </p>
      </div>
      {samples.isError && <ErrorNote error={samples.error} />}
      {samples.isPending && <SkeletonLines lines={5} label="Reading a sample" />}
      {sample && <JsonView text={sample.raw} pretty />}
      <div className="actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" disabled={!known || !saved.data} onClick={() => setSaving(true)}>
          Map {native}
        </Button>
      </div>
    </Modal>
  );
}

function withType(saved: SourceMapping, native: string, action: string): Document {
  const types = (saved.overrides?.['types'] ?? {}) as Record<string, string>;
  return { v: 1, types: { ...types, [native]: action } };
}
