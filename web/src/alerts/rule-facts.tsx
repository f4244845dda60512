import { Link } from '@tanstack/react-router';
import type { AlertRule } from '../api/types.ts';
import { SeverityMark } from '../events/list/outcome-mark.tsx';
import { severityOf, tagLink } from './words.ts';

/** The rule behind the finding. Rules of others name their author and licence. */
export function RuleFacts({ rule }: { rule: AlertRule }) {
  return (
    <section className="section" aria-label="The rule">
      <h2>The rule</h2>
      <dl className="side-facts">
        <dt>Rule</dt>
        <dd>
          <Link to="/rules/$id" params={{ id: rule.id }} className="link">
            {rule.title}
          </Link>
        </dd>
        <dt>Level</dt>
        <dd>
          <SeverityMark severity={severityOf(rule.level)} word />
        </dd>
        {rule.tags.length > 0 && (
          <>
            <dt>Tags</dt>
            <dd>
              <TagList tags={rule.tags} />
            </dd>
          </>
        )}
        {rule.author !== undefined && (
          <>
            <dt>Author</dt>
            <dd>{rule.author}</dd>
          </>
        )}
        {rule.license !== undefined && (
          <>
            <dt>Licence</dt>
            <dd>{rule.license}</dd>
          </>
        )}
        {rule.references.length > 0 && (
          <>
            <dt>References</dt>
            <dd>
              <References references={rule.references} />
            </dd>
          </>
        )}
        <dt>Version</dt>
        <dd className="mono" title={`SHA-256 of the rule’s text: ${rule.hash}`}>
          {rule.hash.slice(0, 12)}
        </dd>
      </dl>
    </section>
  );
}

export function TagList({ tags }: { tags: readonly string[] }) {
  return (
    <span className="tags">
      {tags.map((tag) => {
        const { text, href } = tagLink(tag);
        return href === null ? (
          <span key={tag} className="badge">
            {text}
          </span>
        ) : (
          <a key={tag} className="badge" href={href} target="_blank" rel="noreferrer">
            {text}
          </a>
        );
      })}
    </span>
  );
}

/** Only addresses become links: a reference is a text of a file that anybody may have written. */
export function References({ references }: { references: readonly string[] }) {
  return (
    <ul className="references">
      {references.map((each) => (
        <li key={each}>
          {/^https?:\/\//.test(each) ? (
            <a className="link" href={each} target="_blank" rel="noreferrer">
              {hostAndEnd(each)}
            </a>
          ) : (
            each
          )}
        </li>
      ))}
    </ul>
  );
}

function hostAndEnd(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null) return address;
  const end = url.pathname.split('/').findLast((part) => part !== '') ?? '';
  return end === '' ? url.hostname : `${url.hostname}/…/${end}`;
}
