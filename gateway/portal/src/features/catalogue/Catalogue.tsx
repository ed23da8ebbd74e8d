import { useQuery } from '@tanstack/react-query';
import { Card, Flex, Input, Segmented, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { inDomain, inStage, searched, STAGES, type Item, type Stage } from './finding';

import { itemsQuery, stationsQuery } from '@/api/queries';
import { inLanguage, useLanguage } from '@/lib/i18n';
import { Answer, Empty } from '@/ui/blocks';
import { useFilters } from '@/ui/useFilters';

const DOMAINS = ['metrology', 'standards', 'certification', 'inspection', 'brand'] as const;
const STAGE_NAMES = Object.keys(STAGES) as Stage[];

/** P1: find the right item in one try. */
export function Catalogue() {
  const { t } = useTranslation();
  const items = useQuery(itemsQuery);
  const [filters, change] = useFilters();
  const typed = filters.get('q') ?? '';
  return (
    <div className="qi-stack">
      <Flex vertical gap="small">
        <h1>{t('catalogue.title')}</h1>
        <Search key={typed} typed={typed} onSearch={(q) => change({ q })} />
        <Tiles />
      </Flex>
      <Answer query={items} rows={10}>
        {(all) => (
          <>
            {!typed && <Bundles items={all} />}
            <Flex vertical gap="small">
              <Choice
                label={t('catalogue.stages')}
                value={filters.get('stage') ?? ''}
                options={[
                  { value: '', label: t('catalogue.stage.all') },
                  ...STAGE_NAMES.map((value) => ({ value, label: t(`catalogue.stage.${value}`) })),
                ]}
                onChange={(stage) => change({ stage })}
              />
              <Choice
                label={t('catalogue.domains')}
                value={filters.get('domain') ?? ''}
                options={[
                  { value: '', label: t('catalogue.domain_all') },
                  ...DOMAINS.map((value) => ({ value, label: t(`words.domain.${value}`) })),
                ]}
                onChange={(domain) => change({ domain })}
              />
            </Flex>
            <Results
              typed={typed}
              items={searched(inDomain(inStage(all, filters.get('stage')), filters.get('domain')), typed)}
            />
          </>
        )}
      </Answer>
      <Stations />
    </div>
  );
}

function Search({ typed, onSearch }: { typed: string; onSearch: (typed: string) => void }) {
  const { t } = useTranslation();
  const [value, setValue] = useState(typed);
  return (
    <search>
      <Input.Search
        size="large"
        allowClear
        value={value}
        onChange={({ target }) => setValue(target.value)}
        onSearch={(text) => onSearch(text.trim())}
        placeholder={t('catalogue.find')}
        aria-label={t('catalogue.find')}
        enterButton={t('catalogue.search')}
      />
    </search>
  );
}

function Tiles() {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('catalogue.tiles')} className="qi-tiles">
      <Link to="/progress">{t('catalogue.tile_progress')}</Link>
      <Link to="/verify">{t('catalogue.tile_verify')}</Link>
      <a href="#stations">{t('catalogue.tile_stations')}</a>
    </nav>
  );
}

type Choosing = {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
};

function Choice({ label, ...choice }: Choosing) {
  return (
    <Flex gap="small" align="center" wrap>
      <strong>{label}</strong>
      <div className="qi-scroll">
        <Segmented aria-label={label} {...choice} />
      </div>
    </Flex>
  );
}

function Bundles({ items }: { items: readonly Item[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const bundles = items.filter(({ kind }) => kind === 'bundle');
  return (
    <section aria-labelledby="bundles">
      <h2 id="bundles">{t('catalogue.bundles')}</h2>
      <ul className="qi-cards">
        {bundles.map((item) => (
          <li key={item.code}>
            <Link to={`/items/${item.code}`}>
              <Card size="small" hoverable>
                <strong>{inLanguage(language, item.name, item.name_en).replace(/^[^：:]*[：:]\s*/, '')}</strong>
                <div>
                  {item.promised_days === null
                    ? t('catalogue.bundle_open', { n: item.parts.length })
                    : t('catalogue.bundle', { n: item.parts.length, days: item.promised_days })}
                </div>
              </Card>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Results({ items, typed }: { items: readonly Item[]; typed: string }) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="results">
      <Flex align="baseline" gap="small">
        <h2 id="results">{t('catalogue.all')}</h2>
        <Typography.Text type="secondary" role="status">
          {t('catalogue.found', { n: items.length })}
        </Typography.Text>
      </Flex>
      {items.length === 0 ? (
        <Empty text={t('catalogue.not_found', { word: typed })} />
      ) : (
        <ul className="qi-items">
          {items.map((item) => (
            <Entry key={item.code} item={item} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Entry({ item }: { item: Item }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const promised =
    item.promised_days === null ? t('catalogue.own_time') : t('catalogue.promised', { n: item.promised_days });
  const limit = item.instant ? t('catalogue.instant') : promised;
  return (
    <li>
      <span className="qi-code">{item.code}</span>
      <Link to={`/items/${item.code}`}>{inLanguage(language, item.name, item.name_en)}</Link>
      <span className="qi-item-facts">
        <Tag>{t(`words.kind.${item.kind}`)}</Tag>
        {limit}
      </span>
    </li>
  );
}

function Stations() {
  const { t } = useTranslation();
  const { data } = useQuery(stationsQuery);
  return (
    <section aria-labelledby="stations">
      <h2 id="stations">{t('catalogue.stations')}</h2>
      <ul className="qi-cards">
        {(data ?? []).map((station) => (
          <li key={station.code}>
            <Card size="small">
              <strong>
                {station.district} · {station.name}
              </strong>
              <div>{station.address}</div>
              <div>{station.hours}</div>
              <a href={`tel:${station.phone}`}>{station.phone}</a>
            </Card>
          </li>
        ))}
      </ul>
    </section>
  );
}
