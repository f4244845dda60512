import { useQueryClient } from '@tanstack/react-query';

/** Reads the quarantine and the source anew after something was done to them. */
export function useQuarantineRefresh(source: string): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await queries.invalidateQueries({ queryKey: ['quarantine', source] });
    await queries.invalidateQueries({ queryKey: ['source', source] });
    await queries.invalidateQueries({ queryKey: ['coverage'] });
  };
}
