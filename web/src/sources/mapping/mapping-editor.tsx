import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import type { Source, SourceMapping, SourceSample } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/states.tsx';
import { AgainSection } from './again-section.tsx';
import {
  emptyDocument,
  fieldsOf,
  leavesOf,
  onlyPlace,
  parsed,
  rowOf,
  valueOf,
  withField,
  withMember,
  type Document,
} from './document.ts';
import { Suggestions } from './field-row.tsx';
import { JsonEditor } from './json-editor.tsx';
import { MappingForm } from './mapping-form.tsx';
import { MappingHead } from './mapping-head.tsx';
import { catalogueQuery, fieldsQuery, tryQuery } from './queries.ts';
import { ResultPanel } from './result-panel.tsx';
import { sampleOf, SamplesPanel, type Sample } from './samples-panel.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { TestTable } from './test-table.tsx';
import { useDebounced } from './use-debounced.ts';
import { Versions } from './versions.tsx';

const SETTLE_MS = 120;

interface MappingEditorProps {
  source: Source;
  saved: SourceMapping;
  came: readonly SourceSample[];
  native?: string | undefined;
}

/** Samples at the left, the mapping in the middle, the event at the right; all samples below. */
export function MappingEditor({ source, saved, came, native }: MappingEditorProps) {
  const [saving, setSaving] = useState(false);
  const editor = useEditor(source, saved, came, native);
  const { edited, samples, chosen, setChosen, tried, isSame, change } = editor;
  return (
    <>
      <MappingHead name={source.name}>
        <Versions source={source.name} saved={saved} onTake={change} />
        <Button look="primary" disabled={!editor.isWhole || isSame} onClick={() => setSaving(true)}>
          Save …
        </Button>
      </MappingHead>
      <Suggested records={editor.records} document={edited} />
      <div className="mapping-grid">
        <SamplesPanel
          samples={samples}
          chosen={chosen}
          onChoose={setChosen}
          onPaste={editor.paste}
          onTake={editor.take}
        />
        <MappingPanel editor={editor} />
        <ResultPanel tried={tried.samples[chosen]} stale={tried.stale || !editor.isWhole} />
      </div>
      {tried.error && <ErrorNote error={tried.error} />}
      {samples.length > 0 && (
        <TestTable samples={samples} tried={tried.samples} chosen={chosen} onChoose={setChosen} />
      )}
      <AgainSection source={source.name} unsaved={!isSame} />
      {saving && (
        <SaveDialog
          source={source.name}
          documents={{ mapping: edited }}
          base={saved.version}
          onClose={() => setSaving(false)}
          onSaved={() => setSaving(false)}
        />
      )}
    </>
  );
}

/** What is being edited, and what it makes of the samples. */
function useEditor(
  source: Source,
  saved: SourceMapping,
  came: readonly SourceSample[],
  native: string | undefined,
) {
  const before: Document = saved.mapping ?? emptyDocument;
  const [text, setText] = useState(() => JSON.stringify(before, null, 2));
  const [pasted, setPasted] = useState<Sample[]>([]);
  const focused = useRef('actor.id');
  const samples = useMemo(() => [...pasted, ...came.map(sampleOf)], [pasted, came]);
  const [chosen, setChosen] = useState(() =>
    Math.max(
      0,
      came.findIndex((sample) => sample.native === native),
    ),
  );
  const { document, syntax } = useMemo(() => read(text), [text]);
  const edited = document ?? before;
  const tried = useTried(source, useDebounced(edited, SETTLE_MS), samples);
  const records = useMemo(() => samples.map(({ raw }) => parsed(raw)), [samples]);
  const change = (next: Document) => setText(JSON.stringify(next, null, 2));
  const isSame = JSON.stringify(edited) === JSON.stringify(before) && saved.mapping !== null;
  const isWhole = document !== null && tried.problems.length === 0;
  return {
    text,
    setText,
    syntax,
    edited,
    change,
    isSame,
    isWhole,
    samples,
    chosen,
    setChosen,
    tried,
    records,
    focused,
    take: (path: string) => change(taken(edited, focused.current, path)),
    paste: (raw: string) => {
      const id = `pasted-${pasted.length}`;
      setPasted([{ id, title: 'Pasted', note: 'not recorded', raw, headers: {} }, ...pasted]);
      setChosen(0);
    },
  };
}

