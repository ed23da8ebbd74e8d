import { QueryClient } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';

import { Providers } from '@/app/providers';

/** A page with all that is around it, at an address. */
export function show(element: ReactNode, at = '/', path = '*') {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createMemoryRouter([{ path, element }], { initialEntries: [at] });
  return {
    queries,
    router,
    ...render(
      <Providers queries={queries}>
        <RouterProvider router={router} />
      </Providers>,
    ),
  };
}
