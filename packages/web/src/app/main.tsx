import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { t } from '../lib/messages.ts';
import { queryClient } from '../lib/queries.ts';
import { followTheme } from '../lib/theme.ts';
import { Kit } from '../ui/kit.tsx';
import { Toasts } from '../ui/toast.tsx';
import { router } from './router.tsx';

const place = document.getElementById('root');
if (place === null) throw new Error('The page has no place for the application');

followTheme();
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Kit>
        <RouterProvider router={router} />
        <Toasts label={t.frame.notifications} dismissLabel={t.frame.dismiss} />
      </Kit>
    </QueryClientProvider>
  </StrictMode>,
);