function MappingPanel({ editor }: { editor: ReturnType<typeof useEditor> }) {
  const [mode, setMode] = useState<'form' | 'json'>('form');
  const { text, setText, syntax, edited, change, tried, chosen, records, focused } = editor;
  const errors = tried.samples[chosen]?.events[0]?.errors ?? [];
  return (
    <section className="mapping-panel" aria-label="Mapping">
      <div className="panel-head">
        <h2>Mapping</h2>
        <div className="modes" role="group" aria-label="Show as">
          {(['form', 'json'] as const).map((one) => (
            <Button
              key={one}
              look="plain"
              on={mode === one}
              aria-pressed={mode === one}
              disabled={syntax !== null && one === 'form'}
              onClick={() => setMode(one)}
            >
              {one === 'form' ? 'Fields' : 'JSON'}
            </Button>
          ))}
        </div>
      </div>
      {mode === 'json' ? (
        <JsonEditor text={text} syntax={syntax} problems={tried.problems} onChange={setText} />
      ) : (
        <FormOf
          document={edited}
          records={records}
          problems={[...tried.problems, ...errors]}
          onChange={change}
          onFocus={(field) => (focused.current = field)}
        />
      )}
    </section>
  );
}

/** The document of a text, or what is wrong with its JSON. */
function read(text: string): { document: Document | null; syntax: string | null } {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === 'object' && document !== null && !Array.isArray(document)) {
      return { document: document as Document, syntax: null };
    }
    return { document: null, syntax: 'A mapping is an object.' };
  } catch (error) {
    return { document: null, syntax: error instanceof Error ? error.message : String(error) };
  }
}

/** All samples through the mapping; the last good answer stays while the mapping is wrong. */
function useTried(source: Source, mapping: Document, samples: readonly Sample[]) {
  const { mapping: _saved, ...settings } = source.settings;
  const input = samples.map(({ raw, headers }) => ({ raw, headers }));
  const answer = useQuery(tryQuery({ type: source.type, settings, mapping, samples: input }));
  const last = useRef(answer.data?.samples ?? []);
  const problems = (answer.data?.problems ?? []).map(({ path, message }) => ({
    path: path.replace(/^\/mapping/, ''),
    message,
  }));
  if (answer.data && problems.length === 0) last.current = answer.data.samples;
  return {
    samples: last.current,
    problems,
    stale: answer.isPlaceholderData,
    error: answer.error,
  };
}

/** The document with a path taken into the field that had the focus last. */
function taken(document: Document, field: string, path: string): Document {
  if (field === 'delivery') return withMember(document, 'delivery', `{${path}}`);
  if (field === 'split' || field === '') return document;
  const row = rowOf(fieldsOf(document)[field]);
  if (row === null) return document;
  const isOne = row.source === '' || onlyPlace(row.source) !== undefined;
  const source = isOne ? `{${path}}` : `${row.source}{${path}}`;
  return withField(document, field, valueOf({ ...row, source }));
}

function Suggested({ records, document }: { records: readonly unknown[]; document: Document }) {
  const catalogue = useQuery(catalogueQuery());
  const paths = new Set(records.flatMap((record) => leavesOf(record).map(({ path }) => path)));
  const extract = JSON.stringify(document['extract'] ?? []);
  for (const [, name] of extract.matchAll(/\(\?P<(\w+)>/g)) paths.add(`@match.${name}`);
  const actions = catalogue.data?.actions.map(({ action }) => action) ?? [];
  return <Suggestions paths={[...paths].slice(0, 500)} actions={actions} />;
}

type FormProps = Omit<React.ComponentProps<typeof MappingForm>, 'fields'>;

function FormOf(props: FormProps) {
  const fields = useQuery(fieldsQuery());
  return <MappingForm {...props} fields={fields.data ?? []} />;
}
