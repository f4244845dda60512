import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { send } from '../api/client.ts';
import type { RuleExplanation, RuleReason } from '../api/types.ts';
import { count } from '../lib/numbers.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { ErrorNote } from '../ui/states.tsx';

/** A rule that is known, or a text that is being written. */
export type Subject = { rule: string } | { text: string };

const EVENT_ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** Why the rule fires on an event of the log, or does not. */
export function ExplainPanel(props: { subject: Subject; event?: string | undefined }) {
  const { subject } = props;
  const [text, setText] = useState(props.event ?? '');
  const explain = useMutation({
    mutationFn: (event: string) =>
      send<RuleExplanation>('POST', '/v1/rules/explain', { ...subject, event }),
  });
  const id = EVENT_ID.exec(text)?.[0];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (id !== undefined) explain.mutate(id);
  };
  return (
    <section className="section" aria-label="Explain on an event">
      <h2>Explain on an event</h2>
      <form className="try-form" onSubmit={submit}>
        <input
          className="input mono"
          aria-label="Event id"
          placeholder="Paste an event’s id or its address"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <Button type="submit" disabled={id === undefined || explain.isPending}>
          Explain
        </Button>
      </form>
      {explain.isError && <ErrorNote error={explain.error} />}
      {explain.data && <Explanation found={explain.data} />}
    </section>
  );
}

function Explanation({ found }: { found: RuleExplanation }) {
  return (
    <div className="explanation" aria-live="polite">
      <p className="small soft">
        On event{' '}
        <Link to="/events" search={{ event: found.event.id, range: 'all' }} className="link">
          #{count(found.event.index)}
        </Link>
        {found.withheld.length > 0 && `, without ${found.withheld.join(', ')}: not shown to you`}
      </p>
      {found.problems.map(({ message }) => (
        <p className="rule-wrong" key={message}>
          {message}
        </p>
      ))}
      {found.rules.map((each) => (
        <div key={`${each.rule}${each.document}`} className="explained">
          <p>
            <Verdict ok={each.matched && each.applies} />{' '}
            <strong>
              {each.title}{' '}
              {each.matched
                ? each.applies
                  ? 'matches'
                  : 'would match, but is for other logs'
                : 'does not match'}
            </strong>{' '}
            <span className="faint small">
              {each.document === 'record' ? 'the product’s own record' : 'Acta’s event'}
            </span>
          </p>
          <ul className="reasons">
            <Reason reason={each.reason} />
          </ul>
        </div>
      ))}
    </div>
  );
}

function Reason({ reason }: { reason: RuleReason }) {
  const { label, kind, matched, found, items } = reason;
  return (
    <li>
      <Verdict ok={matched} /> <code className={`reason-${kind}`}>{label}</code>
      {kind === 'test' && (
        <span className="soft small">
          {found === undefined ? ' the event has no such field' : ` found ${found.join(', ')}`}
        </span>
      )}
      {items.length > 0 && (
        <ul className="reasons">
          {items.map((item, at) => (
            <Reason key={at} reason={item} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Verdict({ ok }: { ok: boolean }) {
  return (
    <span className={`verdict ${ok ? 'verdict-yes' : 'verdict-no'}`}>
      <Icon name={ok ? 'check' : 'close'} size={14} />
      <span className="visually-hidden">{ok ? 'yes' : 'no'}</span>
    </span>
  );
}
