import type { ComponentType } from 'react';
import { createBrowserRouter, type RouteObject } from 'react-router';

import { Broken } from './Broken';
import { Layout } from './Layout';
import { isDesk, type Role } from './access';

import { learn } from '@/lib/i18n';

/** What the frame knows of a page: its title and parent (keys of the texts), and who is shown it. */
export type Page = { title: string; parent?: { path: string; title: string }; roles?: readonly Role[] };

/** Pages whose texts come with them. */
const OWN = /^\/(verify|messages|vault|drafts|calculators|rating|help|register|company|cases|file)/;

type Loaded = () => Promise<unknown>; // a module with the page among its exports

function page(path: string, load: Loaded, name: string, handle: Page): RouteObject {
  return {
    path,
    handle,
    lazy: async () => {
      if (isDesk(path)) await learn('staff');
      if (OWN.test(path)) await learn('own');
      const Component = ((await load()) as Record<string, ComponentType | undefined>)[name];
      if (!Component) throw new Error(`${path} has no ${name}`);
      return { Component };
    },
  };
}

const BUSINESS: readonly Role[] = ['enterprise'];
const MY_CASES = { path: '/cases', title: 'cases.list.title' };
const WINDOW: readonly Role[] = ['clerk'];
const DOMAINS: readonly Role[] = ['specialist'];
const DECIDING: readonly Role[] = ['approver'];
const SUPERVISING: readonly Role[] = ['supervisor'];
const DEPARTMENTS: readonly Role[] = ['department', 'admin'];
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
  page('/drafts', () => import('@/features/filing/Drafts'), 'Drafts', {
    title: 'shell.menu.drafts',
    roles: BUSINESS,
  }),
  page('/file/:code', () => import('@/features/filing/Filing'), 'Filing', {
    title: 'filing.title',
    parent: CATALOGUE,
    roles: BUSINESS,
  }),
  page('/desk', () => import('@/features/desk/Queue'), 'Queue', { title: 'desk.title', roles: WINDOW }),
  page('/desk/cases/:no', () => import('@/features/desk/CasePage'), 'CasePage', {
    title: 'desk.handling',
    roles: WINDOW,
  }),
  page('/desk/search', () => import('@/features/desk/Search'), 'Search', {
    title: 'shell.menu.search',
    roles: WINDOW,
  }),
  page('/desk/companies/:uscc', () => import('@/features/desk/Company'), 'Company', {
    title: 'shell.menu.company',
    parent: { path: '/desk/search', title: 'shell.menu.search' },
    roles: WINDOW,
  }),
  page('/desk/day', () => import('@/features/desk/Day'), 'Day', { title: 'shell.menu.day', roles: WINDOW }),
  page('/desk/intake', () => import('@/features/intake/Intake'), 'Intake', {
    title: 'shell.menu.intake',
    roles: WINDOW,
  }),
  page('/desk/delivery', () => import('@/features/delivery/Delivery'), 'Delivery', {
    title: 'shell.menu.delivery',
    roles: WINDOW,
  }),
  page('/parts', () => import('@/features/parts/Parts'), 'Parts', { title: 'shell.menu.parts', roles: DOMAINS }),
  page('/parts/:id', () => import('@/features/parts/PartPage'), 'PartPage', {
    title: 'parts.result',
    roles: DOMAINS,
  }),
  page('/approvals', () => import('@/features/approvals/Approvals'), 'Approvals', {
    title: 'shell.menu.approvals',
    roles: DECIDING,
  }),
  page('/approvals/:no', () => import('@/features/approvals/Decision'), 'Decision', {
    title: 'words.action.decide',
    roles: DECIDING,
  }),
  page('/supervision', () => import('@/features/supervision/Board'), 'Board', {
    title: 'shell.menu.supervision',
    roles: SUPERVISING,
  }),
  page('/supervision/cards/:id', () => import('@/features/supervision/CardPage'), 'CardPage', {
    title: 'shell.menu.card',
    parent: { path: '/supervision', title: 'shell.menu.supervision' },
    roles: SUPERVISING,
  }),
  page('/supervision/load', () => import('@/features/supervision/LoadPage'), 'LoadPage', {
    title: 'shell.menu.load',
    roles: SUPERVISING,
  }),
  page('/supervision/ratings', () => import('@/features/supervision/Ratings'), 'Ratings', {
    title: 'shell.menu.ratings',
    roles: [...SUPERVISING, ...WINDOW],
  }),
  page('/events', () => import('@/features/events/Events'), 'Events', {
    title: 'shell.menu.events',
    roles: DEPARTMENTS,
  }),
];

export const ROUTES: RouteObject[] = [
  {
    Component: Layout,
    ErrorBoundary: Broken,
    HydrateFallback: () => null,
    children: [...PAGES, page('*', () => import('./system'), 'Missing', { title: 'shell.missing.title' })],
  },
];

export function newRouter() {
  return createBrowserRouter(ROUTES);
}
