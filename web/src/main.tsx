import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import './ui/ui.css';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/client.ts';
import { createPageRouter } from './router.tsx';

/** The first paint waits a moment for the two fonts, so that no line of text moves later. */
async function fontsReady(): Promise<void> {
  const faces = ['400 13px "Inter Variable"', '400 12px "JetBrains Mono Variable"'];
  const patience = new Promise((done) => setTimeout(done, 500));
  await Promise.race([Promise.all(faces.map((face) => document.fonts.load(face))), patience]);
}

function mount(): void {
  const queries = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ApiError && error.problem.status === 401) void goToSignIn();
      },
    }),
    defaultOptions: {
      queries: {
        retry: (failures, error) =>
          failures < 2 && error instanceof ApiError && [0, 502, 504].includes(error.problem.status),
        refetchOnWindowFocus: false,
      },
    },
  });
  const router = createPageRouter(queries);
  const goToSignIn = async () => {
    if (router.state.location.pathname === '/sign-in') return;
    await router.navigate({ to: '/sign-in', search: { next: router.state.location.href } });
  };
  createRoot(document.querySelector('#root')!).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}

void fontsReady().then(mount);
