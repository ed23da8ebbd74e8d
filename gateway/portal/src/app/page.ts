import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router';

import { isDesk, type Role } from './access';

import { learn } from '@/lib/i18n';

/** What the frame knows of a page: its title and parent (keys of the texts), and who is shown it. */
export type Page = { title: string; parent?: { path: string; title: string }; roles?: readonly Role[] };

/** Pages whose texts come with them. */
const OWN =
  /^\/(home|progress|verify|messages|vault|drafts|calculators|rating|help|register|company|cases|file|instruments)/;

type Loaded = () => Promise<unknown>; // a module with the page among its exports

/** A page of the portal: fetched, with its texts, when it is first gone to. */
export function page(path: string, load: Loaded, name: string, handle: Page): RouteObject {
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
