const WORDS: Record<string, { glyph: string; look: string }> = {
  success: { glyph: 'm3.5 8.5 3 3 6-7', look: 'quiet' },
  failure: { glyph: 'm4.5 4.5 7 7M11.5 4.5l-7 7', look: 'failure' },
  denied: {
    glyph: 'M8 13.2A5.2 5.2 0 1 0 8 2.8a5.2 5.2 0 0 0 0 10.4M4.4 4.4l7.2 7.2',
    look: 'denied',
  },
  unknown: { glyph: 'M3.5 8h9', look: 'quiet' },
};

/** How it ended: by word and glyph; only what went wrong has a colour. */
export function OutcomeMark({ outcome }: { outcome: string }) {
  const { glyph, look } = WORDS[outcome] ?? WORDS['unknown']!;
  return (
    <span className={`outcome outcome-${look}`}>
      <svg width="12" height="12" viewBox="0 0 16 16" aria-hidden="true">
        <path d={glyph} />
      </svg>
      {outcome}
    </span>
  );
}

const LEVEL: Record<string, number> = { info: 0, low: 1, medium: 2, high: 3, critical: 4 };

/** How much the action matters: up to four bars, with the word for those who can't see colour. */
export function SeverityMark({ severity, word }: { severity: string; word?: boolean }) {
  const level = LEVEL[severity] ?? 0;
  return (
    <span className={`severity severity-${severity}`} title={`Severity: ${severity}`}>
      <svg
        width="14"
        height="12"
        viewBox="0 0 14 12"
        role="img"
        aria-label={`Severity ${severity}`}
      >
        {[0, 1, 2, 3].map((bar) => (
          <rect
            key={bar}
            x={bar * 3.5}
            y={9 - bar * 2.6}
            width="2.4"
            height={3 + bar * 2.6}
            rx="0.6"
            data-on={bar < level || undefined}
          />
        ))}
      </svg>
      {word && severity}
    </span>
  );
}
