import { Button, Flex, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import type { StepName } from './steps';

import type { Schemas } from '@/api/client';
import { i18n, inLanguage, useLanguage } from '@/lib/i18n';
import { titlesOf } from '@/ui/form/faults';
import { faultText } from '@/ui/reason';

type Shown = {
  finding: { path: string; reason: string; level?: string };
  item: Schemas['Item'];
  go: (step: StepName) => void;
};

const PLACES: Record<string, StepName> = { form: 'form', materials: 'materials' };

/** One finding, by the name of its place, and the way to where it is mended. */
export function FindingRow({ finding, item, go }: Shown) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [kind = '', ...path] = finding.path.split('/');
  const step = PLACES[kind] ?? 'who';
  const material = item.materials.find(({ code }) => code === path[0]);
  const titles = {
    form: titlesOf(item.form_schema, path, (n) => t('ui.row', { n })).join(' › '),
    materials: material ? inLanguage(language, material.name, material.name_en) : t('filing.name.materials'),
    who: whoTitle(path[0] ?? kind),
  };
  const tag = finding.level !== 'missing' ? 'wrong' : material?.necessity === 'promisable' ? 'promise' : 'missing';
  return (
    <li>
      <Flex gap="small" align="center" wrap>
        <Tag color={tag === 'wrong' ? 'red' : 'orange'}>{t(`filing.check.${tag}`)}</Tag>
        <span>{t('ui.fault_line', { title: titles[step as 'who'], text: faultText(finding.reason) })}</span>
        <Button type="link" size="small" onClick={() => go(step)}>
          {t('filing.check.mend')}
        </Button>
      </Flex>
    </li>
  );
}

/** `name` of the applicant is the company's; the others are called as the step calls them. */
function whoTitle(field: string): string {
  const name = field === 'name' ? 'company' : field;
  return i18n.t(`filing.who.${name}` as 'filing.who.company', { defaultValue: i18n.t('filing.name.who') });
}
