import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import type { RuleDetail } from '../api/types.ts';
import { Icon } from '../ui/icon.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { ruleQuery } from './queries.ts';
import { RuleEditor, type Draft } from './rule-editor.tsx';
import { TEMPLATES } from './templates.ts';
import '../sources/sources.css';
import '../sources/mapping/mapping.css';
import './rules.css';
import './editor.css';

/** A rule that is written anew: from a template, from nothing, or from a copy. */
export function NewRulePage() {
  const { from } = useSearch({ from: '/app/rules/new' });
  const [draft, setDraft] = useState<Draft | null>(null);
  const copied = useQuery({ ...ruleQuery(from ?? ''), enabled: from !== undefined });
  const begin = draft ?? (copied.data ? copyOf(copied.data) : null);
  useEffect(() => {
    document.title = 'Write a rule · Acta';
  }, []);
  return (
    <EditorFrame name="Write a rule">
      {from !== undefined && copied.isError && <ErrorNote error={copied.error} />}
      {from !== undefined && copied.isPending && (
        <SkeletonLines lines={12} label="Reading the rule" />
      )}
      {from === undefined && begin === null && <Templates onChoose={setDraft} />}
      {begin && <RuleEditor draft={begin} id={null} />}
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
