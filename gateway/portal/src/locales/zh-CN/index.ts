import catalogue from './catalogue';
import reasons from './reasons';
import shell from './shell';
import ui from './ui';
import words from './words';

export default { catalogue, reasons, shell, ui, words };
