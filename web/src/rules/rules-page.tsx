import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { Rule, RulesAnswer, RuleState } from '../api/types.ts';
import { capital } from '../alerts/inbox-rows.ts';
import { LEVELS } from '../alerts/words.ts';
import { count } from '../lib/numbers.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Empty, ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { filterRules, isListed, type RulesSearch } from './filter-rules.ts';
import { rulesQuery } from './queries.ts';
import { RuleTable } from './rule-table.tsx';
import '../sources/sources.css';
import './rules.css';

const SHOWN_MAX = 150;

/** Every rule that is known, what it found, and how often it was wrong. */
export function RulesPage() {
  const query = useQuery({ ...rulesQuery(), staleTime: 0, refetchInterval: 30_000 });
  useEffect(() => {
    document.title = 'Rules · Acta';
  }, []);
  return (
    <div className="page page-wide">
      <div className="page-head">
        <h1>Rules</h1>
        <Link to="/rules/new" search={{}} className="button primary">
          <Icon name="plus" />
          Write a rule
        </Link>
      </div>
      {query.isError && !query.data && (
        <ErrorNote error={query.error} retry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonLines lines={14} label="Reading the rules" />}
      {query.data?.rules.length === 0 && <NoRules />}
      {query.data && query.data.rules.length > 0 && <Rules answer={query.data} />}
    </div>
  );
}

function NoRules() {
  return (
    <Empty
      title="No rule"
      icon="rules"
      actions={
        <Link to="/rules/new" search={{}} className="button primary">
          Write a rule
        </Link>
      }
    >
      A rule says which events, or which run of events, somebody should look at. Acta comes with
      some hundred; here they are turned off by the setting <code>detection.shipped</code>. Folders
      of Sigma rules are named in <code>detection.rules</code>.
    </Empty>
  );
}

function Rules({ answer }: { answer: RulesAnswer }) {
  const search = useSearch({ from: '/app/rules' });
  const navigate = useNavigate();
  const [all, setAll] = useState(false);
  const asked = useDeferredValue(search);
  const found = useMemo(() => filterRules(answer.rules, asked), [answer.rules, asked]);
  const shown = all ? found : found.slice(0, SHOWN_MAX);
  const change = (next: RulesSearch) =>
    void navigate({ to: '/rules', search: { ...search, ...next }, replace: true });
  return (
    <>
      <RuleFilters rules={answer.rules} search={search} onChange={change} />
      {answer.unreadable.length > 0 && <Unreadable files={answer.unreadable} />}
      {found.length === 0 ? (
        <Empty
          title="No rule fits"
          icon="search"
          actions={
            <Button look="primary" onClick={() => void navigate({ to: '/rules', search: {} })}>
              Show all {count(answer.rules.filter(isListed).length)} rules
            </Button>
          }
        >
          Words are looked for in titles, files, tags and log sources.
        </Empty>
      ) : (
        <RuleTable rules={shown} />
      )}
      {shown.length < found.length && (
        <p className="more-below">
          <Button onClick={() => setAll(true)}>Show all {count(found.length)} rules</Button>
        </p>
      )}
    </>
  );
}

const STATE_WORDS: Record<RuleState, string> = { on: 'On', off: 'Off', rejected: 'Rejected' };

interface FiltersProps {
  rules: readonly Rule[];
  search: RulesSearch;
  onChange: (next: RulesSearch) => void;
}

function RuleFilters({ rules, search, onChange }: FiltersProps) {
  const origins = [...new Set(rules.map(({ origin }) => origin))];
  return (
    <div className="rule-filters">
      <input
        type="search"
        className="input rule-search"
        aria-label="Search rules"
        placeholder="Search rules: title, tag, product"
        value={search.q ?? ''}
        onChange={({ target }) => onChange({ q: target.value || undefined })}
      />
      <div className="rule-states" role="group" aria-label="State">
        {(Object.keys(STATE_WORDS) as RuleState[]).map((state) => {
          const number = rules.filter((rule) => rule.state === state && isListed(rule)).length;
          const on = search.state === state;
          return (
            <Button
              key={state}
              on={on}
              aria-pressed={on}
              className={state === 'rejected' && number > 0 ? 'has-rejected' : undefined}
              onClick={() => onChange({ state: on ? undefined : state })}
            >
              {STATE_WORDS[state]} <span className="number">{count(number)}</span>
            </Button>
          );
        })}
      </div>
      <Choice
        label="Level"
        value={search.level}
        options={LEVELS.map((level) => [level, capital(level)])}
        onChange={(level) => onChange({ level })}
      />
      {origins.length > 1 && (
        <Choice
          label="From"
          value={search.origin}
          options={origins.map((origin) => [origin, originText(origin)])}
          onChange={(origin) => onChange({ origin })}
        />
      )}
      <Choice
        label="Order"
        none="What needs a look"
        value={search.sort}
        options={[
          ['hits', 'Most alerts'],
          ['false', 'Most often wrong'],
        ]}
        onChange={(sort) => onChange({ sort })}
      />
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  none?: string;
  value: T | undefined;
  options: readonly (readonly [T, string])[];
  onChange: (value: T | undefined) => void;
}

function Choice<T extends string>({ label, none, value, options, onChange }: ChoiceProps<T>) {
  return (
    <select
      className="input"
      aria-label={label}
      value={value ?? ''}
      onChange={({ target }) => onChange((target.value || undefined) as T | undefined)}
    >
      <option value="">{none ?? `${label}: any`}</option>
      {options.map(([each, text]) => (
        <option key={each} value={each}>
          {text}
        </option>
      ))}
    </select>
  );
}

export const originText = (origin: string): string =>
  origin === 'own' ? 'Written here' : origin === 'acta' ? 'Acta' : origin;

/** Documents of the folders that are no rules: never silently dead. */
function Unreadable({ files }: { files: RulesAnswer['unreadable'] }) {
  return (
    <details className="note warn unreadable">
      <summary>
        {count(files.length)} {files.length === 1 ? 'document is' : 'documents are'} no rules and do
        not run.
      </summary>
      <ul>
        {files.map(({ file, line, message }) => (
          <li key={`${file}${line}${message}`}>
            <code>
              {file}
              {line !== null && `:${line}`}
            </code>{' '}
            {message}
          </li>
        ))}
      </ul>
    </details>
  );
}
