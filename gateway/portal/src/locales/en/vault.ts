import type vault from '../zh-CN/vault';

export default {
  title: 'Vault',
  text: 'What was given once is here. Where it fits a filing it is offered again and need not be given twice.',
  find: 'Material or file name',
  empty: 'After your first case its materials stay here',
  go: 'Find an item',
  material: 'Material',
  item: 'For item',
  at: 'Last given',
  case: 'Latest case',
} satisfies typeof vault;
