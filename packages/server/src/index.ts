export { serve } from './app/serve.ts';
