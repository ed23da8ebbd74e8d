import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';

import { newQueryClient } from './api/queries';
import { Providers } from './app/providers';
import { newRouter } from './app/router';
import { startI18n } from './lib/i18n';
import './styles.css';
import './desk.css';

const root = document.getElementById('root');
const queries = newQueryClient();
const router = newRouter();

void startI18n().then(() => {
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <Providers queries={queries}>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  );
});
