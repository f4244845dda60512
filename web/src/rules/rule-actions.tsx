import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { RuleDetail } from '../api/types.ts';
import { plural } from '../lib/numbers.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/modal.tsx';
import { useDeleteRule } from './queries.ts';

/** Own rules are edited; others are copied, and their files stay as they are. */
export function RuleActions({ rule }: { rule: RuleDetail }) {
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const remove = useDeleteRule(rule.id);
  const isOwn = rule.origin === 'own';
  return (
    <div className="alert-actions">
      <Link to="/rules/new" search={{ from: rule.id }} className="button">
        Copy as a new rule
      </Link>
      {isOwn && (
        <>
          <Link to="/rules/$id/edit" params={{ id: rule.id }} className="button primary">
            Edit
          </Link>
          <Button icon="trash" look="danger" onClick={() => setAsking(true)}>
            Delete
          </Button>
        </>
      )}
      <Confirm
        open={asking}
        title={`Delete ${rule.title}`}
        about={`No event is judged by it any more. Its ${plural(rule.hits.alerts, 'alert')} and its versions stay. Deleting is an event in the log.`}
        action="Delete the rule"
        change={remove}
        onConfirm={() =>
          remove.mutate(undefined, { onSuccess: () => void navigate({ to: '/rules' }) })
        }
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
