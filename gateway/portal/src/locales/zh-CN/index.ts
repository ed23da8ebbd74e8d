import act from './act';
import cases from './cases';
import catalogue from './catalogue';
import desk from './desk';
import filing from './filing';
import reasons from './reasons';
import shell from './shell';
import ui from './ui';
import words from './words';
import { approvals, delivery, events, intake, parts } from './work';

export default {
  act,
  approvals,
  cases,
  catalogue,
  delivery,
  desk,
  events,
  filing,
  intake,
  parts,
  reasons,
  shell,
  ui,
  words,
};
