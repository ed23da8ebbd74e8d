import type { RouteObject } from 'react-router';

import type { Role } from './access';
import { page } from './page';

const WINDOW: readonly Role[] = ['clerk'];
const DOMAINS: readonly Role[] = ['specialist'];
const DECIDING: readonly Role[] = ['approver'];
const SUPERVISING: readonly Role[] = ['supervisor'];
const ADMIN: readonly Role[] = ['admin'];
const DEPARTMENTS: readonly Role[] = ['department', 'admin'];

/** The pages of those who work here: known when one of them is first gone to. */
export const STAFF_PAGES: RouteObject[] = [
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
  page('/parts/series', () => import('@/features/inspection/SeriesList'), 'SeriesList', {
    title: 'inspection.title',
    roles: DOMAINS,
  }),
  page('/parts/series/:id', () => import('@/features/inspection/SeriesPage'), 'SeriesPage', {
    title: 'inspection.series',
    parent: { path: '/parts/series', title: 'inspection.title' },
    roles: DOMAINS,
  }),
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
  page('/admin/calendar', () => import('@/features/admin/CalendarPage'), 'CalendarPage', {
    title: 'shell.menu.calendar',
    roles: ADMIN,
  }),
  page('/admin/stations', () => import('@/features/admin/Stations'), 'Stations', {
    title: 'shell.menu.stations',
    roles: ADMIN,
  }),
  page('/admin/health', () => import('@/features/admin/Health'), 'Health', {
    title: 'shell.menu.health',
    roles: [...ADMIN, ...SUPERVISING],
  }),
  page('/events', () => import('@/features/events/Events'), 'Events', {
    title: 'shell.menu.events',
    roles: DEPARTMENTS,
  }),
];
