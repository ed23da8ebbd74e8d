import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Flex, Input, Select, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { client, said } from '@/api/client';
import { colleaguesQuery } from '@/api/desk';
import { useSignedIn } from '@/api/session';
import { today } from '@/lib/days';
import { ErrorBlock } from '@/ui/blocks';
import { busy } from '@/ui/busy';

/** Who stands in while one is away: from the first day to the last, and then no longer. */
export function Leave() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { username } = useSignedIn();
  const [to, setTo] = useState<string>();
  const [first, setFirst] = useState(today());
  const [last, setLast] = useState(today());
  const others = (useQuery(colleaguesQuery).data ?? []).filter(({ account }) => account !== username);
  const told = useQuery({
    queryKey: ['delegations'],
    queryFn: ({ signal }) => said(client.GET('/api/delegations', { signal })).then((answer) => answer.delegations),
  }).data;
  const put = useMutation({
    mutationFn: (account: string) =>
      said(client.PUT('/api/delegations', { body: { to: account, first_day: first, last_day: last } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['delegations'] }),
  });
  return (
    <section aria-label={t('desk.day.leave')} className="qi-panel">
      <h2 className="qi-h3">{t('desk.day.leave')}</h2>
      <Flex gap="small" wrap align="center">
        <Select
          className="qi-find"
          aria-label={t('desk.day.stands_in')}
          placeholder={t('desk.day.stands_in')}
          value={to}
          options={others.map(({ account }) => ({ value: account, label: account }))}
          notFoundContent={t('desk.day.nobody')}
          onChange={setTo}
        />
        <Input
          type="date"
          className="qi-day"
          aria-label={t('desk.day.first')}
          value={first}
          onChange={({ target }) => setFirst(target.value)}
        />
        <Input
          type="date"
          className="qi-day"
          aria-label={t('desk.day.last')}
          value={last}
          min={first}
          onChange={({ target }) => setLast(target.value)}
        />
        <Button disabled={!to || put.isPending} {...busy(put.isPending)} onClick={() => to && put.mutate(to)}>
          {t('desk.day.put')}
        </Button>
      </Flex>
      {put.error && <ErrorBlock error={put.error} />}
      <ul className="qi-plain">
        {(told ?? []).map((one) => (
          <li key={`${one.from_account} ${one.to_account}`}>
            <Typography.Text>
              {t('desk.day.covers', {
                from: one.from_account,
                to: one.to_account,
                first: one.first_day ?? '',
                last: one.last_day ?? '',
              })}
            </Typography.Text>
          </li>
        ))}
      </ul>
    </section>
  );
}
