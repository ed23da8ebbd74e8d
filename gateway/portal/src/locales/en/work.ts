import type * as work from '../zh-CN/work';

export const delivery = {
  closed: 'To deliver',
  decided: 'To close',
  delivered: 'Delivered',
  empty: 'Nothing to deliver',
} satisfies typeof work.delivery;

export const parts = {
  view: { dispatched: 'To take', taken: 'In work', finished: 'Sent back', returned: 'Returned', all: 'All' },
  empty: 'Nothing waits for your domain',
  no_match: 'No part fits',
  away: 'Not listed, because they do not answer: {names}.',
  domain: 'Domain',
  sent: 'Sent',
  taken: 'Taken',
  finished: 'Sent back',
  needs: 'Waits for',
  case: 'Case',
  filing: 'Application form',
  siblings: 'All parts',
  result: 'Result',
} satisfies typeof work.parts;

export const approvals = {
  view: { in_review: 'To decide', dispatched: 'In work', decided: 'Decided' },
  empty: 'Nothing waits for your approval',
  kind: 'Kind',
  possible: 'You may',
  waiting: 'waits for the domains',
  results: 'Results of the domains',
  checks: 'Checks',
  check: {
    parts: 'Every mandatory part has ended (open: {n})',
    findings: 'Nothing found is open ({n})',
    person: '{name} did not receive this case',
  },
} satisfies typeof work.approvals;

export const intake = {
  company: 'Company',
  name: 'Name',
  contact: 'Contact',
  phone: 'Phone',
  known: 'Known here · {n} open cases',
  twin: 'The company filed the same item on {day}, and it is still open.',
  look: 'Look',
  item_hint: 'Code or name',
  promised: '{n} working days promised',
  reuse: 'Use again',
  reuse_of: 'Use again: {name} of {day}',
  finish: 'Finish',
  file_only: 'Only file',
  receive: 'Receive and print the receipt',
  until: 'done by',
  who_is_open: 'Code, name, contact and phone of the company come first.',
  outcome: {
    complete: 'Complete; it can be accepted at once.',
    promisable: '{n} materials may come later.',
    incomplete: '{n} things are missing.',
    wrong: '{n} answers need changing.',
  },
  receipt: 'Receipt',
  filed: 'Filed',
  receipt_text:
    'It says that the materials were received, not that the case is accepted. Scan it to see where the case stands.',
  qr: 'QR code for the progress',
  at: 'Received',
  answer_by: 'Answer on acceptance by',
  print: 'Print',
  open: 'Handle it',
  anew: 'Next filing',
} satisfies typeof work.intake;

export const events = {
  type: 'Type',
  key: 'Case or part',
  sequence: 'Sequence',
  time: 'Time',
  data: 'Content',
  look: 'Content',
  pause: 'Pause',
  resume: 'Go on',
  empty: 'No event you may see yet',
  find: 'By number',
  code: 'Code',
  name: {
    filed: 'Filed',
    received: 'Received',
    accepted: 'Accepted',
    not_accepted: 'Not accepted',
    dispatched: 'Dispatched',
    decided: 'Decided',
    closed: 'Closed',
    delivered: 'Delivered',
    withdrawn: 'Withdrawn',
    part_taken: 'Part taken',
    part_finished: 'Part sent back',
    part_returned: 'Part returned',
  },
  at_least_once: 'Each event comes at least once: consumers drop repeats by their id.',
} satisfies typeof work.events;
