import { serve } from './app/serve.ts';

process.exit(await serve(process.argv.slice(2)));
