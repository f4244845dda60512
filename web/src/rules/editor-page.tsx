import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { eventQuery } from '../api/queries.ts';
import type { RuleDetail } from '../api/types.ts';
import { Icon } from '../ui/icon.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { ruleQuery } from './queries.ts';
import { RuleEditor, type Draft } from './rule-editor.tsx';
import { ruleFromEvent } from './rule-from-event.ts';
import { TEMPLATES } from './templates.ts';
import '../sources/sources.css';
import '../sources/mapping/mapping.css';
import './rules.css';
import './editor.css';

/** A rule that is written anew: from an event, a template, a copy, or from nothing. */
export function NewRulePage() {
  const { from, event } = useSearch({ from: '/app/rules/new' });
  const [draft, setDraft] = useState<Draft | null>(null);
  const copied = useQuery({ ...ruleQuery(from ?? ''), enabled: from !== undefined });
  const seen = useQuery({ ...eventQuery(event ?? ''), enabled: event !== undefined });
  const given = copied.data ? copyOf(copied.data) : seen.data ? ruleFromEvent(seen.data) : null;
  const begin = draft ?? given;
  const read = from === undefined ? seen : copied;
  const isGiven = from !== undefined || event !== undefined;
  useEffect(() => {
    document.title = 'Write a rule · Acta';
  }, []);
  return (
    <EditorFrame name="Write a rule">
      {isGiven && read.isError && <ErrorNote error={read.error} />}
      {isGiven && read.isPending && (
        <SkeletonLines lines={12} label="Reading what it begins with" />
      )}
      {!isGiven && begin === null && <Templates onChoose={setDraft} />}
      {begin && <RuleEditor draft={begin} id={null} event={event} />}
    </EditorFrame>
  );
}

export function EditRulePage() {
  const { id } = useParams({ from: '/app/rules/$id/edit' });
  const query = useQuery({ ...ruleQuery(id), staleTime: Infinity });
  const rule = query.data;
  useEffect(() => {
    document.title = `${rule?.title ?? 'Rule'} · Edit · Acta`;
  }, [rule?.title]);
  return (
    <EditorFrame name={rule?.title ?? '…'} id={id}>
      {query.isError && <ErrorNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <SkeletonLines lines={12} label="Reading the rule" />}
      {rule && (
        <RuleEditor draft={{ text: rule.text, fixtures: rule.fixtures ?? '' }} id={rule.id} />
      )}
    </EditorFrame>
  );
}

function EditorFrame(props: { name: string; id?: string; children: ReactNode }) {
  return (
    <div className="page editor-page">
      <div className="page-head">
        <h1>
          <span className="crumb">
            <Link to="/rules">Rules</Link>
            <Icon name="right" size={14} />
            {props.id === undefined ? (
              <span className="crumb-here">{props.name}</span>
            ) : (
              <>
                <Link to="/rules/$id" params={{ id: props.id }}>
                  {props.name}
                </Link>
                <Icon name="right" size={14} />
                <span className="crumb-here">Edit</span>
              </>
            )}
          </span>
        </h1>
      </div>
      {props.children}
    </div>
  );
}

/** A copy is a rule of its own: it gets a new id, and keeps its author and licence. */
function copyOf({ text, fixtures }: RuleDetail): Draft {
  return { text: text.replaceAll(/^id:.*\n/gm, ''), fixtures: fixtures ?? '' };
}

function Templates({ onChoose }: { onChoose: (draft: Draft) => void }) {
  return (
    <section className="section" aria-label="Start from">
      <h2>Start from</h2>
      <div className="cards">
        <Link to="/events" search={{}} className="card">
          <strong>Something that happened</strong>
          <span className="soft small">
            Find it among the events and open it: “Write a rule” begins with what it says.
          </span>
        </Link>
        {TEMPLATES.map((template) => (
          <button
            key={template.id}
            type="button"
            className="card"
            onClick={() => onChoose({ text: template.text, fixtures: template.fixtures })}
          >
            <strong>{template.title}</strong>
            <span className="soft small">{template.about}</span>
          </button>
        ))}
        <button type="button" className="card" onClick={() => onChoose({ text: '', fixtures: '' })}>
          <strong>Nothing</strong>
          <span className="soft small">Paste a Sigma rule, or write one.</span>
        </button>
      </div>
      <p className="faint small after-products">
        To change a rule of a folder, open it and copy it.
      </p>
    </section>
  );
}
