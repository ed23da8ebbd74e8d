import cases from './cases';
import filing from './filing';
import verify from './verify';

/** Texts of pages that fetch them when they are opened: one's own affairs, and tools that few use. */
export default { cases, filing, verify };
