/** Delivery, the domains' parts, approvals. */
export const delivery = { closed: '待送达', decided: '待办结', delivered: '已送达', empty: '没有待出件' };

export const parts = {
  view: { dispatched: '待接', taken: '在办', finished: '已送回', returned: '已退回', all: '全部' },
  empty: '本领域没有待接任务',
  no_match: '没有符合条件的任务',
  away: '{names}暂时连不上，名下任务没有列出。',
  domain: '领域',
  sent: '发出',
  taken: '接件',
  finished: '送回',
  needs: '等什么',
  case: '办件',
  filing: '申请信息',
  siblings: '各部分',
  result: '结果',
};

export const approvals = {
  view: { in_review: '待决定', dispatched: '办理中', decided: '已决定' },
  empty: '没有等您审批的事项',
  kind: '类别',
  possible: '可以办理',
  waiting: '等承办单位',
  results: '承办单位的结果',
  checks: '核对',
  check: {
    parts: '必办部分都已办完（未办完 {n}）',
    findings: '没有未解决的问题（{n}）',
    person: '{name}不是本件的收件人',
  },
};

export const intake = {
  company: '企业',
  name: '名称',
  contact: '经办人',
  phone: '电话',
  known: '以前来办过 · 在办 {n} 件',
  twin: '该企业 {day} 已申报同一事项，还没有办完。',
  look: '查看',
  item_hint: '编号或名称',
  promised: '承诺 {n} 个工作日',
  reuse: '再用',
  reuse_of: '再用 {day} 交过的 {name}',
  finish: '办结收件',
  file_only: '只登记申报',
  receive: '收件并打印凭证',
  until: '最迟办结',
  who_is_open: '请先填写企业的代码、名称、经办人和电话。',
  outcome: {
    complete: '材料齐全，可当场受理。',
    promisable: '缺 {n} 份可容缺的材料。',
    incomplete: '有 {n} 处需要补齐。',
    wrong: '申请信息有 {n} 处需要修改。',
  },
  receipt: '收件凭证',
  filed: '已登记申报',
  receipt_text: '本凭证只说明材料已收到，不表示已受理。扫码或凭编号和查询码可查进度。',
  qr: '查询进度的二维码',
  at: '收到时间',
  answer_by: '最迟告知是否受理',
  print: '打印',
  open: '去办理',
  anew: '再收一件',
};

export const events = {
  topic: '主题',
  type: '类型',
  key: '办件或部分',
  sequence: '序号',
  time: '时间',
  place: '分区与位置',
  data: '内容',
  look: '看内容',
  pause: '暂停',
  resume: '继续',
  empty: '还没有您可以看到的事件',
  find: '按编号筛选',
  all_topics: '全部主题',
  at_least_once: '每条事件至少送达一次：消费方按编号去重。',
};
