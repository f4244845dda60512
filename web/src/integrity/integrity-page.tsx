import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { integrityQuery } from '../api/queries.ts';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { BrowserCheck } from './browser-check.tsx';
import { LogFacts } from './log-facts.tsx';
import { LogKeys } from './log-keys.tsx';
import { Verifications } from './verifications.tsx';
import './integrity.css';

export function IntegrityPage() {
  const query = useQuery(integrityQuery());
  useEffect(() => {
    document.title = 'Integrity · Acta';
  }, []);
  return (
    <div className="page">
      <div className="page-head">
        <h1>Integrity</h1>
      </div>
      {query.isError && !query.data && (
        <ErrorNote error={query.error} retry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonLines lines={12} label="Reading the log's head" />}
      {query.data && (
        <>
          <LogFacts integrity={query.data} />
          <BrowserCheck integrity={query.data} />
          <Verifications integrity={query.data} />
          <LogKeys integrity={query.data} />
        </>
      )}
    </div>
  );
}
