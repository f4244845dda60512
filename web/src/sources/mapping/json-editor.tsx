interface JsonEditorProps {
  text: string;
  syntax: string | null;
  problems: readonly { path: string; message: string }[];
  onChange: (text: string) => void;
}

/** The mapping as text: everything that it can say. */
export function JsonEditor({ text, syntax, problems, onChange }: JsonEditorProps) {
  return (
    <div className="json-editor">
      <textarea
        className="input mono"
        aria-label="Mapping as JSON"
        value={text}
        spellCheck={false}
        aria-invalid={syntax !== null || problems.length > 0 || undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {syntax !== null && <p className="wrong">{syntax}</p>}
      {problems.map(({ path, message }) => (
        <p className="wrong" key={path + message}>
          <span className="mono">{path === '' ? '/' : path}</span> {message}
        </p>
      ))}
      <p className="faint small">
        The language: <code>docs/reference/mapping.md</code>; its schema:{' '}
        <a className="link" href="/schema/mapping.json">
          /schema/mapping.json
        </a>
      </p>
    </div>
  );
}
