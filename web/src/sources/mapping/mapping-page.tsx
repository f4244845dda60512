import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { sourceQuery } from '../../api/queries.ts';
import type { Source } from '../../api/types.ts';
import { ErrorNote, SkeletonLines } from '../../ui/states.tsx';
import { AgainSection } from './again-section.tsx';
import { MappingEditor } from './mapping-editor.tsx';
import { MappingHead } from './mapping-head.tsx';
import { mappingQuery, samplesQuery } from './queries.ts';
import { UnmappedTypes } from './unmapped-types.tsx';
import '../sources.css';
import './mapping.css';

/** What the records of a source mean: the editor of a generic one, actions for types of others. */
export function MappingPage() {
  const { name } = useParams({ from: '/app/sources/$name/mapping' });
  const source = useQuery(sourceQuery(name, 60_000));
  useEffect(() => {
    document.title = `Mapping · ${name} · Acta`;
  }, [name]);
  return (
    <div className="page mapping-page">
      {source.isError && !source.data && <ErrorNote error={source.error} />}
      {source.isPending && <SkeletonLines lines={8} label="Reading the source" />}
      {source.data &&
        (source.data.type === 'generic' ? (
          <Generic source={source.data} />
        ) : (
          <>
            <MappingHead name={name} />
            <UnmappedTypes source={source.data} />
            <AgainSection source={name} unsaved={false} />
          </>
        ))}
    </div>
  );
}

function Generic({ source }: { source: Source }) {
  const { native } = useSearch({ from: '/app/sources/$name/mapping' });
  const saved = useQuery(mappingQuery(source.name));
  const samples = useQuery(samplesQuery(source.name));
  const failed = saved.error ?? samples.error;
  if (failed) return <ErrorNote error={failed} />;
  if (!saved.data || !samples.data) {
    return <SkeletonLines lines={8} label="Reading the samples" />;
  }
  return (
    <MappingEditor
      key={saved.data.version}
      source={source}
      saved={saved.data}
      came={samples.data.items}
      native={native}
    />
  );
}
