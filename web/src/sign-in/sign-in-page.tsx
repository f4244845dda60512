import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { ApiError, send } from '../api/client.ts';
import { Mark } from '../frame/rail.tsx';
import { FIRST_VIEW } from '../frame/screens.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import '../frame/frame.css';
import './sign-in.css';

function takeFragment(): string {
  const token = decodeURIComponent(window.location.hash.slice(1));
  // The token leaves the address at once: history and screenshots don't need it.
  if (token) history.replaceState(history.state, '', window.location.pathname + location.search);
  return token;
}

function reasonOf(error: unknown, byLink: boolean): string {
  if (!(error instanceof ApiError)) return String(error);
  if (error.problem.status !== 401) return error.message;
  return byLink
    ? 'This link was used already or is older than 15 minutes. Start the server again for a new one, or use an API key.'
    : 'No such key, or it is revoked or expired.';
}

export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const router = useRouter();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const asked = useRef(false);

  const signIn = async (token: string, byLink: boolean) => {
    setBusy(true);
    setWrong(null);
    try {
      await send('POST', '/v1/session', { token });
      await queries.resetQueries();
      if (next) router.history.push(next);
      else await navigate({ to: '/events', search: FIRST_VIEW });
    } catch (error) {
      setWrong(reasonOf(error, byLink));
      setBusy(false);
    }
  };

  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    const token = takeFragment();
    if (token) void signIn(token, true);
  });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const key = new FormData(event.currentTarget).get('key');
    if (typeof key === 'string' && key.trim()) void signIn(key.trim(), false);
  };

  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <Mark />
        <h1>Sign in to Acta</h1>
        <p className="prose">
          Open the line that starts with <code>Sign in:</code> in the terminal where the server
          runs. It works once, for 15 minutes. Or use an API key.
        </p>
        {wrong && (
          <div className="note bad" role="alert">
            <Icon name="warning" />
            <p>{wrong}</p>
          </div>
        )}
        <form onSubmit={submit}>
          <div className="field">
            <label htmlFor="key">API key</label>
            <input
              id="key"
              name="key"
              type="password"
              className="input mono"
              autoComplete="off"
              spellCheck={false}
              required
              disabled={busy}
            />
          </div>
          <Button type="submit" look="primary" disabled={busy}>
            {busy ? 'Signing in…' : 'Sign in'}
          </Button>
        </form>
        <p className="small faint">Signing in, and a failed try, are events in the log.</p>
      </div>
    </main>
  );
}
