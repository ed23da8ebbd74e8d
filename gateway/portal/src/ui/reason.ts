import type { Problem } from '@/api/problem';
import { i18n } from '@/lib/i18n';
import type zhCN from '@/locales/zh-CN';

type Reason = keyof (typeof zhCN)['reasons'];
type Fault = keyof (typeof zhCN)['ui']['fault'];
const WORDS: Record<string, 'state' | 'action'> = { state: 'state', action: 'action', possible: 'action' };

function known(reason: string): reason is Reason {
  return i18n.exists(`reasons.${reason}`);
}

/** A parameter in the reader's language: states and actions are codes of the API, several divided by commas. */
function word(name: string, value: string): string {
  const kind = WORDS[name];
  if (!kind) return value;
  const codes = value.split(/,\s*/).filter(Boolean);
  return codes
    .map((code) => i18n.t(`words.${kind}.${code}` as 'words.state.filed', { defaultValue: code }))
    .join(i18n.language === 'en' ? ', ' : '、');
}

/** What a refusal says to people; what the gateway did not tell is left as a dash. */
export function reasonText(problem: Pick<Problem, 'reason' | 'params'> & { fields?: Problem['fields'] }): string {
  const wrong = problem.fields?.length ?? 0;
  const reason = known(problem.reason) ? problem.reason : wrong > 0 ? 'BODY_INVALID' : 'UNKNOWN';
  const params: Record<string, string> = { n: String(wrong), ...problem.params };
  const template = i18n.getResource(i18n.language, 'translation', `reasons.${reason}`) as string;
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    return value ? word(name, value) : '—';
  });
}

/** What is wrong with one field: a keyword of the schema, or a reason like that of a whole refusal. */
export function faultText(keyword: string, limit?: unknown): string {
  const name = keyword.toUpperCase();
  if (i18n.exists(`ui.fault.${name}`)) return i18n.t(`ui.fault.${name as Fault}`, { limit: String(limit ?? '') });
  if (known(name)) return reasonText({ reason: name, params: {} });
  return i18n.t('ui.fault.OTHER');
}
