import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Flex, Typography } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';

import { Inputs } from './Inputs';
import { RESULTS } from './results';
import { TOOL_NAMES, TOOLS, type ToolName, type Values } from './tools';

import { asProblem } from '@/api/problem';
import { useTitle } from '@/lib/title';
import { ErrorBlock } from '@/ui/blocks';

const PAUSE = 300; // after the last key

/** P5: the questions left, the answer right as one types; what was typed is in the address, so that it can be passed on. */
export function Calculators() {
  const { t } = useTranslation();
  const { tool } = useParams();
  const name = TOOL_NAMES.find((one) => one === tool) ?? 'due-date';
  useTitle(t(`calculators.tool.${name}.title`));
  return (
    <div className="qi-stack">
      <h1>{t(`calculators.tool.${name}.title`)}</h1>
      <nav aria-label={t('calculators.title')} className="qi-tiles qi-wrap">
        {TOOL_NAMES.map((one) => (
          <Link key={one} to={`/calculators/${one}`} aria-current={one === name ? 'page' : undefined}>
            {t(`calculators.tool.${one}.title`)}
          </Link>
        ))}
      </nav>
      <Calculator key={name} name={name} />
    </div>
  );
}

function Calculator({ name }: { name: ToolName }) {
  const { t } = useTranslation();
  const tool = TOOLS[name];
  const [search, setSearch] = useSearchParams();
  const [values, setValues] = useState<Values>(() => Object.fromEntries(search));
  const [asked, setAsked] = useState(values);
  useEffect(() => {
    const timer = setTimeout(() => {
      setAsked(values);
      setSearch(new URLSearchParams(Object.entries(values).filter(([, value]) => value)), { replace: true });
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [values, setSearch]);
  const ready = tool.fields.every(({ name: field, optional }) => optional ?? asked[field]?.trim());
  const query = useQuery({
    queryKey: ['calculator', name, asked],
    queryFn: () => tool.ask(asked),
    enabled: ready,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const problem = query.error ? asProblem(query.error) : undefined;
  const Result = RESULTS[name];
  return (
    <div className="qi-two">
      <section className="qi-panel" aria-label={t('calculators.inputs')}>
        <h2>{t('calculators.inputs')}</h2>
        <Inputs tool={tool} values={values} problem={problem} onChange={setValues} />
        <Button onClick={() => setValues(tool.example)}>{t('calculators.example')}</Button>
        <p>
          <Typography.Text type="secondary">{t(`calculators.tool.${name}.source`)}</Typography.Text>
        </p>
      </section>
      <section className="qi-panel qi-result-side" aria-label={t('calculators.result')}>
        <h2>{t('calculators.result')}</h2>
        <output role="status" className="qi-stack">
          {!ready && t('calculators.waiting')}
          {ready && problem && <ErrorBlock error={problem} />}
          {ready && !problem && query.data !== undefined && <Result told={query.data} />}
        </output>
        {ready && !problem && query.data !== undefined && <Copies name={name} told={query.data} />}
      </section>
    </div>
  );
}

function Copies({ name, told }: { name: ToolName; told: unknown }) {
  const { t } = useTranslation();
  const [done, setDone] = useState(false);
  const copy = (text: string) => void navigator.clipboard.writeText(text).then(() => setDone(true));
  return (
    <Flex gap="small" align="center" wrap className="qi-actions">
      <Button onClick={() => copy(`${t(`calculators.tool.${name}.title`)}\n${JSON.stringify(told, null, 1)}`)}>
        {t('calculators.copy_result')}
      </Button>
      <Button onClick={() => copy(location.href)}>{t('calculators.copy_link')}</Button>
      <span role="status">{done && t('ui.copied')}</span>
    </Flex>
  );
}
