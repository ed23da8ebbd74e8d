/** Who is shown which pages: this hides menus and explains closed doors; what may be done, the server decides. */
export type Role = 'enterprise' | 'clerk' | 'specialist' | 'approver' | 'supervisor' | 'department' | 'admin';
export type Group = 'public' | 'business' | 'window' | 'domain' | 'approval' | 'supervision' | 'admin';
export type MenuName =
  | 'catalogue'
  | 'progress'
  | 'verify'
  | 'home'
  | 'my_cases'
  | 'messages'
  | 'instruments'
  | 'vault'
  | 'calculators'
  | 'desk'
  | 'intake'
  | 'delivery'
  | 'search'
  | 'day'
  | 'parts'
  | 'approvals'
  | 'supervision'
  | 'load'
  | 'ratings'
  | 'calendar'
  | 'stations'
  | 'health'
  | 'events';

type Entry = { path: string; name: MenuName; group: Group; roles?: readonly Role[] }; // without roles: anyone

export const MENU: readonly Entry[] = [
  { path: '/home', name: 'home', group: 'business', roles: ['enterprise'] },
  { path: '/cases', name: 'my_cases', group: 'business', roles: ['enterprise'] },
  { path: '/instruments', name: 'instruments', group: 'business', roles: ['enterprise'] },
  { path: '/messages', name: 'messages', group: 'business', roles: ['enterprise'] },
  { path: '/vault', name: 'vault', group: 'business', roles: ['enterprise'] },
  { path: '/desk', name: 'desk', group: 'window', roles: ['clerk'] },
  { path: '/desk/intake', name: 'intake', group: 'window', roles: ['clerk'] },
  { path: '/desk/delivery', name: 'delivery', group: 'window', roles: ['clerk'] },
  { path: '/desk/search', name: 'search', group: 'window', roles: ['clerk'] },
  { path: '/desk/day', name: 'day', group: 'window', roles: ['clerk'] },
  { path: '/parts', name: 'parts', group: 'domain', roles: ['specialist'] },
  { path: '/approvals', name: 'approvals', group: 'approval', roles: ['approver'] },
  { path: '/supervision', name: 'supervision', group: 'supervision', roles: ['supervisor'] },
  { path: '/supervision/load', name: 'load', group: 'supervision', roles: ['supervisor'] },
  { path: '/supervision/ratings', name: 'ratings', group: 'supervision', roles: ['supervisor', 'clerk'] },
  { path: '/admin/calendar', name: 'calendar', group: 'admin', roles: ['admin'] },
  { path: '/admin/stations', name: 'stations', group: 'admin', roles: ['admin'] },
  { path: '/admin/health', name: 'health', group: 'admin', roles: ['admin', 'supervisor'] },
  { path: '/events', name: 'events', group: 'supervision', roles: ['department', 'admin'] },
  { path: '/', name: 'catalogue', group: 'public' },
  { path: '/progress', name: 'progress', group: 'public' },
  { path: '/verify', name: 'verify', group: 'public' },
  { path: '/calculators', name: 'calculators', group: 'public' },
];

/** Where each role begins, in the order of the menu's groups. */
const LANDING: readonly [Role, string][] = [
  ['enterprise', '/home'],
  ['clerk', '/desk'],
  ['specialist', '/parts'],
  ['approver', '/approvals'],
  ['department', '/events'],
  ['admin', '/admin/calendar'],
  ['supervisor', '/supervision'],
];

export function mayOpen(roles: readonly string[], allowed: readonly Role[] | undefined): boolean {
  return !allowed || allowed.some((role) => roles.includes(role));
}

export function menuOf(roles: readonly string[]): readonly Entry[] {
  return MENU.filter((entry) => mayOpen(roles, entry.roles));
}

export function landingOf(roles: readonly string[], used?: string | null): string {
  const own = LANDING.filter(([role]) => roles.includes(role)).map(([, path]) => path);
  return own.find((path) => path === used) ?? own[0] ?? '/';
}

/** Pages of the desk are dense; those of a business and the public are not. */
export function isDesk(path: string): boolean {
  return /^\/(desk|parts|approvals|supervision|admin|events)/.test(path);
}
