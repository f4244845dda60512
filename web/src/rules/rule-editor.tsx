import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { RuleCheck, RuleProblem } from '../api/types.ts';
import { useDebounced } from '../sources/mapping/use-debounced.ts';
import { plural } from '../lib/numbers.ts';
import { Button } from '../ui/button.tsx';
import { CodeEditor } from '../ui/code-editor.tsx';
import { Icon } from '../ui/icon.tsx';
import { ErrorNote } from '../ui/states.tsx';
import { completeRule, logsourceAt } from './complete-rule.ts';
import { ExplainPanel } from './explain-panel.tsx';
import { FixtureList } from './fixture-results.tsx';
import { checkQuery, useSaveRule } from './queries.ts';
import { ReplayPanel } from './replay-panel.tsx';
import { unknownActions } from './unknown-actions.ts';
import { useKnownFields } from './use-known-fields.ts';
import { yamlLine } from './yaml-tokens.ts';

export interface Draft {
  text: string;
  fixtures: string;
}

const SETTLE_MS = 300;

/** The text at the left; what is wrong with it, its fixtures and its trial at the right. */
export function RuleEditor(props: { draft: Draft; id: string | null; event?: string | undefined }) {
  const { draft, id, event } = props;
  const [text, setText] = useState(draft.text);
  const [fixtures, setFixtures] = useState(draft.fixtures);
  const [cursor, setCursor] = useState(0);
  const editor = useCheck(text, fixtures);
  const known = useKnownFields(logsourceAt(text, cursor));
  return (
    <div className="rule-editor">
      <div className="rule-editor-text">
        <CodeEditor
          label="Rule"
          value={text}
          onChange={setText}
          marks={editor.ofRule}
          tokens={yamlLine}
          complete={(all, at) => {
            setCursor(at);
            return completeRule(all, at, known);
          }}
          rows={30}
        />
        <SaveBar id={id} text={text} fixtures={fixtures} editor={editor} />
      </div>
      <div className="rule-editor-side">
        <Problems editor={editor} empty={text.trim() === ''} />
        <UnknownActions text={text} />
        <section className="section" aria-label="Fixtures">
          <h2>Fixtures</h2>
          <CodeEditor
            label="Fixtures"
            value={fixtures}
            onChange={setFixtures}
            marks={editor.ofFixtures}
            tokens={yamlLine}
            rows={12}
          />
          <div className="fixture-place" data-stale={editor.stale || undefined} aria-live="polite">
            {editor.check && fixtures.trim() !== '' && (
              <FixtureList fixtures={editor.check.fixtures} />
            )}
            {fixtures.trim() === '' && (
              <p className="faint small">
                A list of events: <code>title</code>, <code>fires: true</code> or <code>false</code>
                , and <code>event</code>.
              </p>
            )}
          </div>
        </section>
        <ReplayPanel subject={{ text }} />
        <ExplainPanel subject={{ text }} event={event} />
      </div>
    </div>
  );
}

interface Checked {
  check: RuleCheck | undefined;
  error: Error | null;
  stale: boolean;
  ofRule: RuleProblem[];
  ofFixtures: RuleProblem[];
  isRight: boolean;
}

/** What the server says of the text once it has stood still for a moment. */
function useCheck(text: string, fixtures: string): Checked {
  const settled = useDebounced(text, SETTLE_MS);
  const stories = useDebounced(fixtures, SETTLE_MS);
  const query = useQuery(
    checkQuery({ text: settled, ...(stories.trim() === '' ? {} : { fixtures: stories }) }),
  );
  const isEmpty = text.trim() === '';
  const problems = isEmpty ? [] : (query.data?.problems ?? []);
  const stale = query.isPlaceholderData || settled !== text || stories !== fixtures;
  return {
    check: isEmpty ? undefined : query.data,
    error: query.error,
    stale,
    ofRule: problems.filter(({ part }) => part !== 'fixtures'),
    ofFixtures: problems.filter(({ part }) => part === 'fixtures'),
    isRight: !isEmpty && !stale && query.data !== undefined && problems.length === 0,
  };
}

/** What can never come is said before somebody waits for it. */
function UnknownActions({ text }: { text: string }) {
  const unknown = unknownActions(text);
  if (unknown.length === 0) return null;
  return (
    <div className="note warn unknown-actions" role="status">
      <Icon name="warning" />
      <p>
        <strong>Not in the catalogue: {unknown.join(', ')}.</strong> No event has such an action;
        the product’s own word is in <code>native</code>.
      </p>
    </div>
  );
}

function Problems({ editor, empty }: { editor: Checked; empty: boolean }) {
  const { ofRule, ofFixtures, check, error, stale } = editor;
  const all = [
    ...ofRule.map((problem) => ({ problem, where: '' })),
    ...ofFixtures.map((problem) => ({ problem, where: 'Fixtures, ' })),
  ];
  return (
    <section
      className="problems"
      aria-label="Check"
      aria-live="polite"
      data-stale={stale || undefined}
    >
      {error && <ErrorNote error={error} />}
      {empty && <p className="faint">Write a rule, or paste one. Ctrl Space completes.</p>}
      {!empty && check && all.length === 0 && (
        <p className="problems-none">
          <Icon name="check" size={14} /> {plural(check.rules.length, 'rule')} without a problem
        </p>
      )}
      <ul>
        {all.map(({ problem, where }, at) => (
          <li key={at} className="rule-wrong">
            {problem.line !== null && (
              <span className="mono">
                {where}
                {problem.line}:{problem.column ?? 1}{' '}
              </span>
            )}
            {problem.message}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface SaveBarProps extends Draft {
  id: string | null;
  editor: Checked;
}

function SaveBar({ id, text, fixtures, editor }: SaveBarProps) {
  const save = useSaveRule(id);
  const navigate = useNavigate();
  const failing = editor.check?.fixtures.filter(({ wanted, fired }) => wanted !== fired) ?? [];
  const input = { text, fixtures: fixtures.trim() === '' ? null : fixtures };
  return (
    <>
      {save.isError && <ErrorNote error={save.error} />}
      <div className="save-bar">
        <p className="faint small">
          {failing.length > 0
            ? `${plural(failing.length, 'fixture')} ${failing.length === 1 ? 'does' : 'do'} not do what ${failing.length === 1 ? 'it' : 'they'} should.`
            : 'It runs from the next event on. Saving is an event in the log.'}
        </p>
        <Button
          look="primary"
          disabled={!editor.isRight || failing.length > 0 || save.isPending}
          onClick={() =>
            save.mutate(input, {
              onSuccess: (rule) =>
                void navigate({ to: '/rules/$id', params: { id: rule.id }, replace: true }),
            })
          }
        >
          Save and enable
        </Button>
      </div>
    </>
  );
}
