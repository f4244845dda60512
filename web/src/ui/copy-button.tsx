import { useEffect, useState } from 'react';
import { Button } from './button.tsx';

/** Copies a text and says so for a moment, in the button and to a screen reader. */
export function CopyButton({
  text,
  label,
  words,
}: {
  text: string;
  label: string;
  words?: string;
}) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 1400);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button
      look="plain"
      icon={copied ? 'check' : 'copy'}
      aria-label={copied ? 'Copied' : label}
      title={label}
      onClick={() => {
        void navigator.clipboard?.writeText(text).then(() => setCopied(true));
      }}
    >
      {words}
    </Button>
  );
}

/** A value somebody has to carry elsewhere: shown whole, with its copy button. */
export function CopyLine({ text, label }: { text: string; label: string }) {
  return (
    <div className="secret">
      <code>{text}</code>
      <CopyButton text={text} label={label} />
    </div>
  );
}
