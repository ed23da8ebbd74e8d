export default {
  title: '资料库',
  text: '交过一次的材料都在这里。以后申报时，合用的会自动列出来，不用再交。',
  find: '材料名称或文件名',
  empty: '办过一次事后，材料会留在这里',
  go: '找事项',
  material: '材料',
  item: '用于事项',
  at: '最近提交',
  case: '最近的办件',
};
