export { rebuildIndex, type RebuildOptions } from './app/rebuild-index.ts';
export { serve } from './app/serve.ts';
