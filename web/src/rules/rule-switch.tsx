import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { meQuery } from '../api/queries.ts';
import type { Rule } from '../api/types.ts';
import { plural } from '../lib/numbers.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';
import { ErrorNote } from '../ui/states.tsx';
import { usePatchRule } from './queries.ts';

/** Turns a rule on or off, after asking. */
export function RuleSwitch({ rule }: { rule: Rule }) {
  const me = useQuery(meQuery()).data;
  const [asking, setAsking] = useState(false);
  const isOn = rule.state !== 'off';
  const mayWrite = me?.permissions.includes('rules.write') === true;
  return (
    <>
      <button
        type="button"
        role="switch"
        className="switch"
        aria-checked={isOn}
        aria-label={rule.title}
        data-rejected={rule.state === 'rejected' || undefined}
        disabled={!mayWrite}
        title={mayWrite ? undefined : 'Only administrators turn rules on and off'}
        onClick={() => setAsking(true)}
      >
        <i aria-hidden="true" />
      </button>
      {asking && <AskSwitch rule={rule} isOn={isOn} onClose={() => setAsking(false)} />}
    </>
  );
}

function AskSwitch(props: { rule: Rule; isOn: boolean; onClose: () => void }) {
  const { rule, isOn, onClose } = props;
  const patch = usePatchRule(rule.id);
  const { open } = rule.hits;
  const about = isOn
    ? `No event is judged by it from now on. ${open > 0 ? `Its ${plural(open, 'open alert')} ${open === 1 ? 'stays' : 'stay'}. ` : ''}Turning a rule off is an event in the log.`
    : 'Each event from the next one on is judged by it. What it would have found before is shown on its page.';
  return (
    <Modal
      open
      onClose={onClose}
      title={`Turn ${isOn ? 'off' : 'on'}: ${rule.title}`}
      about={about}
    >
      {patch.isError && <ErrorNote error={patch.error} />}
      <div className="actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look={isOn ? 'danger' : 'primary'}
          disabled={patch.isPending}
          onClick={() => patch.mutate({ off: isOn }, { onSuccess: onClose })}
        >
          Turn the rule {isOn ? 'off' : 'on'}
        </Button>
      </div>
    </Modal>
  );
}
