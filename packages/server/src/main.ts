// The code cache lies with the installed code, whose owner alone may write there: a shared folder
// for temporary files would let others put code into the server.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/acta-code'));
const { serve } = await import('./app/serve.ts');

process.exit(await serve(process.argv.slice(2)));
