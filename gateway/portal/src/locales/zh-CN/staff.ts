import act from './act';
import admin from './admin';
import desk from './desk';
import inspection from './inspection';
import supervision from './supervision';
import { approvals, delivery, events, intake, parts } from './work';

/** What only those who work here read: fetched with the first of their pages. */
export default { act, admin, approvals, delivery, desk, events, inspection, intake, parts, supervision };
