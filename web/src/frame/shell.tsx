import { Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { CommandPalette } from './command-palette.tsx';
import { HelpOverlay } from './help-overlay.tsx';
import { Rail } from './rail.tsx';
import './frame.css';
import { useFrameShortcuts } from './use-frame-shortcuts.ts';

/** The frame of every signed-in screen: rail, main, palette and help. */
export function Shell() {
  const [overlay, setOverlay] = useState<'palette' | 'help' | null>(null);
  useFrameShortcuts(setOverlay);
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <div className="shell">
        <Rail onPalette={() => setOverlay('palette')} />
        <main id="main" className="main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <CommandPalette
        open={overlay === 'palette'}
        onClose={() => setOverlay(null)}
        onHelp={() => setOverlay('help')}
      />
      <HelpOverlay open={overlay === 'help'} onClose={() => setOverlay(null)} />
    </>
  );
}
