import { createBrowserRouter, type RouteObject } from 'react-router';

import { Broken } from './Broken';
import { Layout } from './Layout';
import { isDesk, type Role } from './access';
import { page } from './page';

const BUSINESS: readonly Role[] = ['enterprise'];
const MY_CASES = { path: '/cases', title: 'cases.list.title' };
const CATALOGUE = { path: '/', title: 'shell.menu.catalogue' };

export const PAGES: RouteObject[] = [
  page('/', () => import('@/features/catalogue/Catalogue'), 'Catalogue', { title: 'shell.menu.catalogue' }),
  page('/items/:code', () => import('@/features/catalogue/ItemGuide'), 'ItemGuide', {
    title: 'catalogue.guide_page.crumb',
    parent: CATALOGUE,
  }),
  page('/progress', () => import('@/features/progress/Progress'), 'Progress', { title: 'cases.progress.title' }),
  page('/verify', () => import('@/features/verify/Verify'), 'Verify', { title: 'verify.title' }),
  page('/verify/:token', () => import('@/features/verify/Verify'), 'Verify', { title: 'verify.title' }),
  page('/home', () => import('@/features/home/Home'), 'Home', { title: 'cases.home.title', roles: BUSINESS }),
  page('/cases', () => import('@/features/cases/CaseList'), 'CaseList', {
    title: 'cases.list.title',
    roles: BUSINESS,
  }),
  page('/cases/:no', () => import('@/features/cases/CasePage'), 'CasePage', {
    title: 'cases.page.crumb',
    parent: MY_CASES,
    roles: BUSINESS,
  }),
  page('/cases/:no/correction', () => import('@/features/cases/CorrectionPage'), 'CorrectionPage', {
    title: 'words.action.resubmit',
    parent: MY_CASES,
    roles: BUSINESS,
  }),
  page('/messages', () => import('@/features/messages/Messages'), 'Messages', {
    title: 'messages.title',
    roles: BUSINESS,
  }),
  page('/vault', () => import('@/features/vault/Vault'), 'Vault', { title: 'vault.title', roles: BUSINESS }),
  page('/calculators', () => import('@/features/calculators/Calculators'), 'Calculators', {
    title: 'calculators.title',
  }),
  page('/calculators/:tool', () => import('@/features/calculators/Calculators'), 'Calculators', {
    title: 'calculators.title',
  }),
  page('/drafts', () => import('@/features/filing/Drafts'), 'Drafts', {
    title: 'shell.menu.drafts',
    roles: BUSINESS,
  }),
  page('/instruments', () => import('@/features/instruments/Instruments'), 'Instruments', {
    title: 'shell.menu.instruments',
    roles: BUSINESS,
  }),
  page('/file/:code', () => import('@/features/filing/Filing'), 'Filing', {
    title: 'filing.title',
    parent: CATALOGUE,
    roles: BUSINESS,
  }),
];

export const ROUTES: RouteObject[] = [
  {
    id: 'root',
    Component: Layout,
    ErrorBoundary: Broken,
    HydrateFallback: () => null,
    children: [...PAGES, page('*', () => import('./system'), 'Missing', { title: 'shell.missing.title' })],
  },
];

export function newRouter() {
  return createBrowserRouter(ROUTES, {
    patchRoutesOnNavigation: async ({ path, patch }) => {
      if (isDesk(path)) patch('root', (await import('./staffPages')).STAFF_PAGES);
    },
  });
}
