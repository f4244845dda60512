import { duration } from '../lib/time.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { ErrorNote } from '../ui/states.tsx';
import { useTestSink } from './queries.ts';

/** Sends one message about nothing, and shows what the receiver said. */
export function TestSink({ name }: { name: string }) {
  const test = useTestSink(name);
  const answer = test.data;
  return (
    <div className="test-sink">
      <Button icon="play" disabled={test.isPending} onClick={() => test.mutate(undefined)}>
        Send a test message
      </Button>
      <div aria-live="polite">
        {test.isError && <ErrorNote error={test.error} />}
        {answer && (
          <div className={`note ${answer.delivered ? 'good' : 'bad'}`}>
            <Icon name={answer.delivered ? 'check' : 'warning'} />
            <div>
              <strong>
                {answer.delivered ? 'It was taken' : 'It was not taken'}
                {answer.status !== null && `: ${answer.status}`}
              </strong>{' '}
              <span className="faint">after {duration(answer.latency_ms / 1000)}</span>
              {answer.answer !== '' && <p className="mono sink-answer">{answer.answer}</p>}
              {!answer.linked && (
                <p className="faint small">
                  Messages hold no link to their alert: set <code>public_url</code> for that.
                </p>
              )}
            </div>
          </div>
        )}
      </div>
    </div>
  );
}
