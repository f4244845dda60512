import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The page runs under `script-src 'self'`: no inline script, so no module-preload polyfill, and
// fonts and icons stay files instead of data: URLs.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: Object.fromEntries(
      ['/v1', '/log', '/schema', '/openapi.json'].map((path) => [
        path,
        process.env['ACTA_URL'] ?? 'http://127.0.0.1:8480',
      ]),
    ),
  },
});
