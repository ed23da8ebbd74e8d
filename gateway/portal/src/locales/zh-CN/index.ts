import cases from './cases';
import catalogue from './catalogue';
import reasons from './reasons';
import shell from './shell';
import ui from './ui';
import words from './words';

export default { cases, catalogue, reasons, shell, ui, words };
