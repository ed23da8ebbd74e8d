import cases from './cases';
import catalogue from './catalogue';
import filing from './filing';
import reasons from './reasons';
import shell from './shell';
import ui from './ui';
import words from './words';

export default { cases, catalogue, filing, reasons, shell, ui, words };
