import calculators from './calculators';
import cases from './cases';
import filing from './filing';
import instruments from './instruments';
import messages from './messages';
import vault from './vault';
import verify from './verify';

/** Texts of pages that fetch them when they are opened: one's own affairs, and tools that few use. */
export default { calculators, cases, filing, instruments, messages, vault, verify };
