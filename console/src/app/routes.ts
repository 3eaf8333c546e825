import {
  ChartColumn,
  CircleUser,
  CodeXml,
  Contact,
  Database,
  Inbox as InboxIcon,
  LayoutTemplate,
  Megaphone,
  PlugZap,
  ScrollText,
  Users,
  type LucideIcon,
} from 'lucide-react';
import { type ComponentType, type LazyExoticComponent } from 'react';
import { lazily } from '../parts/lazily';
import { page } from '../language/page-texts';
import type { Role } from '../generated/graphql';
import type { TextId } from '../language/text';

interface Route {
  /** Its first segment; the page reads the rest itself. */
  path: string;
  label: TextId;
  icon: LucideIcon;
  roles: readonly Role[];
  page: LazyExoticComponent<ComponentType>;
  /** Reached otherwise than by the navigation. */
  isElsewhere?: true;
}

const EVERYBODY: readonly Role[] = ['ADMIN', 'MANAGER', 'OPERATOR'];
const MANAGERS: readonly Role[] = ['ADMIN', 'MANAGER'];
const ADMINS: readonly Role[] = ['ADMIN'];

/** Every page of the console, in the order of the navigation: a page is one line here. The first is where one begins. */
export const ROUTES: readonly Route[] = [
  {
    path: '/inbox',
    label: 'nav.inbox',
    icon: InboxIcon,
    roles: EVERYBODY,
    page: lazily(() => import('../inbox/InboxPage')),
  },
  {
    path: '/templates',
    label: 'nav.templates',
    icon: LayoutTemplate,
    roles: EVERYBODY,
    page: page(() => import('../templates/TemplatesPage')),
  },
  {
    path: '/broadcasts',
    label: 'nav.broadcasts',
    icon: Megaphone,
    roles: EVERYBODY,
    page: page(() => import('../broadcasts/BroadcastsPage')),
  },
  {
    path: '/contacts',
    label: 'nav.contacts',
    icon: Contact,
    roles: EVERYBODY,
    page: page(() => import('../contacts/ContactsPage')),
  },
  {
    path: '/records',
    label: 'nav.records',
    icon: Database,
    roles: EVERYBODY,
    page: page(() => import('../records/RecordsPage')),
  },
  {
    path: '/accounts',
    label: 'nav.accounts',
    icon: PlugZap,
    roles: MANAGERS,
    page: page(() => import('../accounts/AccountsPage')),
  },
  {
    path: '/team',
    label: 'nav.team',
    icon: Users,
    roles: MANAGERS,
    page: page(() => import('../team/TeamPage')),
  },
  {
    path: '/developers',
    label: 'nav.developers',
    icon: CodeXml,
    roles: ADMINS,
    page: page(() => import('../developers/DevelopersPage')),
  },
  {
    path: '/overview',
    label: 'nav.overview',
    icon: ChartColumn,
    roles: MANAGERS,
    page: page(() => import('../overview/OverviewPage')),
  },
  {
    path: '/audit',
    label: 'nav.audit',
    icon: ScrollText,
    roles: ADMINS,
    page: page(() => import('../audit/AuditPage')),
  },
  {
    path: '/profile',
    label: 'nav.profile',
    icon: CircleUser,
    roles: EVERYBODY,
    page: page(() => import('../profile/ProfilePage')),
    isElsewhere: true,
  },
];
