import { useEffect } from 'react';
import { Appearance } from './appearance.tsx';
import { Keys } from './keys.tsx';
import { Session } from './session.tsx';
import './settings.css';

export function SettingsPage() {
  useEffect(() => {
    document.title = 'Settings · Acta';
  }, []);
  return (
    <div className="page">
      <div className="page-head">
        <h1>Settings</h1>
      </div>
      <Keys />
      <Appearance />
      <Session />
    </div>
  );
}
